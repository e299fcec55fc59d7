import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.labelled import Labelled, labelled
from lib.semantics.measures import novelty
from lib.semantics.measures.novelty import TOO_FEW, measure
from tests.semantics.samples import PARAMS, pick, quantities


def stream(apart: float, known: int = 3, new: int = 4, size: int = 12) -> Labelled:
    """Known classes around their axes; new ones that lie `apart` from them, 0 to 1.

    Half of the known items are the reference.
    """
    rng = np.random.default_rng(0)
    axes = np.eye(known + new)
    mixed = axes[:known].mean(axis=0)
    centres = [*axes[:known], *(apart * axis + (1 - apart) * mixed for axis in axes[known:])]
    number = np.repeat(np.arange(known + new), size)
    vectors = np.array(centres)[number] + 0.05 * rng.normal(size=(len(number), known + new))
    reference = (number < known) & (np.arange(len(number)) % 2 == 0)
    return labelled(vectors, [f"c{one}" for one in number], reference=reference)


def with_score(score: np.ndarray, novel: np.ndarray) -> Labelled:
    """A stream whose pixels look as new as `score` says."""
    count = len(score)
    classes = [f"new {row % 6}" if one else f"c{row % 2}" for row, one in enumerate(novel)]
    return labelled(
        np.random.default_rng(0).normal(size=(count + 4, 3)),
        ["c0", "c1", "c0", "c1", *classes],
        reference=[True] * 4 + [False] * count,
        rivals={"PCA/novelty": [np.nan] * 4 + score.tolist(), "PCA/class": [1.0] * (count + 4)},
    )


def _numbers(found: list[Finding]) -> dict[str, float]:
    return {one.quantity: one.value for one in found if one.of == "PCA of pixels"}


def test_what_lies_far_away_stands_out() -> None:
    # The local outlier factor looks at 20 neighbours, which lie in one class only here.
    found = measure(stream(1.0, size=50), PARAMS)
    for method in ("nearest", "k-NN", "LOF", "supervised"):
        one = pick(found, "AUROC", method)
        assert (one.value, one.low, one.high, one.n) == (1.0, 1.0, 1.0, 275)
        for share in ("1%", "5%"):
            assert pick(found, f"AUPR at {share}", method).value == pytest.approx(1)
        held = pick(found, "threshold precision", method)
        assert held.value == 1
        assert held.low < 1
        assert held.note.startswith("threshold ")
        assert pick(found, "threshold recall", method).n == 100


