import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.catalogue.audit.samples import stream_table


def edited(path: Path, **columns: object) -> Path:
    """The sample with columns replaced, under another name."""
    other = path.with_name("edited.csv")
    pd.read_csv(path, dtype=str).assign(**columns).to_csv(other, index=False)
    return other


def test_estimate_finds_the_base_rate_from_the_sample_alone(call, stream, labelled, tmp_path):
    stream.unlink()
    out = tmp_path / "audit.json"
    code, printed, _ = call("estimate", labelled, "--out", out)
    assert code == 0
    result = json.loads(out.read_text())
    assert result["prevalence"] == pytest.approx(0.05, abs=0.02)
    assert result["prevalence_low"] < 0.05 < result["prevalence_high"]
    assert [band["labelled"] for band in result["bands"]] == [50, 50, 50]
    assert result["threshold_from"] == "labels"
    assert result["recommended_at_low"] is None
    assert f"Base rate {result['prevalence']:.2%}" in printed
    assert "these labels alone" in printed


def test_estimate_repicks_from_the_calibration(call, labelled, calibration, tmp_path):
    out = tmp_path / "audit.json"
    code, printed, _ = call(
        "estimate", labelled, "--calibration", calibration, "--min-precision", 0.9, "--out", out
    )
    assert code == 0
    result = json.loads(out.read_text())
    assert result["threshold_from"] == "calibration"
    at, low = result["recommended"], result["recommended_at_low"]
    assert at["base_rate"] == result["prevalence"]
    assert low["base_rate"] == result["prevalence_low"]
    assert low["threshold"] >= at["threshold"]
    truth = stream_table(200000, at["base_rate"], seed=5)
    flagged = truth[truth["score"] >= at["threshold"]]
    assert flagged["truth"].mean() == pytest.approx(0.9, abs=0.03)
    assert "calibration's TPR and FPR" in printed


def test_estimate_says_that_a_target_is_out_of_reach(call, labelled, tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"curve": {"thresholds": [0.5], "tpr": [1.0], "fpr": [1.0]}}))
    code, printed, _ = call("estimate", labelled, "--calibration", path)
    assert code == 0
    assert "no threshold reaches precision 0.95. The best is 0.0" in printed


def test_an_item_that_cannot_be_judged_may_be_left_out(call, labelled):
    pd.read_csv(labelled, dtype=str).drop(index=[0, 1, 2]).to_csv(labelled, index=False)
    code, printed, _ = call("estimate", labelled)
    assert code == 0
    assert "147 labels" in printed


def test_estimate_names_the_missing_labels(call, labelled):
    sample = pd.read_csv(labelled, dtype=str)
    sample.loc[[3, 7], "label"] = ""
    path = edited(labelled, label=sample["label"])
    code, _, errors = call("estimate", path)
    assert code == 2
    assert (
        f"2 of 150 rows have no label: '{sample['id'][3]}' (line 5), '{sample['id'][7]}'" in errors
    )


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("label", "2", "line 2: label is '2'; labels are 0 or 1"),
        ("label", "yes", "line 2: label is 'yes'; labels are 0 or 1"),
        ("label", "", "and 145 more"),
        ("band", "from 0.9 on", "outside their band"),
        ("score", "0.5", "outside their band"),
        ("band_size", "7", "more rows than items"),
        ("band_size", "many", "line 2: band_size is 'many'; it must be a number"),
        ("band_share", "0.2", "hold 60.0% of the stream"),
        ("band_edges", "a b", "band_edges is 'a b'"),
        ("band_edges", "0.9 0.7", "the edges of the bands must rise"),
    ],
)
def test_estimate_explains_a_bad_sample(call, labelled, tmp_path, column, value, words):
    out = tmp_path / "audit.json"
    code, _, errors = call("estimate", edited(labelled, **{column: value}), "--out", out)
    assert code == 2
    assert words in errors
    assert not out.exists()


def test_estimate_explains_a_band_whose_rows_are_gone_and_mixed_weeks(call, labelled):
    sample = pd.read_csv(labelled, dtype=str)
    sample[sample["band"] != "from 0.9 on"].to_csv(labelled, index=False)
    code, _, errors = call("estimate", labelled)
    assert code == 2
    assert "without rows: from 0.9 on" in errors
    sizes = np.where(np.arange(150) < 75, "5000", sample["band_size"])
    sample.assign(band_size=sizes).to_csv(labelled, index=False)
    code, _, errors = call("estimate", labelled)
    assert code == 2
    assert "several sizes" in errors


def test_estimate_takes_labels_as_a_spreadsheet_writes_them(call, labelled, tmp_path):
    sample = pd.read_csv(labelled, dtype=str)
    outs = []
    for words in (["0", "1"], ["0.0", " 1.0"], ["False", "True"]):
        path = edited(labelled, label=[words[int(one)] for one in sample["label"]])
        assert call("estimate", path, "--out", tmp_path / "audit.json")[0] == 0
        outs.append((tmp_path / "audit.json").read_text())
    assert len(set(outs)) == 1


@pytest.mark.parametrize(
    ("value", "words"), [("95", "did you mean 0.95?"), ("0", "between 0 and 1"), ("1", "between")]
)
def test_estimate_explains_a_bad_target(call, labelled, value, words):
    code, _, errors = call("estimate", labelled, "--min-precision", value)
    assert code == 2
    assert words in errors


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not valid JSON"),
        ("[]", "no JSON object"),
        ("{}", "no curve"),
        ('{"curve": {"thresholds": [0.9], "tpr": [1, 1], "fpr": [0]}}', "differ in length"),
        ('{"curve": {"thresholds": [], "tpr": [], "fpr": []}}', "at least 1 item"),
        ('{"curve": {"thresholds": ["a"], "tpr": [1], "fpr": [0]}}', "no curve"),
        ('{"curve": {"thresholds": [NaN], "tpr": [1], "fpr": [0]}}', "finite number"),
        ('{"threshold": {"schema_version": 2}}', "newer version"),
        ('{"threshold": {"schema_version": 1, "similarity": "l2"}}', "falls with likeness"),
    ],
)
def test_estimate_explains_a_bad_calibration(call, labelled, tmp_path, text, words):
    path = tmp_path / "calibration.json"
    path.write_text(text)
    code, _, errors = call("estimate", labelled, "--calibration", path)
    assert code == 2
    assert words in errors
