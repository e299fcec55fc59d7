import csv
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from lib.catalogue.scan import command
from lib.core.console import run
from tests.catalogue.scan.folders import ENCODER, fill, params, quick, shapes, turned  # noqa: F401

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "meshes")


@pytest.fixture
def call(monkeypatch, capsys):
    """Run the command as the command line does; returns exit code, output and errors."""

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["scan", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run(command.app)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called


@pytest.fixture
def scan(call, folder, tmp_path):
    """Scan the folder by a threshold that copies of these shapes reach."""

    def scanned(*more: object, out: str = "out", threshold: float = 0.999):
        asked = ["--encoder", ENCODER, "--threshold", threshold, "--out", tmp_path / out]
        return call(folder, *asked, *more)

    return scanned


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_a_folder_to_groups_with_evidence(scan, tmp_path):
    code, out, _ = scan()
    assert code == 0
    groups = rows(tmp_path / "out" / "groups.csv")
    assert [(row["group_id"], row["item_id"], row["keep"]) for row in groups] == [
        ("0", "ring/a.off", "1"),
        ("0", "ring/again.off", "0"),
        ("1", "wedge/a.off", "1"),
        ("1", "wedge/b.stl", "0"),
    ]
    found = {row["item_a"]: row["relation"] for row in rows(tmp_path / "out" / "pairs.csv")}
    assert found["ring/a.off"] == "same-file"
    assert found["wedge/a.off"] == "re-exported"
    record = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert record["counts"]["items"] == 8
    assert record["counts"]["groups"] == 2
    assert "min_precision" not in record["threshold"]
    assert "promises nothing" in out
    assert "2 groups of 4 meshes" in out
    assert "Look first at group" in out
    assert (tmp_path / "out" / "scan.html").exists()


@pytest.mark.slow
def test_a_second_scan_embeds_what_is_new_and_gives_the_same_bytes(scan, folder, tmp_path):
    scan()
    kept = {
        name: (tmp_path / "out" / name).read_bytes()
        for name in ("pairs.csv", "groups.csv", "vectors.npy")
    }
    _, out, _ = scan()
    assert "8 unchanged since an earlier scan, 0 embedded, 0 pairs compared" in out
    for name, content in kept.items():
        assert (tmp_path / "out" / name).read_bytes() == content
    turned(shapes()["cone"], 5).export(folder / "cone" / "new.ply")
    _, out, _ = scan()
    assert "8 unchanged since an earlier scan, 1 embedded" in out


@pytest.mark.slow
def test_a_damaged_cache_is_seen_counted_and_made_anew(scan, tmp_path):
    scan()
    wanted = (tmp_path / "out" / "pairs.csv").read_bytes()
    (path,) = (tmp_path / "out" / "cache").glob("vectors-*/*.jsonl")
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    _, out, _ = scan()
    assert "1 embedded" in out
    assert "damaged, and were made anew: 1" in out
    assert (tmp_path / "out" / "pairs.csv").read_bytes() == wanted
    assert "made anew" not in scan()[1]


def test_bad_files_are_listed_and_the_rest_goes_on(scan, folder):
    for number in range(25):
        (folder / f"bad{number:02d}.obj").write_text("no mesh")
    code, out, _ = scan()
    assert code == 0
    assert "25 files could not be used" in out
    assert "bad19.obj" in out
    assert "bad20.obj" not in out
    assert "and 5 more; all are in scan.json" in out
    code, _, err = scan("--strict")
    assert code == 2
    assert "25 of 33 mesh files cannot be used" in err
    assert "--strict" in err


def test_textures_that_are_missing_are_counted_or_refused(scan, folder):
    path = folder / "plain.obj"
    path.write_text("mtllib gone.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    code, out, _ = scan()
    assert code == 0
    assert "1 meshes were taken without textures or materials" in out
    code, _, err = scan("--strict")
    assert code == 2
    assert "gone.mtl" in err


def test_rejected_pairs_stay_rejected_after_a_rename_and_become_labels(scan, folder, tmp_path):
    scan()
    out = tmp_path / "out"
    shas = {one[0]: one[1] for one in json.loads((out / "index.json").read_text())["items"]}
    said = {
        "schema_version": 1,
        "decisions": [
            {
                "item_a": "wedge/a.off",
                "item_b": "wedge/b.stl",
                "sha256_a": shas["wedge/a.off"],
                "sha256_b": shas["wedge/b.stl"],
                "similarity": 1.0,
                "decision": "reject",
            }
        ],
    }
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(said))
    (folder / "wedge" / "b.stl").rename(folder / "wedge" / "renamed.stl")
    code, _, _ = scan("--decisions", path)
    assert code == 0
    assert {row["item_id"] for row in rows(out / "groups.csv")} == {"ring/a.off", "ring/again.off"}
    assert rows(out / "labels.csv")[0] | {"score": ""} == {
        "item_a": "wedge/a.off",
        "item_b": "wedge/renamed.stl",
        "score": "",
        "label": "0",
    }
    assert rows(out / "eval-bucket.csv")[0]["object_b"] == "wedge/renamed.stl"
    assert rows(out / "eval-bucket.csv")[0]["class_b"] == "wedge"
    assert json.loads((out / "scan.json").read_text())["decisions"]["rejected"] == 1


def test_accepted_pairs_are_grouped_whatever_they_look_like(scan, tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text("item_a,item_b,decision\nball/a.off,bar/a.off,accept\n")
    scan("--decisions", path)
    groups = rows(tmp_path / "out" / "groups.csv")
    assert [row["item_id"] for row in groups if row["group_id"] == "0"] == [
        "ball/a.off",
        "bar/a.off",
    ]


def test_policy_of_the_user(scan, tmp_path):
    scan("--treat", "re-exported=different")
    assert len(rows(tmp_path / "out" / "groups.csv")) == 2
    found = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert found["counts"]["pairs_by_relation"]["re-exported"] == 1
    assert all(row["relation"] == "same-file" for row in rows(tmp_path / "out" / "pairs.csv"))


def test_new_files_against_a_scan(scan, call, folder, tmp_path):
    scan()
    turned(shapes()["wedge"], 9).export(tmp_path / "copy.ply")
    trimesh_box = shapes()["bar"].apply_scale((1, 3, 1))
    trimesh_box.export(tmp_path / "other.off")
    (tmp_path / "bad.obj").write_text("no mesh")
    against = ["--against", tmp_path / "out"]
    code, out, err = call("--new", tmp_path / "copy.ply", tmp_path / "other.off", *against)
    assert code == 1
    assert "wedge/a.off, re-exported" in out
    assert "other.off: none; nearest is" in out
    assert "2 files against 8 meshes: 1 with duplicates, 1 without, 0 not usable" in out
    assert call("--new", tmp_path / "other.off", *against)[0] == 0
    code, _, err = call("--new", tmp_path / "bad.obj", *against)
    assert code == 2
    assert "bad.obj" in err
    shutil.rmtree(folder)
    code, out, _ = call("--new", tmp_path / "copy.ply", *against)
    assert code == 1
    assert "not verified: its file is gone or has changed" in out


@pytest.mark.slow
def test_one_mesh_and_meshes_that_are_all_equal(call, tmp_path):
    place = tmp_path / "equal"
    place.mkdir()
    shapes()["cone"].export(place / "0.off")
    asked = ["--encoder", ENCODER, "--threshold", 0.99, "--out", tmp_path / "out"]
    code, out, _ = call(place, *asked)
    assert code == 0
    assert "0 groups" in out
    for number in range(1, 30):
        shutil.copy(place / "0.off", place / f"{number}.off")
    code, out, _ = call(place, *asked)
    assert code == 0
    assert "1 groups of 30 meshes" in out
    code, _, err = call(place, "--encoder", ENCODER, "--out", tmp_path / "out")
    assert code == 2
    assert "--threshold" in err


def test_odd_names_come_back_from_the_tables(call, tmp_path):
    place = tmp_path / "odd"
    place.mkdir()
    names = ['a,"b".off', "=1+1.off", "line\nbreak.off", "cr\rname.off", "אב.off"]
    for name in names:
        shapes()["cone"].export(place / name, file_type="off")
    shapes()["cone"].export(tmp_path / "c.off")
    with open(os.fsencode(place) + b"/\xff.off", "wb") as stream:  # noqa: PTH123
        stream.write((tmp_path / "c.off").read_bytes())
    code, *_ = call(place, "--encoder", ENCODER, "--threshold", 0.9, "--out", tmp_path / "out")
    assert code == 0
    found = {row["item_id"] for row in rows(tmp_path / "out" / "groups.csv")}
    assert found == {*names, "\\xff.off"}
    assert b'"=1+1.off"' in (tmp_path / "out" / "groups.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--threshold", 1.5], "cosine lies in [-1, 1]"),
        (["--duplicate-share", 5], "0.05"),
        (["--threshold", 0.9, "--calibration", "c.json"], "twice"),
        (["--threshold", 0.9, "--encoder", "gram"], "there is no encoder"),
        (["--threshold", 0.9, "--scheduler", "10.0.0.1"], "tcp://"),
        (["--against", "x"], "--new FILE"),
        (["--new"], "--against DIR"),
    ],
)
def test_options_that_do_not_fit(call, folder, tmp_path, options, said):
    code, _, err = call(folder, "--out", tmp_path / "out", *options)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_places_that_do_not_fit(call, folder, tmp_path):
    asked = ["--encoder", ENCODER, "--threshold", 0.9]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no mesh file" in call(empty, *asked, "--out", tmp_path / "out")[2]
    assert "is not a folder" in call(tmp_path / "gone", *asked, "--out", tmp_path / "out")[2]
    assert "the folder that is scanned" in call(folder, *asked, "--out", folder)[2]
    (tmp_path / "file").write_text("")
    assert call(folder, *asked, "--out", tmp_path / "file" / "out")[0] == 2
    assert "holds no index" in call("--new", folder, "--against", empty)[2]


def test_a_few_meshes_cannot_calibrate_themselves(call, folder, tmp_path):
    code, _, err = call(folder, "--encoder", ENCODER, "--out", tmp_path / "out")
    assert code == 2
    assert "8 meshes are too few" in err
    assert "--threshold" in err


def test_results_inside_the_folder_are_not_scanned(call, folder):
    asked = ["--encoder", ENCODER, "--threshold", 0.999, "--out", folder / "scan"]
    call(folder, *asked)
    shapes()["cone"].export(folder / "scan" / "mine.off")
    code, out, _ = call(folder, *asked)
    assert code == 0
    assert "8 mesh files" in out
    assert "output folder, which were left out: 1" in out


def test_a_threshold_that_flags_too_many_pairs_stops_and_proposes(scan, monkeypatch):
    few = params()
    few = few.model_copy(update={"scan": few.scan.model_copy(update={"most_pairs": 3})})
    monkeypatch.setattr("lib.catalogue.scan.command.load_params", lambda: few)
    code, _, err = scan(threshold=-1.0)
    assert code == 2
    assert "28" in err
    assert "--threshold" in err or "threshold" in err
    assert "Traceback" not in err
