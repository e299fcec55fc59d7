import numpy as np
import pytest

from lib.duplicates.search import sample
from lib.duplicates.search.sample import draw, look
from lib.duplicates.search.space import space_of
from tests.duplicates.search.vectors import with_copies

VECTORS = with_copies(90, 6)
SPACE = space_of(VECTORS, "cosine")
ROWS = SPACE.rows(VECTORS)


def test_draws_are_sorted_seeded_and_distinct() -> None:
    rows = draw(10_000, 4)
    assert len(set(rows.tolist())) == sample.ROWS == len(rows)
    assert (np.diff(rows) > 0).all()
    assert rows.tolist() == draw(10_000, 4).tolist() != draw(10_000, 5).tolist()
    assert draw(7, 4).tolist() == list(range(7))


@pytest.mark.parametrize("keep", [1, 20, 5000])
def test_the_strongest_are_kept_and_all_are_counted(
    keep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "_QUERIES", 4)
    monkeypatch.setattr(sample, "_OTHERS", 16)
    picks = np.array([3, 5, 40, 60, 61, 89])
    close = ROWS[picks] @ ROWS.T
    close[np.arange(6), picks] = -1
    found = look(SPACE, ROWS, picks, 0.5, keep)
    assert found.count == (close >= 0.5).sum() > 20
    assert found.n_rows == 6
    kept = close[np.searchsorted(picks, found.a), found.b]
    np.testing.assert_allclose(np.sort(kept)[::-1], np.sort(close[close >= 0.5])[::-1][:keep], 1e-6)


def test_equal_rows_take_no_more_memory_than_is_kept() -> None:
    equal = space_of(np.ones((5000, 2)), "cosine")
    found = look(equal, equal.rows(np.ones((5000, 2))), draw(5000, 1), 0.9, 10)
    assert found.count == 2000 * 4999
    assert len(found.a) == 10
