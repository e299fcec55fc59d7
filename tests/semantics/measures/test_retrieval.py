import numpy as np
import pytest

from lib.semantics.finding import NotApplicableError
from lib.semantics.labelled import labelled
from lib.semantics.measures.retrieval import ALONE, MISTAKEN, REACHABLE, measure
from tests.semantics.samples import PARAMS, angles, blobs, noise, pick, quantities


def test_perfect_clusters_are_all_right() -> None:
    found = measure(blobs(4, 12), PARAMS)
    for k in (1, 5, 10):
        for of in ("objects", "classes"):
            one = pick(found, f"precision@{k}", of)
            assert (one.value, one.high, one.n) == (1.0, 1.0, 48)
            assert one.low < 1
    assert {one.value for one in found if one.of.startswith("class ")} == {1.0}
    assert {one.quantity for one in found} == {"precision@1", "precision@5", "precision@10"}


def test_vectors_that_know_nothing_have_the_share_of_the_class() -> None:
    found = measure(noise(4, 75, seed=1), PARAMS)
    share = 74 / 299
    for k, slack in ((1, 0.08), (5, 0.04), (10, 0.03)):
        one = pick(found, f"precision@{k}", "objects")
        assert one.value == pytest.approx(share, abs=slack)
        assert one.low < share < one.high
        assert pick(found, f"precision@{k}", "classes").value == one.value


def test_it_is_counted_by_hand() -> None:
    # a and c interleaved on a line, b apart: the nearest one of each is known.
    vectors = angles(0, 10, 21, 33, 90, 95)
    data = labelled(vectors, ["a", "a", "c", "c", "b", "b"])
    params = PARAMS.model_copy(update={"nearest": (1,), "pass_at": 1})
    found = measure(data, params)
    # 0 -> 10 right, 10 -> 0 right, 21 -> 10 wrong, 33 -> 21 right, b right twice.
    assert pick(found, "precision@1", "objects").value == pytest.approx(5 / 6)
    assert pick(found, "precision@1", "class c").value == 0.5
    assert pick(found, "precision@1", "class a").n == 2
    mistaken = [one for one in found if one.quantity == MISTAKEN]
    assert [(one.of, one.value, one.n) for one in mistaken] == [("c > a", 0.5, 2)]


def test_what_a_class_is_taken_for_makes_up_what_is_wrong() -> None:
    found = measure(noise(3, 30), PARAMS)
    for name in ("c0", "c1", "c2"):
        own = pick(found, "precision@5", f"class {name}").value
        taken = [one for one in found if one.of.startswith(f"{name} > ")]
        assert [one.value for one in taken] == sorted((one.value for one in taken), reverse=True)
        assert own + sum(one.value for one in taken) == pytest.approx(1)


def test_no_more_than_three_are_named_equal_ones_by_name() -> None:
    # All vectors are one: every class is taken for the five others in equal parts.
    data = labelled(np.ones((12, 2)), [f"c{one // 2}" for one in range(12)])
    found = measure(data, PARAMS)
    assert [one.of for one in found if one.of.startswith("c5 > ")] == [
        "c5 > c0", "c5 > c1", "c5 > c2",
    ]  # fmt: skip
    assert pick(found, MISTAKEN, "c5 > c0").value == pytest.approx(2 / 11)
    assert pick(found, "precision@5", "objects").value == pytest.approx(1 / 11)


def test_classes_of_one_item_do_not_ask_but_are_found() -> None:
    data = blobs(3, 6, dim=4)
    classes = data.classes.tolist()
    classes[0], classes[6] = "lone", "single"
    found = measure(labelled(data.vectors, classes), PARAMS)
    alone = pick(found, ALONE, "objects")
    assert (alone.value, alone.n, alone.note) == (2.0, 18, "lone, single")
    assert pick(found, "precision@5", "objects").n == 16
    assert ("precision@5", "class lone") not in quantities(found)
    # Of the five nearest of one of c0, four are its own and one is the lone one.
    assert pick(found, "precision@5", "class c0").value == pytest.approx(0.8)
    assert pick(found, MISTAKEN, "c0 > lone").value == pytest.approx(0.2)


def test_two_copies_alone_are_one_item() -> None:
    data = blobs(2, 6)
    classes = ["lone", "lone", *data.classes.tolist()[2:]]
    groups = ["copy", "copy", *data.groups.tolist()[2:]]
    found = measure(labelled(data.vectors, classes, groups=groups), PARAMS)
    assert pick(found, ALONE, "objects").value == 2


def test_the_most_that_could_be_had() -> None:
    found = measure(blobs(4, 4), PARAMS)
    # Three others of a class: three of five, three of ten.
    assert pick(found, f"{REACHABLE}5", "objects").value == pytest.approx(0.6)
    assert pick(found, f"{REACHABLE}10", "objects").value == pytest.approx(0.3)
    assert pick(found, "precision@5", "objects").value == pytest.approx(0.6)
    assert (f"{REACHABLE}1", "objects") not in quantities(found)


def test_where_there_are_fewer_candidates_than_k_all_of_them_are_what_could_be_had() -> None:
    found = measure(blobs(2, 3), PARAMS)
    # Five candidates in all, two of them right: the same at 5 and at 10.
    for k in (5, 10):
        assert pick(found, f"precision@{k}", "objects").value == pytest.approx(0.4)
        assert pick(found, f"{REACHABLE}{k}", "objects").value == pytest.approx(0.4)


def test_copies_of_one_group_never_count() -> None:
    rng = np.random.default_rng(5)
    base = rng.normal(size=(30, 6))
    classes = [f"c{one % 3}" for one in range(30)]
    groups = [f"g{one}" for one in range(30)]
    alone = measure(labelled(base, classes, groups=groups), PARAMS)
    # Each once more, in the same place: with its copy each would have one right answer.
    both = labelled(np.repeat(base, 2, axis=0), np.repeat(classes, 2), groups=np.repeat(groups, 2))
    one, two = (pick(each, "precision@1", "objects") for each in (alone, measure(both, PARAMS)))
    assert two.value == pytest.approx(one.value)
    # And they make no interval narrower, since a group is drawn as a whole.
    assert (two.low, two.high) == pytest.approx((one.low, one.high), abs=1e-6)


def test_altered_items_neither_ask_nor_answer() -> None:
    data = blobs(3, 6)
    altered = np.where(np.arange(18) % 6 == 0, 1.0, np.nan)
    classes = np.where(np.isfinite(altered), "x", data.classes)
    found = measure(labelled(data.vectors, classes.tolist(), targets={"noise": altered}), PARAMS)
    assert pick(found, "precision@1", "objects").value == 1
    assert pick(found, "precision@1", "objects").n == 15


@pytest.mark.parametrize(
    ("classes", "groups", "words"),
    [
        (["a", "b", "c", "d"], None, "no class has two items"),
        (["a", "a", "b", "b"], ["g", "g", "h", "h"], "no class has two items"),
        (["a", "a", "a", "a"], None, "all items are of one class"),
    ],
)
def test_without_two_of_a_class_and_two_classes_there_is_nothing_to_measure(
    classes, groups, words
) -> None:
    data = labelled(angles(0, 10, 20, 30), classes, groups=groups)
    with pytest.raises(NotApplicableError, match=words):
        measure(data, PARAMS)
