import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.evaluation.metrics import RANK_BUCKETS
from lib.leaderboard.compare.rank_movements import Bucket, sentence


def _buckets(old: list[int], new: list[int]) -> list[Bucket]:
    counts = zip(RANK_BUCKETS, old, new, strict=True)
    return [Bucket(low, high, before, after) for (low, high), before, after in counts]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([50, 20, 10, 10, 10], [60, 10, 10, 10, 10], "rank-2 hits turned into hits"),
        ([60, 10, 10, 10, 10], [50, 20, 10, 10, 10], "hits slipped to rank 2"),
        ([50, 20, 10, 10, 10], [55, 20, 10, 10, 5], "the left tail was lifted"),
        ([55, 20, 10, 10, 5], [50, 20, 10, 10, 10], "the left tail grew"),
        ([50, 20, 10, 10, 10], [55, 20, 5, 10, 10], "ranks 3 to 10 moved up"),
        ([50, 20, 10, 10, 10], [72, 0, 10, 10, 8], "mostly rank-2 hits turned into hits"),
        (
            [50, 20, 10, 10, 10],
            [62, 12, 10, 10, 6],
            "rank-2 hits turned into hits and the left tail was lifted (ranks beyond 10 moved up)",
        ),
    ],
)
def test_where_a_change_came_from(old: list[int], new: list[int], expected: str) -> None:
    assert sentence(_buckets(old, new)).startswith(expected)


def test_net_movements_are_shown() -> None:
    text = sentence(_buckets([50, 20, 10, 10, 10], [60, 12, 10, 10, 8]))
    assert text.endswith("(net: +10 at 1, -8 at 2, -2 at 11+)")


def test_gain_and_loss_at_once() -> None:
    # Middle ranks went both ways: up to the first place, and down into the tail.
    text = sentence(_buckets([50, 0, 40, 0, 10], [70, 0, 0, 0, 30]))
    assert text.startswith("ranks 3 to 10 moved up, while the left tail grew")


def test_moves_inside_a_bucket_cannot_be_told() -> None:
    assert sentence(_buckets([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])).startswith("no query changed")


_COUNTS = st.lists(st.integers(0, 400), min_size=5, max_size=5)


@given(_COUNTS, st.permutations(range(5)))
def test_any_histogram_has_a_sentence(counts: list[int], order: list[int]) -> None:
    text = sentence(_buckets(counts, [counts[place] for place in order]))
    assert text
    assert not text.startswith("(")
