import multiprocessing
import time

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from lib.catalogue import DecisionLog, Scores, Threshold, precision_by_threshold
from lib.catalogue.decision_log import COLUMNS
from lib.core.errors import BenchError


def make(value):
    return Threshold(
        value=value,
        similarity="cosine",
        encoder=None,
        weights_sha256=None,
        base_rate=0.05,
        min_precision=0.95,
        confidence=None,
        made_from="b",
    )


def decide(folder, value, names, values):
    scores = Scores(np.asarray(values), "cosine")
    return make(value).decide(scores, log=DecisionLog(folder), ids=names)


def _worker(job):
    folder, number = job
    for turn in range(5):
        decide(folder, 0.5, [f"{number}-{turn}"], [0.7])


def test_every_decision_is_logged_with_the_threshold_in_force(tmp_path):
    decide(tmp_path, 0.5, ["b", "a"], [0.6, 0.4])
    decide(tmp_path, 0.9, ["c"], [0.6])
    found = DecisionLog(tmp_path).read()
    assert tuple(found.columns) == COLUMNS
    assert found["id"].tolist() == ["b", "a", "c"]
    assert found["flagged"].tolist() == [True, False, False]
    assert found["threshold"].tolist() == [0.5, 0.5, 0.9]
    assert found["threshold_id"].nunique() == 2
    assert found["encoder"].isna().all()
    assert found["decided_at"].is_monotonic_increasing
    assert str(found["decided_at"].dt.tz) == "UTC"
    pd.testing.assert_frame_equal(found, DecisionLog(tmp_path).read())


@pytest.mark.slow
def test_parts_of_many_processes_never_collide(tmp_path):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        other = pool.map_async(_worker, [(tmp_path, number) for number in (0, 1)])
        # A process takes seconds to start: write once it writes, too.
        while not (any(tmp_path.iterdir()) or other.ready()):
            time.sleep(0.01)
        for number in (2, 3):
            _worker((tmp_path, number))
        other.get()
    assert len(list(tmp_path.glob("*.parquet"))) == 20
    assert DecisionLog(tmp_path).read()["id"].nunique() == 20


def test_an_interrupted_write_leaves_no_part(tmp_path, monkeypatch):
    decide(tmp_path, 0.5, ["a"], [0.6])

    def broken(_table, path, **_options):
        path.write_bytes(b"PAR1 half")
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", broken)
    with pytest.raises(KeyboardInterrupt):
        decide(tmp_path, 0.5, ["b"], [0.6])
    assert len(list(tmp_path.iterdir())) == 1
    assert DecisionLog(tmp_path).read()["id"].tolist() == ["a"]


def test_an_empty_folder_is_an_empty_log_and_a_broken_part_is_named(tmp_path):
    empty = DecisionLog(tmp_path).read()
    assert tuple(empty.columns) == COLUMNS
    assert len(empty) == 0
    assert len(precision_by_threshold(empty, {})) == 0
    (tmp_path / "x.parquet").write_bytes(b"no")
    with pytest.raises(BenchError, match=r"x\.parquet is no part"):
        DecisionLog(tmp_path).read()
    with pytest.raises(BenchError, match="no decision log"):
        DecisionLog(tmp_path / "none").read()


def test_precision_is_split_by_the_threshold_in_force(tmp_path):
    names = [f"p{i}" for i in range(12)]
    decide(tmp_path, 0.5, names, [0.6] * 10 + [0.1, 0.2])
    decide(tmp_path, 0.9, names, [0.6] * 12)
    labels = dict(zip(names, [1] * 8 + [0] * 4, strict=True))
    found = precision_by_threshold(DecisionLog(tmp_path).read(), labels)
    assert found["threshold"].tolist() == [0.5, 0.9]
    assert found["n_flagged"].tolist() == [10, 0]
    assert found["n_labelled"].tolist() == [10, 0]
    first = found.iloc[0]
    assert first["precision"] == 0.8
    # Clopper-Pearson for 8 of 10, as R's binom.test gives it.
    assert first["precision_low"] == pytest.approx(0.4439045, abs=1e-6)
    assert first["precision_high"] == pytest.approx(0.9747893, abs=1e-6)
    assert np.isnan(found.iloc[1]["precision"])
    assert found.iloc[1][["precision_low", "precision_high"]].tolist() == [0, 1]


def test_a_repeated_decision_counts_once(tmp_path):
    # One threshold: another one, made a second later, has another id.
    threshold, scores = make(0.5), Scores(np.array([0.6, 0.7]), "cosine")
    for _ in range(3):
        threshold.decide(scores, log=DecisionLog(tmp_path), ids=["a", "b"])
    found = precision_by_threshold(DecisionLog(tmp_path).read(), {"a": 1})
    assert found["n_flagged"].tolist() == [2]
    assert found["n_labelled"].tolist() == [1]
    with pytest.raises(BenchError, match="label of 'a' is 2"):
        precision_by_threshold(DecisionLog(tmp_path).read(), {"a": 2})
