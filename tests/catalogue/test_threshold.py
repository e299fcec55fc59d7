import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalogue import DecisionLog, Scores, Threshold
from lib.core.errors import BenchError

SHA = "a" * 64


def make(**changes):
    values = {
        "value": 0.9,
        "similarity": "cosine",
        "encoder": "clip",
        "weights_sha256": SHA,
        "base_rate": 0.05,
        "min_precision": 0.95,
        "confidence": 0.95,
        "made_from": "b" * 64,
    }
    return Threshold(**{**values, **changes})


def scores(values, similarity="cosine", encoder="clip", weights=SHA):
    return Scores(np.asarray(values), similarity, encoder, weights)


def test_a_pair_at_the_threshold_is_flagged_in_either_direction():
    assert make().decide(scores([0.89, 0.9, 0.91])).tolist() == [False, True, True]
    lower = make(similarity="l2")
    assert lower.decide(scores([0.89, 0.9, 0.91], "l2")).tolist() == [True, True, False]
    assert make(similarity="distance").decide(scores([-3, 1], "distance")).tolist() == [True, False]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"encoder": "dinov2"}, "for encoder clip, the scores are of encoder dinov2"),
        ({"encoder": None}, "of encoder unknown"),
        ({"weights": "c" * 64}, "weights_sha256"),
        ({"similarity": "l2_unit"}, "for similarity cosine"),
    ],
)
def test_scores_of_something_else_are_refused(changes, words):
    with pytest.raises(BenchError, match=words):
        make().decide(scores([0.5], **changes))


def test_bare_numbers_are_refused_with_the_way_out():
    with pytest.raises(BenchError, match=r"got ndarray(?s:.)*Scores\(values, similarity='cosine'"):
        make().decide(np.array([0.5]))


@given(st.floats(-1, 1), st.one_of(st.none(), st.floats(0.01, 0.99)), st.sampled_from([None, "x"]))
def test_json_gives_an_equal_record(value, confidence, encoder):
    record = make(value=value, confidence=confidence, encoder=encoder)
    assert Threshold.from_json(record.to_json()) == record
    wrapped = json.dumps({"schema_version": 1, "threshold": json.loads(record.to_json())})
    assert Threshold.from_json(wrapped) == record


def test_a_file_gives_an_equal_record(tmp_path):
    record = make()
    record.save(tmp_path / "t.json")
    assert Threshold.load(tmp_path / "t.json") == record
    assert [path.name for path in tmp_path.iterdir()] == ["t.json"]
    with pytest.raises(BenchError, match="cannot be read"):
        Threshold.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema_version": 2}, r"newer version(?s:.)*upgrade"),
        ({"schema_version": "1"}, "must be 1"),
        ({"surprise": 1}, "unknown key 'surprise'"),
        ({"made_from": None, "_drop": "made_from"}, "the key 'made_from' is missing"),
        ({"value": "high"}, "value: "),
        ({"base_rate": 5}, "base_rate: "),
        ({"made_at": "2026-01-01T00:00:00"}, "made_at: "),
    ],
)
def test_a_record_that_is_not_understood_is_refused_by_key(change, words):
    values = {**json.loads(make().to_json()), **change}
    values.pop(values.pop("_drop", ""), None)
    with pytest.raises(BenchError, match=words):
        Threshold.from_json(json.dumps(values))


@pytest.mark.parametrize("text", ["", "{", "[]", "1"])
def test_what_is_no_record_is_refused(text):
    with pytest.raises(BenchError, match=r"not valid JSON|no JSON object"):
        Threshold.from_json(text)


def test_a_record_is_stamped_with_the_source_date(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert '"made_at": "2023-11-14T22:13:20Z"' in make().to_json()
    assert make().id == make().id
    assert make().id != make(value=0.91).id
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BenchError, match="SOURCE_DATE_EPOCH"):
        make()


@pytest.mark.parametrize("ids", [None, ["a"], "ab"])
def test_a_log_needs_an_id_a_pair(tmp_path, ids):
    log = DecisionLog(tmp_path / "log")
    with pytest.raises(BenchError, match="one id a pair"):
        make().decide(scores([0.1, 0.2]), log=log, ids=ids)
    assert not (tmp_path / "log").exists()


def test_what_the_rate_is_a_share_of_is_part_of_the_record():
    pairs, candidates = make(), make(rate_of="candidates", made_at=make().made_at)
    assert pairs.rate_of == "pairs"
    assert pairs.id != candidates.id
    for record in (pairs, candidates):
        assert Threshold.from_json(record.to_json()) == record
    older = json.loads(pairs.to_json())
    del older["rate_of"]
    assert Threshold.from_json(json.dumps(older)) == pairs
    with pytest.raises(BenchError, match="rate_of"):
        Threshold.from_json(json.dumps(older | {"rate_of": "items"}))
