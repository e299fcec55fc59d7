import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.calibration.curves import curve
from lib.cli.audit import app
from lib.console import run


@pytest.fixture
def call(monkeypatch, capsys):
    """Run the sub-app as the command line does; returns exit code, output and errors."""

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["audit", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run(app)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called


def stream_table(n: int = 4000, base_rate: float = 0.05, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    true = np.arange(n) < n * base_rate
    scores = np.where(true, rng.normal(0.93, 0.04, n), rng.normal(0.58, 0.1, n))
    ids = [f"{number:05d}" for number in rng.permutation(n)]
    return pd.DataFrame({"id": ids, "score": scores, "truth": true.astype(int), "other": "x"})


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    path = tmp_path / "stream.csv"
    stream_table().to_csv(path, index=False)
    return path


def label(path: Path, truth: pd.DataFrame) -> None:
    """Fill the labels in, as a person who is always right."""
    sample = pd.read_csv(path, dtype=str)
    known = truth.set_index("id")["truth"]
    sample["label"] = known.loc[sample["id"]].to_numpy()
    sample.to_csv(path, index=False)


@pytest.fixture
def labelled(call, stream: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sample.csv"
    assert call("plan", stream, "--out", path)[0] == 0
    label(path, stream_table())
    return path


@pytest.fixture
def calibration(tmp_path: Path) -> Path:
    table = stream_table(40000, 0.5, seed=1)
    c = curve(*(table.loc[table["truth"] == truth, "score"] for truth in (1, 0)))
    parts = {"thresholds": c.thresholds, "tpr": c.tpr, "fpr": c.fpr}
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"curve": {key: part.tolist() for key, part in parts.items()}}))
    return path


def edited(path: Path, **columns: object) -> Path:
    """The sample with columns replaced, under another name."""
    other = path.with_name("edited.csv")
    pd.read_csv(path, dtype=str).assign(**columns).to_csv(other, index=False)
    return other


def test_plan_draws_fifty_of_each_band(call, stream, tmp_path):
    out = tmp_path / "sample.csv"
    code, printed, _ = call("plan", stream, "--out", out)
    assert code == 0
    assert "from 0.9 on" in printed
    sample = pd.read_csv(out, dtype={"id": str})
    assert list(sample.columns) == [
        "id", "score", "band", "band_share", "band_size", "band_edges", "label",
    ]  # fmt: skip
    assert sample["label"].isna().all()
    assert sample["id"].str.len().eq(5).all()
    assert sample["id"].is_unique
    counts = sample["band"].value_counts()
    assert counts.to_dict() == {"below 0.7": 50, "0.7 to 0.9": 50, "from 0.9 on": 50}
    scores = stream_table().set_index("id")["score"]
    np.testing.assert_array_equal(scores.loc[sample["id"]], sample["score"])
    sizes = np.histogram(scores, [-np.inf, 0.7, 0.9, np.inf])[0]
    found = sample.drop_duplicates("band").set_index("band")
    assert found.loc[["below 0.7", "0.7 to 0.9", "from 0.9 on"], "band_size"].tolist() == [*sizes]
    assert found["band_share"].sum() == pytest.approx(1, abs=1e-12)


def test_plan_depends_on_the_seed_and_not_on_order_or_format(call, stream, tmp_path):
    shuffled = tmp_path / "stream.parquet"
    stream_table().sample(frac=1, random_state=3).to_parquet(shuffled)
    outs = []
    for number, (path, seed) in enumerate([(stream, 0), (shuffled, 0), (stream, 1)]):
        out = tmp_path / f"sample{number}.csv"
        assert call("plan", path, "--out", out, "--seed", seed)[0] == 0
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] != outs[2]


def test_plan_by_variance_spends_the_budget(call, stream, labelled, tmp_path):
    out = tmp_path / "next.csv"
    arguments = ["plan", stream, "--out", out, "--budget", 100, "--previous", labelled]
    assert call(*arguments)[0] == 0
    counts = pd.read_csv(out)["band"].value_counts()
    assert counts.sum() == 100
    assert counts.min() >= 2
    assert counts.nunique() > 1


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


