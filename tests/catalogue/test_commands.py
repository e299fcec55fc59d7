import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import trimesh

from lib.catalogue import DecisionLog, Scores, Threshold, precision_by_threshold
from lib.catalogue.calibration_json import read_curve
from lib.catalogue.commands import calibrate_command
from lib.core.console import run


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    """Run the command as the command line does; returns exit code, output and errors."""

    def called(*arguments: object, out: Path = tmp_path / "out") -> tuple[int, str, str]:
        place = ["--out", str(out)]
        monkeypatch.setattr(sys, "argv", ["calibrate", *map(str, arguments), *place])
        with pytest.raises(SystemExit) as end:
            run(calibrate_command)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called


def table(n=300, m=20000):
    rng = np.random.default_rng(8)
    scores = np.concatenate([rng.beta(60, 2, n), rng.beta(12, 4, m)]).round(6)
    return pd.DataFrame({"score": scores, "label": np.repeat([1, 0], [n, m])})


@pytest.fixture
def scores(tmp_path) -> Path:
    path = tmp_path / "scores.csv"
    table().to_csv(path, index=False)
    return path


@pytest.mark.slow
def test_from_scores_to_decisions_that_can_be_audited(call, scores, tmp_path):
    code, out, err = call(
        scores, "--base-rate", 0.05, "--similarity", "cosine", "--encoder", "e", "--weights", "w"
    )
    assert (code, err) == (0, "")
    found = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert found["schema_version"] == 1
    assert found["verdict"]["status"] == "certified"
    assert found["config"] in out
    assert f"cosine >= {found['threshold']['value']!r}" in out
    assert "WARNING" not in out
    assert "0.95 to ship 0.90" in out
    assert found["point"]["threshold"] <= found["recommended"]["threshold"]
    assert found["recommended"]["threshold"] <= found["certified"]["threshold"]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "calibration.json",
        "calibration.html",
    }

    record = Threshold.load(tmp_path / "out" / "calibration.json")
    week = table()
    ids = [f"p{i}" for i in range(len(week))]
    log = DecisionLog(tmp_path / "log")
    flagged = record.decide(Scores(week["score"].to_numpy(), "cosine", "e", "w"), log, ids)
    labels = dict(zip(ids, week["label"].tolist(), strict=True))
    split = precision_by_threshold(log.read(), labels)
    assert split["n_flagged"].tolist() == [int(flagged.sum())]
    assert flagged[week["label"] == 1].mean() == found["certified"]["recall"]

    thresholds, tpr, _ = read_curve(tmp_path / "out" / "calibration.json")
    assert tpr[thresholds == record.value] == found["certified"]["recall"]


@pytest.mark.slow
def test_parquet_with_items_and_a_distance(call, tmp_path):
    frame = table(200, 2000)
    frame["score"] = 1 - frame["score"]
    frame["item_a"] = [f"a{i % 100}" for i in range(2200)]
    frame["item_b"] = [f"b{i // 100}" for i in range(2200)]
    frame.to_parquet(tmp_path / "s.parquet", index=False)
    code, out, _ = call(
        tmp_path / "s.parquet", "--base-rate", 0.2, "--similarity", "lower", "--min-precision", 0.8
    )
    assert code == 0
    assert "sharing 122 items or groups" in out
    assert "distance <= 0." in out
    assert "WARNING: without --encoder and --weights" in out


