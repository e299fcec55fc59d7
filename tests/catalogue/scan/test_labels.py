from pathlib import Path

import numpy as np
import pytest

from lib.catalogue.read_scores import read_scores
from lib.catalogue.scan.decisions import Decided, Decision
from lib.catalogue.scan.in_force import by_hand
from lib.catalogue.scan.labels import write_labels
from lib.catalogue.scan.result import Item, ScanResult
from lib.core.files import read_table
from lib.duplicates.relations.names import POLICY
from lib.duplicates.search.found import Coverage
from lib.thresholds.eval_bucket import merge

ITEMS = tuple(Item(f"class,{n % 3}/{n}.off", f"{n}", 1, 0, 0) for n in range(60))
VECTORS = np.random.default_rng(1).standard_normal((60, 4))


def decided(accepted: int, rejected: int) -> Decided:
    said = [
        Decision(
            item_a=ITEMS[n].id,
            item_b=ITEMS[n + 30].id,
            decision="accept" if n < accepted else "reject",
        )
        for n in range(accepted + rejected)
    ]
    return Decided(said, ITEMS)


@pytest.fixture
def result() -> ScanResult:
    threshold = by_hand(0.9, "cosine", "gram3d", "abc").threshold
    return ScanResult(
        "f", ITEMS, (), (), threshold, "", 0.05, 0.01, None, Coverage("exact"), POLICY, (), ()
    )


def test_calibrate_reads_the_labels(tmp_path: Path, result: ScanResult) -> None:
    assert write_labels(result, decided(22, 6), VECTORS, (0.1, 0.9), tmp_path) == 28
    found = read_scores(tmp_path / "labels.csv", "cosine")
    assert found.labels.tolist() == [1] * 22 + [0] * 6
    a, b = VECTORS[0], VECTORS[30]
    wanted = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    assert found.scores[0] == pytest.approx(wanted, abs=1e-9)
    assert found.groups is not None
    assert found.groups.shape == (28, 2)


def test_rejected_pairs_are_an_eval_bucket(tmp_path: Path, result: ScanResult) -> None:
    write_labels(result, decided(2, 6), VECTORS, (0.25, 0.75), tmp_path)
    table = read_table(tmp_path / "eval-bucket.csv")
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert table["found_standing"].is_monotonic_decreasing
    assert set(table["class_a"]) == {"class,0", "class,1", "class,2"}
    assert set(table["found_by"]) == {"gram3d"}
    assert len(merge([table, table])) == 6
    pairs = [(VECTORS[n], VECTORS[n + 30]) for n in range(2, 8)]
    best = max(a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in pairs)
    assert table["found_standing"][0] == pytest.approx((best - 0.25) / 0.5, abs=1e-6)


def test_without_decisions_there_are_no_files(tmp_path: Path, result: ScanResult) -> None:
    assert write_labels(result, decided(0, 0), VECTORS, None, tmp_path) == 0
    write_labels(result, decided(3, 2), VECTORS, None, tmp_path)
    write_labels(result, decided(3, 0), VECTORS, None, tmp_path)
    assert not (tmp_path / "eval-bucket.csv").exists()
    write_labels(result, decided(0, 1), VECTORS, None, tmp_path)
    assert read_table(tmp_path / "eval-bucket.csv")["found_standing"].isna().all()
