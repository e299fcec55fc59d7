import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from lib.semantics.explain.novel import FALSE_ALARM, NOVEL, flag_novel, newest
from lib.semantics.labelled import labelled
from lib.semantics.novel_scores import novel_scores


def data(vectors=None, reference=True):
    """Twenty known items of two classes, ten others of these, and six of a new one."""
    rng = np.random.default_rng(3)
    classes = ["cup", "bed"] * 15 + ["vase"] * 6
    found = rng.normal(size=(36, 5)) if vectors is None else vectors
    known = np.arange(36) < 20
    return labelled(
        found,
        classes,
        ids=[f"i{row:02d}" for row in range(36)],
        reference=known if reference else None,
    )


def flagged(items, most=40):
    rows = {name: 100 + row for row, name in enumerate(items.ids)}
    return {one.kind: one for one in flag_novel(items, rows, most)}


def test_as_many_are_flagged_as_are_new_and_they_are_the_most_distant() -> None:
    items = data()
    found = flagged(items)
    knn = NearestNeighbors(n_neighbors=1, metric="cosine").fit(items.vectors[:20])
    distance = knn.kneighbors(items.vectors[20:])[0][:, 0]
    expected = set(20 + np.argsort(-distance)[:6])
    rows = {kind: [flag.row - 100 for flag in one.shown] for kind, one in found.items()}
    assert set(rows[NOVEL]) == {row for row in expected if row >= 30}
    assert set(rows[FALSE_ALARM]) == {row for row in expected if row < 30}
    assert found[NOVEL].n_flagged + found[FALSE_ALARM].n_flagged == 6
    assert {one.n_looked_at for one in found.values()} == {16}
    for flag in found[NOVEL].shown:
        assert flag.gallery.tolist() == list(range(100, 120))
        assert flag.why.startswith("no item of its class is known; place ")
    assert all(flag.why.startswith("its class is known") for flag in found[FALSE_ALARM].shown)


def test_the_order_is_that_of_the_measure() -> None:
    items = data()
    known = items.take(np.arange(20))
    stream = items.take(np.arange(20, 36))
    score = novel_scores(known, stream)["nearest"]
    shown = [flag.row - 120 for flag in flagged(items)[NOVEL].shown]
    assert shown == sorted(shown, key=lambda row: -score[row])


def test_constant_vectors_flag_nobody_and_say_so() -> None:
    found = flagged(data(np.ones((36, 5))))
    for one in found.values():
        assert (one.n_looked_at, one.n_flagged, one.shown) == (16, 0, [])
        assert "16 that tie at the cut are not" in one.note


def test_without_what_is_known_or_new_there_is_a_note() -> None:
    for items in (data(reference=False), data().take(np.arange(30))):
        for one in flagged(items).values():
            assert one.shown == []
            assert "are needed" in one.note


def test_at_most_so_many_are_shown_and_all_are_counted() -> None:
    found = flagged(data(), most=1)
    assert [len(one.shown) for one in found.values()] == [1, 1]
    assert sum(one.n_flagged for one in found.values()) == 6


@pytest.mark.parametrize(
    ("distance", "count", "marks", "tied"),
    [
        ([0.1, 0.9, 0.5], 1, [False, True, False], 0),
        ([0.5, 0.9, 0.5, 0.5], 2, [False, True, False, False], 3),
        ([0.5, 0.9], 2, [True, True], 0),
        ([0.5, 0.9], 5, [True, True], 0),
        ([0.5, 0.5 + 1e-13, 0.1], 1, [False, False, False], 2),
    ],
)
def test_newest(distance, count, marks, tied) -> None:
    found = newest(np.array(distance), count)
    assert (found[0].tolist(), found[1]) == (marks, tied)