@pytest.mark.slow
def test_without_a_certificate_it_warns_and_says_what_it_would_take(call, tmp_path):
    table(40, 60).to_csv(tmp_path / "s.csv", index=False)
    code, out, _ = call(tmp_path / "s.csv", "--base-rate", 0.05)
    assert code == 0
    assert "Not certifiable" in out
    assert "It would take about" in out
    assert "WARNING: the record holds the recommended threshold, which is not certified." in out
    record = Threshold.load(tmp_path / "out" / "calibration.json")
    assert record.confidence is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--base-rate", 5], ["--base-rate is 5", "did you mean 0.05?"]),
        (["--base-rate", 0], ["--base-rate is 0", "both excluded"]),
        (["--base-rate", 1], ["--base-rate is 1"]),
        (["--base-rate", "nan"], ["--base-rate is nan"]),
        (["--base-rate", -0.1], ["--base-rate is -0.1"]),
        (["--base-rate", 0.05, "--min-precision", 95], ["did you mean 0.95?"]),
        (["--base-rate", 0.05, "--confidence", 1], ["--confidence is 1"]),
        (["--base-rate", 0.05, "--similarity", "lower"], ["did you mean --similarity higher?"]),
        (["--base-rate", 0.05, "--similarity", "dot"], ["'dot' is not one of"]),
        ([], ["nothing says which share", "--base-rate", "--gallery-size"]),
        (["--base-rate", 0.05, "--gallery-size", 9], ["say the base rate twice"]),
        (["--gallery-size", 9], ["--gallery-size takes --duplicate-share beside it"]),
        (["--gallery-size", 1, "--duplicate-share", 0.1], ["a pair takes two items"]),
        (["--gallery-size", 9, "--duplicate-share", 10], ["did you mean 0.1?"]),
        (["--gallery-size", 9.5, "--duplicate-share", 0.1], ["valid integer"]),
        (["--base-rate", 0.05, "--rate-of", "items"], ["'items' is not one of"]),
    ],
)
def test_wrong_options_exit_with_2_and_write_nothing(call, scores, tmp_path, arguments, words):
    code, out, err = call(scores, *arguments)
    assert (code, out) == (2, "")
    for word in words:
        assert word in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_catalogue_gives_the_base_rate_of_its_pairs_and_what_a_scan_costs(call, scores, tmp_path):
    options = ["--gallery-size", 10**6, "--duplicate-share", 0.1, "--min-precision", 0.9]
    code, out, err = call(scores, *options)
    assert (code, err) == (0, "")
    assert "At a base rate of 1 in 10,000,000 pairs, for a precision of 0.9:" in out
    assert "at base rate 1e-07 of pairs, NOT certified" in out
    found = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert found["threshold"]["rate_of"] == "pairs"
    assert found["threshold"]["base_rate"] == pytest.approx(0.1 / 999_999)
    scan, point = found["scan"], found["recommended"]
    false = 10**6 * 999_999 / 2 - 50_000
    assert scan["n_scored"] == 499_999_500_000
    assert scan["false_alarms"] == pytest.approx(point["fpr"] * false)
    assert scan["false_alarms_high"] == pytest.approx(point["fpr_high"] * false)
    # No threshold of 20,000 negatives says anything about one in ten million.
    assert point["fpr"] == 0
    assert point["fpr_high"] == pytest.approx(1 - 0.025 ** (1 / 20_000))
    # (1 - 0.025^(1/20,000)) times 5 * 10^11 pairs, three digits.
    assert "raises 0 false alarms a scan, and up to 92,200,000 at the upper end" in out
    assert f"at least {scan['negatives_needed']:,.0f} independent false ones" in out
    offer = (
        "python -m lib calibrate candidates.csv --gallery-size 1000000 --duplicate-share 0.1 "
        "--min-precision 0.9 --rate-of candidates"
    )
    assert offer in out
    page = (tmp_path / "out" / "calibration.html").read_text()
    assert "A scan of 1,000,000 items" in page
    assert "In two steps it takes fewer" in page


@pytest.mark.slow
def test_the_command_that_is_offered_calibrates_candidates(call, scores, tmp_path):
    catalogue = ["--gallery-size", 10**6, "--duplicate-share", 0.1]
    code, out, _ = call(scores, *catalogue, "--rate-of", "candidates")
    assert code == 0
    assert "At a base rate of 10 % of candidates" in out
    assert "scores each item and its nearest other: 1,000,000 candidates, 10 % true" in out
    assert "candidates come from a catalogue as large as the one that is scanned" in out
    assert "In two steps" not in out
    found = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert found["verdict"]["status"] == "certified"
    assert found["threshold"]["rate_of"] == "candidates"
    kept = found["certified"]
    assert found["scan"]["false_alarms"] == pytest.approx(kept["fpr"] * 900_000)
    # The threshold is that of the rate, whatever it is a share of.
    again = call(scores, "--base-rate", 0.1)[1]
    assert f"similarity >= {found['threshold']['value']!r}" in again
    assert "of pairs, with 0.95 confidence" in again
    assert "A scan of" not in again


def test_out_of_reach_for_a_catalogue_points_to_candidates(call, tmp_path):
    frame = table(100, 1000)
    frame.loc[990:, "score"] = 0.9999999
    frame.to_csv(tmp_path / "s.csv", index=False)
    catalogue = ["--gallery-size", 10**4, "--duplicate-share", 0.1]
    code, _, err = call(tmp_path / "s.csv", *catalogue)
    assert code == 2
    assert "--rate-of candidates" in err
    code, _, err = call(tmp_path / "s.csv", *catalogue, "--rate-of", "candidates")
    assert code == 2
    assert "--rate-of candidates" not in err


def test_a_target_out_of_reach_exits_with_2_and_writes_nothing(call, tmp_path):
    frame = table(100, 1000)
    frame.loc[990:, "score"] = 0.9999999
    frame.to_csv(tmp_path / "s.csv", index=False)
    code, _, err = call(tmp_path / "s.csv", "--base-rate", 0.01)
    assert code == 2
    assert "no threshold reaches precision 0.95 at a base rate of 0.01: the best is 0." in err
    assert not (tmp_path / "out").exists()


