import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.sections import PairsParams
from lib.thresholds.pairs import describe_pairs, halves, list_pairs, pair_manifest, score_pairs
from tests.thresholds.sweep.samples import NO_DUPLICATES, manifest, vectors

PARAMS = PairsParams(negatives=36)


def test_every_pair_is_listed_once() -> None:
    pairs = list_pairs(manifest(), NO_DUPLICATES, PARAMS)
    assert pairs.groupby("kind").size().to_dict() == {
        "cross": 3 * 12 * 12,
        "same": 3 * 66,
        "twin": 36 * 5,
    }
    assert not pairs.duplicated(["object_a", "object_b"]).any()
    false = pairs[pairs["kind"] != "twin"]
    classes = [false[f"object_{side}"].str.split("/").str[0] for side in "ab"]
    assert ((classes[0] == classes[1]) == (false["kind"] == "same")).all()
    assert not false["object_b"].str.contains(".r", regex=False).any()


def test_twins_come_rung_by_rung_with_their_own_original() -> None:
    pairs = list_pairs(manifest(), NO_DUPLICATES, PARAMS)
    twins = pairs[pairs["kind"] == "twin"]
    assert twins["rung"].is_monotonic_increasing
    expected = twins["object_a"] + ".r" + twins["rung"].astype(str)
    assert (twins["object_b"] == expected).all()


def test_the_manifest_is_balanced() -> None:
    objects = manifest()
    table = pair_manifest(list_pairs(objects, NO_DUPLICATES, PARAMS), objects)
    assert table["label"].tolist() == [1] * 36 + [0] * 36
    assert table["pair_id"].tolist()[35:38] == ["p0035", "n0000", "n0001"]
    positives, negatives = table[table["label"] == 1], table[table["label"] == 0]
    assert positives["object_b"].str.endswith(".r1").all()
    assert (positives["class_a"] == positives["class_b"]).all()
    assert (negatives["class_a"] != negatives["class_b"]).all()


def test_near_duplicates_are_no_negatives() -> None:
    duplicates = pd.DataFrame({"item_a": ["bed/bed_000"], "item_b": ["chair/chair_003"]})
    pairs = list_pairs(manifest(), duplicates, PARAMS)
    both = pairs["object_a"].eq("bed/bed_000") & pairs["object_b"].eq("chair/chair_003")
    assert not both.any()
    assert (pairs["kind"] == "cross").sum() == 3 * 12 * 12 - 1


def test_one_class_has_no_cross_class_pairs_and_one_object_none_at_all() -> None:
    pairs = list_pairs(manifest(5, ("bed",)), NO_DUPLICATES, PARAMS)
    assert set(pairs["kind"]) == {"twin", "same"}
    with pytest.raises(BenchError, match="1 calibration objects make no pair"):
        list_pairs(manifest(1, ("bed",)), NO_DUPLICATES, PARAMS)


def test_scores_follow_the_pairs() -> None:
    objects = manifest()
    pairs, matrix = list_pairs(objects, NO_DUPLICATES, PARAMS), vectors(objects)
    scores = score_pairs(pairs, objects, matrix)
    place = dict(zip(objects["object_id"], matrix, strict=True))
    for row in (0, 77, len(pairs) - 1):
        a, b = place[pairs["object_a"][row]], place[pairs["object_b"][row]]
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        assert scores["cosine"][row] == pytest.approx(cosine)
        assert scores["l2"][row] == pytest.approx(np.linalg.norm(a - b))


def test_halves_share_no_object() -> None:
    pairs = list_pairs(manifest(), NO_DUPLICATES, PARAMS)
    sides = halves(pairs, np.random.default_rng(0))
    seen = [
        set(pairs.loc[side, ["object_a", "object_b"]].to_numpy().ravel().tolist()) for side in sides
    ]
    assert not seen[0] & seen[1]
    for side in sides:
        assert (pairs[side]["kind"] == "twin").sum() == 18 * 5
        assert {"cross", "same"} <= set(pairs[side]["kind"])


def test_description_counts() -> None:
    pairs = list_pairs(manifest(), NO_DUPLICATES, PARAMS)
    facts = describe_pairs(
        pairs, Params(corpora=("folder",), encoders=("hog_multiview", "zernike3d"))
    )
    assert facts["n_objects"] == 36
    assert facts["n_twins"] == {f"r{rung}": 36 for rung in range(1, 6)}
    assert [one["n_pairs"] for one in facts["negatives"]] == [36, 432, 198]