def result(tmp_path: Path, name: str, positives: list[int], **changes: object) -> Path:
    bands = [
        {"band": band, "size": 1000, "labelled": 50, "positives": k,
         "rate": k / 50, "low": 0.0, "high": 1.0}
        for band, k in zip(["below 0.7", "0.7 to 0.9", "from 0.9 on"], positives, strict=True)
    ]  # fmt: skip
    value = {
        "schema_version": 1, "bands": bands, "prevalence": 0.05, "prevalence_low": 0.01,
        "prevalence_high": 0.1, "confidence": 0.95, "min_precision": 0.95,
        "threshold_from": "labels",
        "recommended": {"base_rate": 0.05, "threshold": None, "recall": None},
        "recommended_at_low": None,
    }  # fmt: skip
    path = tmp_path / name
    path.write_text(json.dumps(value | changes))
    return path


@pytest.mark.parametrize(
    ("this", "code", "words"),
    [
        (45, 0, "Quiet"),
        (41, 0, "Quiet"),
        (40, 1, "alone do not carry it"),
        (20, 1, "50 and 50 labels carry it"),
        (50, 0, "+10.0%"),
    ],
)
def test_watch_rings_by_exit_code(call, tmp_path, this, code, words):
    last = result(tmp_path, "last.json", [0, 10, 45])
    now = result(tmp_path, "this.json", [9, 10, this])
    got, printed, _ = call("watch", last, now)
    assert got == code
    assert words in printed
    assert ("ALARM" in printed) == (code == 1)
    assert "+0.180" in printed


def test_watch_takes_another_alarm(call, tmp_path):
    paths = [result(tmp_path, f"{k}.json", [0, 10, k]) for k in (45, 43)]
    assert call("watch", *paths)[0] == 0
    assert call("watch", *paths, "--alarm", 0.04)[0] == 1


def test_watch_reads_what_estimate_writes(call, labelled, tmp_path):
    out = tmp_path / "audit.json"
    call("estimate", labelled, "--out", out)
    assert call("watch", out, out)[0] == 0


STREAMS = {
    "id,score\n": "no rows",
    "": "is empty",
    "name,value\na,0.5\n": "lacks the columns id, score; it has name, value",
    "id;score\na;0,5\n": "it has id;score",
    "id,score\na,0.5\nb,nan\n": "'b' (row 3)",
    "id,score\na,0.5\nb,inf\n": "no finite number as score",
    "id,score\na,0.5\nb,high\nc,\n": "2 of 3 rows",
    "id,score\na,0.5\na,0.6\n": "share their id",
    "id,score\na,0.5\n,0.6\n": "have no id",
    "id,score\na,0.5\nb,0.6,7,8\n": "cannot be read",
}


@pytest.mark.parametrize("text", STREAMS)
def test_plan_explains_a_bad_stream(call, tmp_path, text):
    path, out = tmp_path / "stream.csv", tmp_path / "sample.csv"
    path.write_text(text)
    code, _, errors = call("plan", path, "--out", out)
    assert code == 2
    assert STREAMS[text] in errors
    assert "hint:" in errors
    assert not list(tmp_path.glob("*sample*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bands", "0.9,0.7"], "do not rise"),
        (["--bands", "0.7,0.7"], "do not rise"),
        (["--bands", "a,b"], "are not numbers"),
        (["--bands", "nan"], "do not rise"),
        (["--budget", "100"], "go together"),
        (["--per-band", "1"], "--per-band"),
    ],
)
def test_plan_explains_bad_options(call, stream, tmp_path, arguments, words):
    code, _, errors = call("plan", stream, "--out", tmp_path / "sample.csv", *arguments)
    assert code == 2
    assert words in errors
    assert not (tmp_path / "sample.csv").exists()


