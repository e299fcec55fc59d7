from pathlib import Path

import pandas as pd
import pytest

from lib.core.files import read_table, write_table
from lib.core.params import load_params
from lib.leaderboard.verify.splits import check_split, listing
from lib.objects.split import split_sha256

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("corpus", ["parametric40", "modelnet40"])
def test_a_split_is_what_seed_and_listing_give(corpus: str, tmp_path: Path) -> None:
    params = load_params(ROOT / "params.yaml")
    path = ROOT / "data" / corpus / "splits.csv"
    assert check_split(corpus, path, params).ok
    table = read_table(path)
    # Two sources trade places, and the hash is that of the new lines.
    table.loc[[0, 1], "split"] = ["test", "test"]
    table["split_sha256"] = split_sha256(table["source_id"].tolist(), table["split"].tolist())
    write_table(tmp_path / "splits.csv", table)
    check = check_split(corpus, tmp_path / "splits.csv", params)
    assert not check.ok
    assert "line 2" in str(check)


def test_one_line_with_another_hash_is_named(tmp_path: Path) -> None:
    text = (ROOT / "data/parametric40/splits.csv").read_text()
    lines = text.splitlines()
    lines[7] = lines[7][:-1] + ("0" if lines[7][-1] != "0" else "1")
    (tmp_path / "splits.csv").write_text("\n".join(lines) + "\n")
    check = check_split("parametric40", tmp_path / "splits.csv", load_params(ROOT / "params.yaml"))
    assert [problem for problem in check.problems if "line 8:" in problem]
    assert len(check.problems) == 1


def test_a_corpus_without_a_listing_is_checked_by_its_own_lines(tmp_path: Path) -> None:
    params = load_params(ROOT / "params.yaml")
    assert listing("folder", params) is None
    ids = [f"c/{number}" for number in range(20)]
    parts = ["train"] * 16 + ["val"] * 2 + ["test"] * 2
    table = pd.DataFrame({"source_id": ids, "class": "c", "split": parts})
    table["split_sha256"] = split_sha256(ids, parts)
    write_table(tmp_path / "splits.csv", table)
    check = check_split("folder", tmp_path / "splits.csv", params)
    assert check.ok
    assert "listing is not at hand" in str(check)
    parts[0] = "test"
    table["split"], table["split_sha256"] = parts, split_sha256(ids, parts)
    write_table(tmp_path / "splits.csv", table)
    assert not check_split("folder", tmp_path / "splits.csv", params).ok