def test_the_new_that_looks_known_does_not() -> None:
    rng = np.random.default_rng(3)
    data = labelled(
        rng.normal(size=(200, 3)), [f"c{one % 4}" for one in range(200)],
        reference=np.isin(np.arange(200) % 4, [0, 1]) & (np.arange(200) < 100),
    )  # fmt: skip
    found = measure(data, PARAMS)
    one = pick(found, "AUROC", "nearest")
    assert one.value == pytest.approx(0.5, abs=0.12)
    assert one.low < 0.5 < one.high


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(4, 30))
def test_areas_are_those_of_others_at_the_share(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    # Few values, so that there are ties.
    score, novel = rng.integers(0, 6, count).astype(float), np.arange(count) % 3 == 0
    few = PARAMS.model_copy(update={"resamples": 100})
    found = _numbers(measure(with_score(score, novel), few))
    assert found["AUROC"] == pytest.approx(roc_auc_score(novel, score))
    for share, name in ((0.01, "AUPR at 1%"), (0.05, "AUPR at 5%")):
        weight = np.where(novel, share / novel.sum(), (1 - share) / (~novel).sum())
        expected = average_precision_score(novel, score, sample_weight=weight)
        assert found[name] == pytest.approx(expected)


def test_a_draw_is_what_others_compute_with_its_weights() -> None:
    rng = np.random.default_rng(4)
    score, novel = rng.integers(0, 9, 40).astype(float), rng.random(40) < 0.3
    weights = rng.integers(1, 9, (3, 40)).astype(float)
    tpr, fpr = novelty._rates(score, novel, weights)
    areas = novelty._areas(tpr, fpr)
    expected = [roc_auc_score(novel, score, sample_weight=row) for row in weights]
    np.testing.assert_allclose(areas, expected)


def test_the_value_lies_in_its_interval() -> None:
    for one in measure(stream(0.25), PARAMS):
        if one.quantity.startswith("AU"):
            assert 0 <= one.low <= one.value <= one.high <= 1, one


def test_what_holds_on_one_half_may_not_on_the_other() -> None:
    novel = np.arange(120) < 60
    data = with_score(np.zeros(120), novel)
    part = data.take(~np.asarray(data.reference))
    chooses = novelty._half(part, novel, PARAMS.seed)
    # In the half that chooses the new stand out; in the other they are the last.
    score = np.where(novel == chooses, 1.0, 0.0) + np.arange(120) * 1e-6
    found = _numbers(measure(with_score(score, novel), PARAMS))
    assert found["threshold precision"] == 0
    assert found["threshold recall"] == 0
    held = pick(measure(with_score(score, novel), PARAMS), "threshold precision", "PCA of pixels")
    assert held.n == (~novel & ~chooses).sum()
    # And where both halves are alike, it does.
    found = _numbers(measure(with_score(novel * 1.0, novel), PARAMS))
    assert found["threshold precision"] == 1
    assert found["threshold recall"] == 1


def test_a_threshold_is_told_at_the_largest_share() -> None:
    novel = np.arange(400) < 200
    score = novel * 1.0
    data = with_score(score, novel)
    part = data.take(~np.asarray(data.reference))
    tells = ~novelty._half(part, novel, PARAMS.seed)
    # One false alarm among those that tell.
    score[np.flatnonzero(tells & ~novel)[0]] = 1.0
    found = _numbers(measure(with_score(score, novel), PARAMS))
    alarms = 1 / (tells & ~novel).sum()
    assert found["threshold precision"] == pytest.approx(0.05 / (0.05 + 0.95 * alarms))


def test_no_threshold_is_said_in_words() -> None:
    novel = np.arange(60) < 30
    found = measure(with_score(np.zeros(60), novel), PARAMS)
    held, caught = (
        pick(found, f"threshold {name}", "PCA of pixels") for name in ("precision", "recall")
    )
    assert np.isnan(held.value)
    assert caught.value == 0
    assert held.note == caught.note == "no threshold reaches precision 0.95"


def test_halves_share_neither_a_class_nor_a_group() -> None:
    data = stream(1.0, new=5)
    data = labelled(data.vectors, data.classes, groups=[f"g{one // 2}" for one in range(96)])
    novel = np.isin(data.classes, ["c3", "c4", "c5", "c6", "c7"])
    chooses = novelty._half(data, novel, 37)
    for part, units in ((novel, data.classes), (~novel, data.groups)):
        assert not set(units[part & chooses]) & set(units[part & ~chooses])
        whole = len(set(units[part]))
        assert len(set(units[part & chooses])) == whole // 2


def test_one_new_class_is_ranked_and_has_no_threshold() -> None:
    found = measure(stream(1.0, new=1), PARAMS)
    assert pick(found, "AUROC", "nearest").value == 1
    for name in ("threshold precision", "threshold recall"):
        one = pick(found, name, "nearest")
        assert np.isnan(one.value)
        assert one.note == TOO_FEW


def test_copies_of_what_is_known_are_no_stream() -> None:
    data = stream(1.0)
    assert data.reference is not None
    groups = data.groups.copy()
    # Twenty new items turn out to be copies of one that is known.
    groups[-20:] = groups[0]
    again = labelled(data.vectors, data.classes, groups=groups, reference=data.reference)
    assert pick(measure(again, PARAMS), "AUROC", "nearest").n == 46


def test_altered_items_are_no_stream() -> None:
    data = stream(1.0)
    angle = np.where(np.arange(len(data)) % 12 == 11, 3.0, np.nan)
    again = labelled(data.vectors, data.classes, reference=data.reference, targets={"a": angle})
    # One of each of the seven classes.
    assert pick(measure(again, PARAMS), "AUROC", "nearest").n == 66 - 7


def test_of_pixels_only_what_speaks_of_novelty_is_taken() -> None:
    novel = np.arange(30) < 10
    found = measure(with_score(np.arange(30.0), novel), PARAMS)
    methods = {of for _, of in quantities(found)}
    assert methods == {"nearest", "k-NN", "LOF", "supervised", "PCA of pixels"}


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (None, "nothing says which items are known"),
        ([False] * 6, "both known classes and new ones"),
        ([True] * 6, "both known classes and new ones"),
        ([True, False, True, False, False, True], "both known classes and new ones"),
        ([True, True, False, False, False, False], "both known classes and new ones"),
    ],
)
def test_without_a_reference_or_either_kind_it_is_not_measured(reference, words) -> None:
    data = labelled(np.eye(6), list("aabbcc"), reference=reference)
    with pytest.raises(NotApplicableError, match=words):
        measure(data, PARAMS)
