import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.semantics.explain.false_matches import flag_false_matches

NAMES = [f"{kind}_{number}" for kind in ("bed", "cup", "sofa") for number in range(3)]
OBJECTS = pd.DataFrame({"object_id": NAMES, "class": [name[:-2] for name in NAMES]})
GROUP = np.arange(len(NAMES))


def pairs():
    """All pairs, those of one class included; the cosines fall in the order of the rows."""
    rows = [(a, b) for i, a in enumerate(NAMES) for b in NAMES[i + 1 :]]
    table = pd.DataFrame(rows, columns=["object_a", "object_b"])
    table["kind"] = [
        "same" if a[:-2] == b[:-2] else "cross"
        for a, b in zip(table["object_a"], table["object_b"], strict=True)
    ]
    table["cosine"] = np.linspace(0.99, 0.01, len(table))
    table["l2"] = 1 - table["cosine"]
    return table


def flagged(threshold, similarity="cosine", most=6, group=GROUP, table=None):
    known = pairs() if table is None else table
    return flag_false_matches(OBJECTS, known, group, threshold, similarity, most)


def test_pairs_that_reach_the_threshold_are_counted_and_the_highest_shown() -> None:
    table = pairs()
    crossing = table[table["kind"] == "cross"]
    limit = crossing["cosine"].iloc[4]
    found = flagged(limit)
    assert (found.n_looked_at, found.n_flagged) == (27, 5)
    shown = [(NAMES[flag.row], NAMES[flag.other]) for flag in found.shown]
    by_hand = list(zip(crossing["object_a"], crossing["object_b"], strict=True))
    # Beds and cups, then beds and sofas, then beds and cups again; the sixth is the highest
    # below the threshold.
    assert shown == [by_hand[0], by_hand[3], by_hand[1], by_hand[4], by_hand[2], by_hand[5]]
    assert {flag.other_is for flag in found.shown} == {"match"}
    assert "it reaches the threshold" in found.shown[0].why
    assert "it does not reach the threshold" in found.shown[5].why
    assert "1 of them do not reach" in found.note


def test_a_distance_counts_the_other_way_round() -> None:
    limit = pairs().query("kind == 'cross'")["cosine"].iloc[4]
    by_cosine, by_distance = flagged(limit), flagged(1 - limit, "l2")
    assert by_distance.n_flagged == by_cosine.n_flagged
    assert [one.row for one in by_distance.shown] == [one.row for one in by_cosine.shown]
    assert "at l2 0.066000" in by_distance.shown[0].why


def test_without_a_threshold_none_is_flagged_and_the_highest_are_shown() -> None:
    found = flagged(np.nan)
    assert (found.n_flagged, len(found.shown)) == (0, 6)
    assert "no threshold reaches the target precision" in found.note
    assert "there is no threshold" in found.shown[0].why


def test_near_duplicates_of_the_item_are_not_searched() -> None:
    group = GROUP.copy()
    group[1] = group[0]
    flag = next(flag for flag in flagged(0.5, group=group).shown if flag.row == 0)
    assert flag.gallery.tolist() == list(range(2, 9))


@pytest.mark.parametrize("kind", ["same", "twin"])
def test_no_pairs_of_different_classes_is_a_note(kind) -> None:
    found = flagged(0.5, table=pairs().assign(kind=kind))
    assert (found.n_looked_at, found.shown) == (0, [])
    assert "no pairs" in found.note


def test_a_pair_that_is_not_in_the_manifest_is_refused_by_name() -> None:
    strange = pairs().replace({"object_b": {"sofa_1": "sofa_9"}})
    with pytest.raises(BenchError, match=r"pairs\.parquet names sofa_9"):
        flagged(0.5, table=strange)