def test_plan_explains_a_missing_file_and_a_small_budget(call, stream, labelled, tmp_path):
    code, _, errors = call("plan", tmp_path / "no.csv", "--out", tmp_path / "s.csv")
    assert code == 2
    assert "no.csv cannot be read" in errors
    arguments = ["--budget", 5, "--previous", labelled]
    code, _, errors = call("plan", stream, "--out", tmp_path / "s.csv", *arguments)
    assert code == 2
    assert "at least 6" in errors


def test_plan_points_out_a_band_without_items(call, stream, tmp_path):
    code, printed, _ = call("plan", stream, "--out", tmp_path / "s.csv", "--bands", "0.7,0.9,1.5")
    assert code == 0
    assert "No item scores from 1.5 on" in printed
    label(tmp_path / "s.csv", stream_table())
    code, _, _ = call("estimate", tmp_path / "s.csv", "--out", tmp_path / "audit.json")
    assert code == 0
    code, _, errors = call("watch", tmp_path / "audit.json", tmp_path / "audit.json")
    assert code == 2
    assert "has no labels" in errors


def test_plan_does_not_overwrite_labels(call, stream, labelled):
    before = labelled.read_bytes()
    code, _, errors = call("plan", stream, "--out", labelled)
    assert code == 2
    assert "already holds 150 labels" in errors
    assert labelled.read_bytes() == before


def test_estimate_names_the_missing_labels(call, labelled):
    sample = pd.read_csv(labelled, dtype=str)
    sample.loc[[3, 7], "label"] = ""
    path = edited(labelled, label=sample["label"])
    code, _, errors = call("estimate", path)
    assert code == 2
    assert (
        f"2 of 150 rows have no label: '{sample['id'][3]}' (row 5), '{sample['id'][7]}'" in errors
    )


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("label", "2", "not 0 or 1"),
        ("label", "yes", "not 0 or 1"),
        ("label", "", "and 145 more"),
        ("band", "from 0.9 on", "outside their band"),
        ("score", "0.5", "outside their band"),
        ("band_size", "7", "more rows than items"),
        ("band_size", "many", "no finite number as band_size"),
        ("band_share", "0.2", "hold 60.0% of the stream"),
        ("band_edges", "a b", "band_edges is 'a b'"),
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
        ('{"curve": {"thresholds": [], "tpr": [], "fpr": []}}', "differ in length"),
        ('{"curve": {"thresholds": ["a"], "tpr": [1], "fpr": [0]}}', "no curve"),
        ('{"curve": {"thresholds": [NaN], "tpr": [1], "fpr": [0]}}', "not finite"),
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


def test_watch_explains_bad_results(call, tmp_path):
    good = result(tmp_path, "good.json", [0, 10, 45])
    bad = {
        "newer.json": ({"schema_version": 2}, "newer version"),
        "older.json": ({"schema_version": None}, "schema_version None"),
        "odd.json": ({"surprise": 1}, "surprise"),
        "none.json": ({"bands": []}, "bands"),
    }
    for name, (changes, words) in bad.items():
        code, _, errors = call("watch", good, result(tmp_path, name, [0, 10, 45], **changes))
        assert code == 2, name
        assert words in errors
    more = result(tmp_path, "more.json", [0, 10, 51])
    code, _, errors = call("watch", good, more)
    assert code == 2
    assert "positives <= labelled" in errors
    for name, text, words in (
        ("a.json", "{}", "no key 'bands'"),
        ("b.json", "no", "not valid JSON"),
    ):
        (tmp_path / name).write_text(text)
        code, _, errors = call("watch", tmp_path / name, good)
        assert code == 2
        assert words in errors
    code, _, errors = call("watch", good, tmp_path / "absent.json")
    assert (code, "absent.json cannot be read" in errors) == (2, True)


def test_watch_refuses_other_bands(call, stream, labelled, tmp_path):
    call("estimate", labelled, "--out", tmp_path / "last.json")
    other = tmp_path / "other.csv"
    call("plan", stream, "--out", other, "--bands", "0.6,0.9")
    label(other, stream_table())
    call("estimate", other, "--out", tmp_path / "this.json")
    code, _, errors = call("watch", tmp_path / "last.json", tmp_path / "this.json")
    assert code == 2
    assert "different bands" in errors
