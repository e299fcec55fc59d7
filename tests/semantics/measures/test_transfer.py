from dataclasses import replace

import numpy as np
import pytest

from lib.semantics.finding import NotApplicableError
from lib.semantics.labelled import Labelled, labelled
from lib.semantics.measures import transfer
from lib.semantics.measures.transfer import measure, rivals, scores
from tests.semantics.samples import PARAMS, blobs, noise, pick, quantities


def altered(count: int = 60, dim: int = 4, seed: int = 0, **targets: np.ndarray) -> Labelled:
    """Copies, two a group, with random vectors of length 1."""
    vectors = np.random.default_rng(seed).normal(size=(count, dim))
    groups = [f"g{one // 2:02d}" for one in range(count)]
    classes = [f"c{one // 2 % 3}" for one in range(count)]
    return labelled(vectors, classes, groups=groups, targets=targets)


def test_separable_classes_are_told() -> None:
    found = measure(blobs(3, 15), PARAMS)
    one = pick(found, "accuracy", "class")
    assert (one.value, one.high, one.n) == (1.0, 1.0, 45)
    assert one.low < 1
    assert quantities(found) == {("accuracy", "class"), ("accuracy", "class by a dummy")}


def test_the_dummy_names_the_most_frequent_class() -> None:
    data = noise(2, 20)
    classes = ["a"] * 28 + ["b"] * 12
    found = measure(labelled(data.vectors, classes), PARAMS)
    assert pick(found, "accuracy", "class by a dummy").value == pytest.approx(0.7)


def test_noise_tells_no_class() -> None:
    one = pick(measure(noise(4, 40, dim=3), PARAMS), "accuracy", "class")
    assert one.value == pytest.approx(0.25, abs=0.1)
    assert one.low < 0.25 < one.high


def test_a_target_that_is_linear_in_the_vectors_is_told() -> None:
    data = altered(120)
    target = data.vectors @ [3.0, -2.0, 1.0, 0.5]
    known = altered(120, angle=target)
    one = pick(measure(known, PARAMS), "R2", "angle")
    assert one.value > 0.95
    assert one.low > 0.9
    assert one.high <= 1
    assert one.n == 120
    assert pick(measure(known, PARAMS), "R2", "angle by a dummy").value == 0


def test_a_target_that_is_noise_is_not() -> None:
    known = altered(120, angle=np.random.default_rng(7).normal(size=120))
    one = pick(measure(known, PARAMS), "R2", "angle")
    assert one.value < 0.02
    assert one.low < 0


def test_r2_is_that_of_the_errors() -> None:
    target = np.random.default_rng(8).normal(size=60)
    data = altered(angle=target)
    error = scores(data.vectors, data, PARAMS)["angle"]
    one = pick(measure(data, PARAMS), "R2", "angle")
    assert one.value == pytest.approx(1 - error.mean() / target.var())


