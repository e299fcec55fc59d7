import pytest

from benchmarks.hashing import GALLERIES, Cost, costs, ratios
from lib.core.params.hashing import HashingParams
from tests.semantics.hashing.samples import pictures, settings


def test_a_query_is_a_picture_and_its_comparisons():
    assert Cost(2.0, 0.5).query(10, 3) == 7.0
    # All vectors are compared, the hashes of those that are kept besides.
    assert Cost(2.0, 0.5, 0.1).query(10, 3) == 4.5


def test_costs_are_held_against_the_bare_hash():
    bare, other = Cost(1.0, 0.01), Cost(3.0, 0.5)
    rows = ratios({"phash": bare, "other": other}, HashingParams())
    assert all(value == 1 for key, value in rows[0].items() if key != "method")
    assert rows[1]["picture"] == 3
    assert rows[1]["pair"] == 50
    assert rows[1][f"query_{GALLERIES[0]}"] == pytest.approx(53 / 2)


@pytest.mark.slow
def test_every_remedy_is_timed_and_keypoints_cost_more_than_bits():
    images, _ = pictures(4)
    found = costs(images, images[::-1], settings(), 1)
    assert list(found) == [
        "phash",
        "orb_alignment",
        "block_mean",
        "radial_variance",
        "embedding_first",
        "orb_matching",
        "akaze_matching",
    ]
    assert all(cost.picture > 0 and cost.pair > 0 for cost in found.values())
    assert found["orb_matching"].pair > 100 * found["phash"].pair
