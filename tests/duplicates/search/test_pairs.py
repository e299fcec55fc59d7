from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.compute import ComputeParams
from lib.core.vectors import TIE_TOLERANCE
from lib.duplicates.search import layout, pairs
from lib.duplicates.search.found import Coverage, Found
from tests.duplicates.search.vectors import THRESHOLDS, every_pair, flagged, search, with_copies


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found_set(found: Found) -> set[tuple[int, int]]:
    return set(zip(found.a.tolist(), found.b.tolist(), strict=True))


def same(one: Found, other: Found) -> bool:
    arrays = ("a", "b", "similarity")
    equal = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    return equal and one.coverage == other.coverage


@pytest.mark.parametrize("similarity", list(THRESHOLDS))
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exact_search_finds_what_float64_flags(similarity: str, dtype: type) -> None:
    vectors, threshold = with_copies(400).astype(dtype), THRESHOLDS[similarity]
    found = search(vectors, threshold, similarity)
    expected = flagged(vectors, similarity, threshold)
    assert found_set(found) == expected
    assert 50 < len(expected) < 1000
    assert (found.a < found.b).all()
    assert (np.diff(found.a * 400 + found.b) > 0).all()
    assert found.coverage == Coverage("exact")


@pytest.mark.parametrize("similarity", list(THRESHOLDS))
def test_a_pair_at_the_threshold_is_found(similarity: str) -> None:
    vectors = with_copies(60)
    for value in np.sort(every_pair(vectors, similarity)[2])[[0, 5, -6, -1]].tolist():
        # Cosines that differ by rounding alone are equal.
        lowest = value - TIE_TOLERANCE if similarity == "cosine" else value
        assert found_set(search(vectors, value, similarity)) == flagged(vectors, similarity, lowest)


@pytest.mark.parametrize("similarity", list(THRESHOLDS))
def test_lists_find_most_and_say_how_much(similarity: str) -> None:
    vectors, threshold = with_copies(3000), THRESHOLDS[similarity]
    found = search(vectors, threshold, similarity, exact_up_to=0)
    exact = found_set(search(vectors, threshold, similarity))
    assert found_set(found) <= exact
    share = len(found_set(found)) / len(exact)
    assert share > 0.9
    assert found.coverage.method == "lists"
    assert found.coverage.sampled_rows == 2000
    assert found.coverage.low <= share <= found.coverage.high
    assert not Path(".work/search").exists()


@pytest.mark.slow
@pytest.mark.parametrize("exact_up_to", [0, 1e99])
def test_workers_and_parts_do_not_change_what_is_found(
    exact_up_to: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "_AT_ONCE", 0)
    vectors = with_copies(2500)
    whole = search(vectors, 0.995, exact_up_to=exact_up_to)
    monkeypatch.setattr(layout, "_PART", 2**22)
    monkeypatch.setattr(pairs, "_ROWS", 300)
    absolute = Path("elsewhere").absolute()
    options = {"workers": 2, "name": absolute, "temporary": True, "exact_up_to": exact_up_to}
    assert same(whole, search(vectors, 0.995, **options))
    assert not absolute.exists()


@pytest.mark.slow
def test_a_cluster_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_PART", 2**24)
    vectors = with_copies(2500)
    dask = search(vectors, 0.995, exact_up_to=0, workers=2, compute=ComputeParams(engine="dask"))
    assert same(dask, search(vectors, 0.995, exact_up_to=0))


@pytest.mark.parametrize("where", ["write_probe", "write_part"])
def test_an_interrupted_search_goes_on(
    where: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(layout, "_PART", 2**20)
    monkeypatch.setattr(pairs, "_ROWS", 300)
    vectors = with_copies(2000)
    expected = search(vectors, 0.995, exact_up_to=0)
    write, done = getattr(pairs, where), []

    def interrupt(job: object, path: Path) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(path)
        write(job, path)

    with monkeypatch.context() as patch:
        patch.setattr(pairs, where, interrupt)
        with pytest.raises(KeyboardInterrupt):
            search(vectors, 0.995, exact_up_to=0)
    assert all(path.exists() for path in done)
    monkeypatch.setattr(pairs, "train", None)
    assert same(search(vectors, 0.995, exact_up_to=0), expected)
    assert "were finished before" in capsys.readouterr().out
    assert not Path(".work/search").exists()


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_rows_for_a_pair(n: int) -> None:
    found = search(np.ones((n, 3)), 0.9)
    assert len(found.a) == len(found.b) == len(found.similarity) == 0


def test_two_rows() -> None:
    assert found_set(search(np.array([[1.0, 0], [2, 0]]), 1.0)) == {(0, 1)}
    assert found_set(search(np.array([[1.0, 0], [0, 2]]), 1.0)) == set()
    assert search(np.array([[1.0, 0], [2, 0]]), 1.0, "l2").similarity.tolist() == [1.0]


def test_rows_and_thresholds_that_make_no_sense() -> None:
    with pytest.raises(BenchError, match="row 1 of the vectors is not finite"):
        search(np.array([[1.0], [np.nan]]), 0.9)
    with pytest.raises(BenchError, match="between -1 and 1"):
        search(np.ones((2, 1)), 1.5)


@pytest.mark.parametrize("exact_up_to", [0, 1e99])
def test_too_many_pairs_are_refused_with_a_better_threshold(exact_up_to: float) -> None:
    vectors = with_copies(2500)
    with pytest.raises(BenchError, match=r"flags about [\d,]+ pairs, at most 700") as caught:
        search(vectors, -0.5, most_pairs=700, exact_up_to=exact_up_to)
    better = float(caught.value.hint.split(">= ")[1].split(")")[0])
    assert 300 < len(search(vectors, better, most_pairs=1400).a) < 1100
    assert not Path(".work/search").exists()


def test_a_few_too_many_are_counted_exactly() -> None:
    vectors = with_copies(300)
    count = len(search(vectors, 0.9).a)
    assert len(search(vectors, 0.9, most_pairs=count).a) == count
    with pytest.raises(BenchError, match="pairs, at most") as caught:
        search(vectors, 0.9, most_pairs=count - 1)
    better = float(caught.value.hint.split(">= ")[1].split(")")[0])
    assert len(search(vectors, better, most_pairs=count).a) < count


@pytest.mark.parametrize("similarity", list(THRESHOLDS))
def test_equal_vectors_are_refused(similarity: str) -> None:
    with pytest.raises(BenchError, match="4,500,000 pairs") as caught:
        search(np.ones((3000, 4)), THRESHOLDS[similarity], similarity)
    assert "no threshold parts them" in caught.value.hint