def test_a_failing_page_leaves_nothing_behind(call, scores, tmp_path, monkeypatch):
    def broken(_found):
        raise KeyboardInterrupt

    monkeypatch.setattr("lib.catalogue.commands.calibration_page", broken)
    assert call(scores, "--base-rate", 0.05)[0] == 130
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("afile", "afile is a file"),
        ("afile/below", "afile is a file, "),
        ("/proc/nope", "/proc/nope cannot be written"),
        ("/dev/full", "/dev/full is a file"),
    ],
)
def test_a_place_that_cannot_be_written_is_found_before_the_scores_are_read(
    call, tmp_path, place, words
):
    (tmp_path / "afile").write_text("x")
    missing = tmp_path / "none.csv"
    code, out, err = call(missing, "--base-rate", 0.05, out=tmp_path / place)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert (tmp_path / "afile").read_text() == "x"


@pytest.mark.slow
def test_cosines_above_1_by_rounding_are_used_and_counted(call, tmp_path):
    frame = table(100, 2000)
    frame.loc[[3, 5, 8], "score"] = 1.0000019
    frame.to_csv(tmp_path / "s.csv", index=False)
    code, out, _ = call(tmp_path / "s.csv", "--base-rate", 0.2, "--similarity", "cosine")
    assert code == 0
    said = "3 of 2,100 scores lay outside [-1, 1] by 1e-05 or less, as rounding leaves them"
    assert f"Note: {said}" in out
    assert said in (tmp_path / "out" / "calibration.html").read_text()


def test_folders_that_cannot_be_used_are_refused(call, scores, tmp_path):
    code, _, err = call(tmp_path, "--base-rate", 0.05)
    assert code == 2
    assert "without mesh files" in err
    folder = meshes(tmp_path / "meshes", 3)
    for arguments, words in (
        ([], "say --encoder, one of"),
        (["--encoder", "nobody"], "there is no encoder 'nobody'"),
        (["--encoder", "voxel_hash32"], "holds 3 meshes, at least 20 are needed"),
        (["--encoder", "voxel_hash32", "--weights", "w"], "--weights is for scores"),
        (["--encoder", "voxel_hash32", "--similarity", "higher"], "choose from cosine"),
    ):
        code, _, err = call(folder, "--base-rate", 0.05, *arguments)
        assert code == 2
        assert words in err
    (tmp_path / "out").write_text("")
    code, _, err = call(scores, "--base-rate", 0.05)
    assert code == 2
    assert "is a file" in err


def meshes(folder: Path, count: int) -> Path:
    """Bars and rings, no two alike."""
    for number in range(count):
        name = "bar" if number % 2 else "ring"
        share = 0.1 + 0.8 * number / count
        shape = (
            trimesh.creation.box((1.0, share, 0.3 + share**2))
            if number % 2
            else trimesh.creation.torus(1.0, share / 2, major_sections=24, minor_sections=12)
        )
        (folder / name).mkdir(parents=True, exist_ok=True)
        shape.export(folder / name / f"{number:02d}.off")
    return folder


@pytest.mark.slow
def test_a_folder_gives_its_own_candidates(call, tmp_path):
    folder = meshes(tmp_path / "meshes", 30)
    catalogue = ["--gallery-size", 30, "--duplicate-share", 0.5, "--min-precision", 0.6]
    options = [*catalogue, "--encoder", "gram3d", "--rate-of", "candidates"]
    code, out, err = call(folder, *options)
    assert code == 0, err
    found = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert found["n_negatives"] == 30
    assert found["threshold"]["rate_of"] == "candidates"
    # A copy that is not its original's nearest is no true candidate.
    assert found["threshold"]["base_rate"] == pytest.approx(0.5 * found["n_positives"] / 30)
    assert "the candidates are each item's nearest other among 30 items" in out


@pytest.mark.slow
@pytest.mark.parametrize(("encoder", "rung"), [("pointnet_proxy", 1), ("hog_multiview", 3)])
def test_a_folder_of_meshes_needs_no_labels(call, tmp_path, monkeypatch, encoder, rung):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = meshes(tmp_path / "meshes", 22)
    # The same bar again, turned: a duplicate is no false pair.
    trimesh.load(folder / "bar" / "01.off").apply_scale(2).export(folder / "bar" / "copy.off")
    options = ["--base-rate", 0.5, "--min-precision", 0.6, "--encoder", encoder, "--rung", rung]
    code, out, err = call(folder, *options)
    assert code == 0, err
    assert "meshes: 23 true and 252 false pairs, sharing 22 items or groups" in out
    assert f"(rung {rung}: rotation" in out
    assert "Copies are easier than real duplicates" in out
    assert "near-duplicate pairs in the folder itself: 1;" in out
    assert list((tmp_path / "temporary").iterdir()) == []
    record = Threshold.load(tmp_path / "out" / "calibration.json")
    assert record.encoder == encoder
    assert len(record.weights_sha256) == 64
    assert record.similarity == "cosine"
    assert call(folder, *options)[0] == 0
    again = Threshold.load(tmp_path / "out" / "calibration.json")
    assert (again.value, again.made_from) == (record.value, record.made_from)
