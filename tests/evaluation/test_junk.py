import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.core.vectors import unit
from lib.evaluation.junk import junk_pairs
from lib.evaluation.ranking import relevant_ranks


def test_known_case():
    # Corpus items 0 and 3 are one shape, 1, 4 and 6 another; the gallery is 0, 1, 2, 3, 4.
    group = [0, 1, 2, 0, 1, 5, 1]
    pairs = junk_pairs(
        relevant=[0, 2, 2, 1], origin=[0, 2, 6, 5], gallery_items=[0, 1, 2, 3, 4], group=group
    )
    assert pairs.tolist() == [[0, 3], [2, 1], [2, 4], [3, 4]]


def test_no_duplicates_no_junk():
    pairs = junk_pairs([0, 1], [0, 1], [0, 1], [0, 1])
    assert pairs.shape == (0, 2)
    assert pairs.dtype == np.int64


@given(st.data())
def test_agrees_with_the_definition(data):
    n = data.draw(st.integers(1, 10))
    group = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    gallery = data.draw(st.lists(st.integers(0, n - 1), min_size=1, unique=True))
    relevant = data.draw(st.lists(st.integers(0, len(gallery) - 1), max_size=6))
    origin = data.draw(
        st.lists(st.integers(0, n - 1), min_size=len(relevant), max_size=len(relevant))
    )
    expected = [
        [query, index]
        for query, target in enumerate(relevant)
        for index, item in enumerate(gallery)
        if index != target and group[item] in {group[gallery[target]], group[origin[query]]}
    ]
    assert junk_pairs(relevant, origin, gallery, group).tolist() == expected


def test_a_twin_in_the_gallery_costs_nothing():
    vectors = np.random.default_rng(0).standard_normal((6, 8))
    vectors[4] = vectors[1]
    units = unit(vectors)
    relevant = np.arange(6)
    assert relevant_ranks(units, units, relevant).tolist() == [1, 1.5, 1, 1, 1.5, 1]
    junk = junk_pairs(relevant, relevant, relevant, [0, 1, 2, 3, 1, 5])
    assert relevant_ranks(units, units, relevant, junk).tolist() == [1] * 6
