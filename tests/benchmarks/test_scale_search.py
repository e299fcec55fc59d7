import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks.scale_search import GROWTH, PLANTED, Clock, measure, synthetic
from lib.core.vectors import unit


def test_an_inner_stage_does_not_count_for_the_outer() -> None:
    clock = Clock()
    with clock.stage("outer"):
        time.sleep(0.02)
        with clock.stage("inner"):
            time.sleep(0.2)
    assert clock.taken["inner"][0] >= 0.2
    assert 0.02 <= clock.taken["outer"][0] < 0.2


def test_copies_are_near_and_nothing_else_is() -> None:
    vectors, source, copies = synthetic(3000)
    assert len(source) == len(copies) == PLANTED * 3000
    cosine = unit(vectors) @ unit(vectors).T
    assert (cosine[source, copies] > 0.99).all()
    known = np.zeros((3000, 3000), dtype=bool)
    known[source, copies] = known[copies, source] = True
    # Copies of one row are near each other as well.
    known[copies[:, None], copies] = source[:, None] == source
    np.fill_diagonal(known, True)
    assert cosine[~known].max() < 0.9


@pytest.mark.parametrize("in_lists", [False, True])
def test_a_search_is_measured_by_stage(in_lists: bool, tmp_path: Path) -> None:
    found = measure(2000, tmp_path, in_lists)
    assert found["planted"] == 1
    assert found["coverage"]["method"] == ("lists" if in_lists else "exact")
    assert set(found["stages"]) <= set(GROWTH)
    assert ("train" in found["stages"]) == in_lists
    assert found["groups"] <= found["pairs"]
    assert not list(tmp_path.iterdir())
