from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.compression import COLUMNS, forms, quality
from lib.core.errors import BenchError
from lib.core.files import write_vectors
from lib.core.paths import Paths
from lib.core.vectors import unit
from lib.evaluation.metrics import mean_ap, score
from tests.benchmarks.synthetic_run import CORPUS, duplicates, write_run
from tests.evaluation import samples

RNG = np.random.default_rng(3)
VECTORS = RNG.normal(size=(60, 10))
TRAIN = np.arange(60) < 40


def _forms(vectors: np.ndarray, train: np.ndarray = TRAIN) -> dict[str, np.ndarray]:
    return {form: restored for form, _, restored in forms(vectors, train)}


@pytest.mark.parametrize(("dim", "bits"), [(1, 1), (8, 1), (9, 2), (10, 2), (1280, 160)])
def test_bytes_a_vector(dim: int, bits: int) -> None:
    sizes = {form: size for form, size, _ in forms(RNG.normal(size=(60, dim)), TRAIN)}
    assert sizes == {"float32": 4 * dim, "float16": 2 * dim, "int8": dim, "binary": bits}


def test_what_float16_can_write_stays_as_it_is() -> None:
    # Of length 1 with entries of a half, whatever the signs.
    vectors = np.sign(RNG.normal(size=(60, 4)))
    np.testing.assert_array_equal(_forms(vectors)["float16"], vectors / 2)


def test_float16_is_that_of_ieee_754() -> None:
    expected = unit(unit(VECTORS).astype(np.float16))
    np.testing.assert_allclose(_forms(VECTORS)["float16"], expected, atol=1e-12)
    assert np.abs(expected - unit(VECTORS)).max() > 1e-6


def test_int8_is_off_by_no_more_than_half_a_step() -> None:
    rows = unit(VECTORS)
    step = np.ptp(rows[TRAIN], axis=0) / 255
    low, high = rows[TRAIN].min(axis=0), rows[TRAIN].max(axis=0)
    # What is read back has another length; it is compared before that is mended.
    restored = _forms(VECTORS)["int8"]
    restored *= (restored * rows).sum(axis=1, keepdims=True)
    inside = ((rows >= low) & (rows <= high)).all(axis=1)
    assert inside[TRAIN].all()
    off = np.abs(restored - rows) / step
    assert off[inside].max() < 0.75
    assert off[inside].mean() > 0.1


def test_int8_cuts_off_what_train_sources_never_reach() -> None:
    vectors = np.full((60, 4), 1.0) + 0.1 * RNG.normal(size=(60, 4))
    vectors[50] = [1, 1, 1, 9]
    rows = unit(vectors)
    assert rows[50, 3] > 0.9
    assert _forms(vectors)["int8"][50, 3] < 0.7


def test_bits_of_vectors_of_ones_are_the_vectors() -> None:
    signs = np.sign(RNG.normal(size=(30, 16)))
    vectors = np.concatenate([signs, -signs])
    restored = _forms(vectors, np.ones(60, dtype=bool))["binary"]
    np.testing.assert_array_equal(restored, vectors / 4)


def test_bits_say_which_side_of_the_mean_of_the_train_sources() -> None:
    rows = unit(VECTORS + 5)
    expected = np.where(rows > rows[TRAIN].mean(axis=0), 1, -1) / np.sqrt(10)
    np.testing.assert_allclose(_forms(VECTORS + 5)["binary"], expected)
    assert not (expected > 0).all()


@pytest.mark.parametrize("form", ["int8", "binary"])
def test_nothing_is_learned_of_other_rows(form: str) -> None:
    changed = VECTORS.copy()
    changed[~TRAIN] *= -3 * RNG.random((20, 10))
    one, two = _forms(VECTORS)[form], _forms(changed)[form]
    np.testing.assert_array_equal(one[TRAIN], two[TRAIN])
    assert (one[~TRAIN] != two[~TRAIN]).any()


def test_the_vectors_themselves_are_left_alone() -> None:
    np.testing.assert_array_equal(_forms(VECTORS)["float32"], unit(VECTORS))


def test_without_train_sources_there_is_no_scale() -> None:
    with pytest.raises(BenchError, match="no source is in the train split"):
        list(forms(VECTORS, np.zeros(60, dtype=bool)))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.chdir(tmp_path)
    return write_run(tmp_path, {name: samples.vectors(name) for name in samples.ENCODERS})


def test_uncompressed_is_the_table_of_the_run(run: Paths) -> None:
    found, missing = quality(run, samples.ENCODERS)
    assert missing == []
    assert tuple(found.columns) == COLUMNS
    rounded = {name: np.round(samples.vectors(name), 6) for name in samples.ENCODERS}
    parts = [
        score(samples.objects(), duplicates(), vectors, name) for name, vectors in rounded.items()
    ]
    keys = ["encoder", "tier", "gallery"]
    table = mean_ap(pd.concat(parts)).set_index(keys)
    expected = table["map"]
    assert (expected != table["map_with_duplicates"]).any()
    own = found[found["stored_as"] == "float32"].set_index(keys)["map"]
    pd.testing.assert_series_equal(own.sort_index(), expected.sort_index())


def test_every_form_has_every_tier_and_gallery(run: Paths) -> None:
    found, _ = quality(run, samples.ENCODERS)
    counts = found.groupby(["encoder", "stored_as"], sort=False).size()
    assert counts.index.tolist() == [
        (name, form)
        for name in samples.ENCODERS
        for form in ("float32", "float16", "int8", "binary")
    ]
    assert set(counts) == {10}
    assert found["map"].between(0, 1).all()


def test_vectors_that_any_form_can_write_lose_nothing(run: Paths) -> None:
    objects = samples.objects()
    names = sorted(set(objects["item_id"]))
    # A row of a Hadamard matrix each: 32 dimensions and no two alike.
    rows = np.array([[1.0]])
    for _ in range(5):
        rows = np.block([[rows, rows], [rows, -rows]])
    same = objects["source_id"].where(objects["role"] == "clone", objects["item_id"])
    vectors = rows[1:][[names.index(name) for name in same]]
    write_vectors(run.embeddings("exact"), vectors, 6)
    found, _ = quality(run, ["exact"])
    clones = found[found["tier"] < 5]
    assert (clones["map"][clones["stored_as"] != "binary"] == 1).all()


def test_what_is_not_there_is_named(run: Paths) -> None:
    write_vectors(run.embeddings("short"), np.ones((3, 2)), 6)
    found, missing = quality(run, ["absent", "one", "short"])
    assert set(found["encoder"]) == {"one"}
    assert [message.split(" ")[0] for message in missing] == [
        str(run.embeddings("absent")),
        str(run.embeddings("short")),
    ]


def test_without_a_run_there_is_no_quality(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found, missing = quality(Paths(CORPUS), ["one"])
    assert found.empty
    assert len(missing) == 1
    assert "objects.csv is not there" in missing[0]