def test_nothing_leaks_between_copies() -> None:
    # A vector that says the group and nothing else; the target is drawn by group.
    count, groups = 80, 20
    number = np.repeat(np.arange(groups), count // groups)
    target = np.random.default_rng(3).normal(size=groups)[number]
    classes = [f"c{one}" for one in np.random.default_rng(4).integers(0, 2, groups)[number]]
    names = [f"g{one:02d}" for one in number]
    vectors = np.eye(groups)[number]
    copies = labelled(vectors, classes, groups=names, targets={"angle": target})
    assert pick(measure(copies, PARAMS), "R2", "angle").value <= 0
    as_they_stand = labelled(vectors, classes, groups=names)
    told = pick(measure(as_they_stand, PARAMS), "accuracy", "class").value
    assert told <= pick(measure(as_they_stand, PARAMS), "accuracy", "class by a dummy").value
    # Were each copy of its own, both would be learned by heart.
    alone = labelled(vectors, classes, targets={"angle": target})
    assert pick(measure(alone, PARAMS), "R2", "angle").value > 0.8
    alone = labelled(vectors, classes)
    assert pick(measure(alone, PARAMS), "accuracy", "class").value == 1


def test_class_is_asked_of_items_as_they_stand_and_severity_of_copies() -> None:
    data = blobs(3, 20)
    angle = np.where(np.arange(60) % 2, data.vectors[:, 0], np.nan)
    found = scores(data.vectors, labelled(data.vectors, data.classes, targets={"a": angle}), PARAMS)
    assert list(found) == ["class", "a"]
    np.testing.assert_array_equal(np.isfinite(found["class"]), np.isnan(angle))
    np.testing.assert_array_equal(np.isfinite(found["a"]), np.isfinite(angle))


def test_more_numbers_than_items_change_nothing_of_what_a_linear_model_sees() -> None:
    rng = np.random.default_rng(5)
    plane = rng.normal(size=(30, 4)) + 2 * np.eye(4)[np.arange(30) % 3]
    wide = plane @ np.linalg.qr(rng.normal(size=(60, 60)))[0][:4] * np.sqrt(60 / 4)
    known = np.arange(30) % 3
    ask = rng.normal(size=(20, 4))
    spread = ask @ (np.linalg.pinv(plane) @ wide)
    # A turn of the axes leaves the penalty, and so the model, as it is.
    scaled = np.sqrt(60 / 4)
    told = transfer._classified(plane * scaled, known, ask * scaled)
    np.testing.assert_array_equal(transfer._classified(wide, known, spread), told)


def test_a_row_gains_nothing_over_itself() -> None:
    data = altered(80, angle=np.random.default_rng(1).normal(size=80))
    plain = noise(3, 20)
    for one, tasks in ((data, ["angle"]), (plain, ["class"])):
        same = rivals({"HOG": one.vectors}, one, PARAMS)
        assert list(same) == [f"HOG/{task}" for task in tasks]
        both = replace(one, rivals=same)
        found = [each for each in measure(both, PARAMS) if each.quantity.startswith("gain")]
        assert [(each.of, each.value, each.low, each.high) for each in found] == [
            (f"{tasks[0]} over HOG", 0.0, 0.0, 0.0)
        ]
        assert found[0].note == "no gain"


def test_a_gain_is_the_difference_of_the_levels() -> None:
    target = altered(120).vectors @ [1.0, 2.0, 0.0, 0.0]
    data = altered(120, angle=target)
    rival = rivals({"thumb": altered(120, seed=9).vectors}, data, PARAMS)
    both = labelled(
        data.vectors, data.classes, groups=data.groups, targets=data.targets, rivals=rival
    )
    found = measure(both, PARAMS)
    gain = pick(found, "gain in R2", "angle over thumb")
    theirs = 1 - rival["thumb/angle"].mean() / target.var()
    assert gain.value == pytest.approx(pick(found, "R2", "angle").value - theirs)
    assert gain.low > 0
    assert gain.note == ""
    # And the other way round it is none, in words.
    turned = labelled(
        altered(120, seed=9).vectors, data.classes, groups=data.groups, targets=data.targets,
        rivals=rivals({"rows": data.vectors}, data, PARAMS),
    )  # fmt: skip
    lost = pick(measure(turned, PARAMS), "gain in R2", "angle over rows")
    assert lost.value == pytest.approx(-gain.value, abs=1e-9)
    assert lost.note == "no gain"


def test_items_without_a_rival_are_left_out_of_the_gain_alone() -> None:
    data = noise(2, 20)
    own = scores(data.vectors, data, PARAMS)["class"]
    rival = np.where(np.arange(40) % 4 == 0, np.nan, 0.0)
    both = labelled(data.vectors, data.classes, rivals={"HOG/class": rival})
    found = measure(both, PARAMS)
    gain = pick(found, "gain in accuracy", "class over HOG")
    assert gain.n == 30
    assert gain.value == pytest.approx(own[np.isfinite(rival)].mean())
    assert pick(found, "accuracy", "class").n == 40


def test_names_of_targets_may_have_a_slash() -> None:
    target = np.random.default_rng(1).normal(size=40)
    data = altered(40, **{"noise/scan": target})
    both = labelled(
        data.vectors, data.classes, groups=data.groups, targets=data.targets,
        rivals=rivals({"HOG": data.vectors}, data, PARAMS),
    )  # fmt: skip
    assert ("gain in R2", "noise/scan over HOG") in quantities(measure(both, PARAMS))


def test_constant_vectors_tell_the_most_frequent_class_and_the_mean() -> None:
    classes = ["a"] * 25 + ["b"] * 15
    found = measure(labelled(np.ones((40, 3)), classes), PARAMS)
    assert pick(found, "accuracy", "class").value == pytest.approx(25 / 40)
    target = np.random.default_rng(2).normal(size=40)
    found = measure(labelled(np.ones((40, 3)), classes, targets={"angle": target}), PARAMS)
    assert -0.3 < pick(found, "R2", "angle").value <= 0


@pytest.mark.parametrize("value", [np.nan, 0.5])
def test_a_target_that_never_changes_is_no_task(value: float) -> None:
    data = blobs(2, 20)
    never = np.where(np.arange(40) % 2, value, np.nan)
    found = measure(labelled(data.vectors, data.classes, targets={"angle": never}), PARAMS)
    assert quantities(found) == {("accuracy", "class"), ("accuracy", "class by a dummy")}


def test_fewer_groups_than_folds_are_too_few() -> None:
    data = blobs(2, 20)
    groups = [f"g{one % 4}" for one in range(40)]
    with pytest.raises(NotApplicableError, match="fewer than 5 groups"):
        measure(labelled(data.vectors, data.classes, groups=groups), PARAMS)


def test_a_class_that_lies_in_one_group_is_met_unlearned() -> None:
    data = blobs(3, 12)
    groups = ["whole" if one == "c2" else str(row) for row, one in enumerate(data.classes)]
    found = measure(labelled(data.vectors, data.classes, groups=groups), PARAMS)
    assert pick(found, "accuracy", "class").value == pytest.approx(24 / 36)
