import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.thresholds.draw_pairs import all_pairs, draw_cross_class

CLASSES = ["bed"] * 20 + ["chair"] * 30 + ["sofa"] * 10


def test_all_pairs_counts_and_order() -> None:
    pairs = all_pairs(np.arange(6))
    assert len(pairs) == 15
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.tolist() == sorted(pairs.tolist())


@given(st.lists(st.integers(0, 3), min_size=1, max_size=15))
def test_near_duplicates_are_never_paired(groups: list[int]) -> None:
    pairs = all_pairs(groups)
    label = np.array(groups)
    assert (label[pairs[:, 0]] != label[pairs[:, 1]]).all()
    sizes = np.bincount(label)
    assert len(pairs) == (len(groups) ** 2 - (sizes**2).sum()) // 2


def test_drawn_pairs_are_distinct_cross_class_and_seeded() -> None:
    groups = np.arange(60)
    groups[25] = groups[5]
    pairs = draw_cross_class(CLASSES, groups, 200, 17)
    assert len({tuple(pair) for pair in pairs.tolist()}) == 200
    assert all(CLASSES[i] != CLASSES[j] and groups[i] != groups[j] for i, j in pairs)
    assert (draw_cross_class(CLASSES, groups, 200, 17) == pairs).all()
    assert (draw_cross_class(CLASSES, groups, 200, 18) != pairs).any()
    # A longer draw begins with the shorter one.
    assert (draw_cross_class(CLASSES, groups, 300, 17)[:200] == pairs).all()


def test_the_first_draws_are_the_generators_own() -> None:
    rng = np.random.default_rng(17)
    expected = []
    while len(expected) < 5:
        i, j = sorted(rng.integers(60, size=2).tolist())
        if CLASSES[i] != CLASSES[j] and [i, j] not in expected:
            expected.append([i, j])
    assert draw_cross_class(CLASSES, np.arange(60), 5, 17).tolist() == expected


def test_every_pair_where_there_are_not_enough() -> None:
    pairs = draw_cross_class(["a", "a", "b"], [0, 1, 2], 640, 17)
    assert pairs.tolist() == [[0, 2], [1, 2]]
    assert draw_cross_class(["a", "a"], [0, 1], 5, 17).shape == (0, 2)
