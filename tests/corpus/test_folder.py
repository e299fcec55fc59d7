import os
import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.core.errors import BenchError
from lib.core.params.sections import FolderParams
from lib.corpus.folder import Folder


def make(root: Path, names: list[str]) -> Path:
    box = trimesh.creation.box((1, 2, 3))
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        box.export(path, file_type=path.suffix[1:].lower() if path.suffix else "ply")
    return root


def open_at(path: Path, **options: object) -> Folder:
    return Folder(FolderParams(path=str(path), **options))  # type: ignore[arg-type]


def listed(path: Path) -> list[tuple[str, str, str]]:
    return [(item.id, item.class_name, item.split) for item in open_at(path).items()]


def test_class_split_and_order(tmp_path: Path) -> None:
    names = [
        "table/round.ply",
        "chair/b.OBJ",
        "chair/a.off",
        "test/lamp/x.stl",
        "lamp/train/y.glb",
        "top.ply",
    ]
    root = make(tmp_path / "mine", names)
    (root / "chair" / "notes.txt").write_text("not a mesh")
    assert listed(root) == [
        ("chair/a", "chair", "train"),
        ("chair/b", "chair", "train"),
        ("lamp/x", "lamp", "test"),
        ("lamp/y", "lamp", "train"),
        ("mine/top", "mine", "train"),
        ("table/round", "table", "train"),
    ]
    open_at(root).fetch()


def test_every_kind_loads_with_z_up(tmp_path: Path) -> None:
    kinds = ["glb", "obj", "off", "ply", "stl"]
    root = make(tmp_path, [f"box/{kind}.{kind}" for kind in kinds])
    box = trimesh.creation.box((1, 2, 3))
    for name, data in trimesh.exchange.gltf.export_gltf(trimesh.Scene(box)).items():
        (root / "box" / ("gltf.gltf" if name.endswith(".gltf") else name)).write_bytes(data)
    items = open_at(root, up_axis="y").items()
    assert len(items) == 6
    for item in items:
        mesh = pickle.loads(pickle.dumps(item.load))()
        assert (mesh.vertices.max(axis=0) - mesh.vertices.min(axis=0)).tolist() == [3, 1, 2]
        assert mesh.to_trimesh().volume == pytest.approx(6)


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, ["chair/a.ply", ".trash/b.ply", "chair/.c.ply", "__MACOSX/chair/d.ply"])
    assert [item for item, *_ in listed(tmp_path)] == ["chair/a"]


def test_clashing_ids_take_ending_then_hash(tmp_path: Path) -> None:
    make(tmp_path, ["chair/a.ply", "chair/a.stl", "x/chair/b.ply", "y/chair/b.ply", "chair/c.ply"])
    ids = [item for item, *_ in listed(tmp_path)]
    assert ids[:2] == ["chair/a-ply", "chair/a-stl"]
    assert all(re.fullmatch(r"chair/b-ply-[0-9a-f]{12}", item) for item in ids[2:4])
    assert ids[4] == "chair/c"
    # Another root, the same ids: nothing of the machine is in them.
    shutil.copytree(tmp_path, tmp_path.parent / "copy")
    assert [item for item, *_ in listed(tmp_path.parent / "copy")] == ids


def test_names_that_are_one_on_other_file_systems_differ(tmp_path: Path) -> None:
    make(tmp_path, ["chair/Oak.ply", "chair/oak.ply"])
    ids = [item.casefold() for item, *_ in listed(tmp_path)]
    assert len(set(ids)) == 2


NAME = st.text(
    st.characters(blacklist_characters="/\0", blacklist_categories=("Cs",)), min_size=1, max_size=20
).filter(lambda name: name not in (".", "..") and not name.startswith("."))


@settings(max_examples=40)
@given(st.sets(st.tuples(NAME, NAME), min_size=1, max_size=8))
def test_any_names_give_unique_safe_ids(
    tmp_path_factory: pytest.TempPathFactory, names: set[tuple[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("names")
    for class_name, stem in names:
        (root / class_name).mkdir(exist_ok=True)
        (root / class_name / f"{stem}.off").touch()
    ids = [item for item, *_ in listed(root)]
    expected = {path for path in root.rglob("*.off") if "__MACOSX" not in path.parts}
    assert len({item.casefold() for item in ids}) == len(ids) == len(expected)
    assert all(
        re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*/[A-Za-z0-9_][A-Za-z0-9_-]*", item) for item in ids
    )


def test_unreadable_file_is_listed_and_named_when_loaded(tmp_path: Path) -> None:
    make(tmp_path, ["chair/good.ply", "chair/bad.ply"])
    (tmp_path / "chair" / "bad.ply").write_bytes(b"ply\nformat")
    bad, good = open_at(tmp_path).items()
    assert len(good.load().faces) == 12
    with pytest.raises(BenchError, match=r"^chair/bad\.ply: cannot be read as PLY"):
        bad.load()


def test_licence_and_axis_are_the_users() -> None:
    corpus = Folder(FolderParams(path="/somewhere/deep/meshes", up_axis="x", licence="CC0-1.0"))
    assert (corpus.licence, corpus.up_axis) == ("CC0-1.0", "x")
    assert "meshes" in corpus.source
    assert "somewhere" not in corpus.source


def test_missing_folder_and_missing_meshes(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"folder\.path is not set"):
        Folder(FolderParams()).fetch()
    with pytest.raises(BenchError, match="nowhere is not a folder"):
        open_at(tmp_path / "nowhere").fetch()
    (tmp_path / "notes.txt").write_text("no mesh")
    with pytest.raises(BenchError, match="no mesh file") as error:
        open_at(tmp_path).fetch()
    assert error.value.hint
    with pytest.raises(BenchError, match="is not a folder"):
        open_at(tmp_path / "notes.txt").items()


def test_links_are_followed_and_everything_seen_is_told(tmp_path: Path) -> None:
    make(tmp_path / "store" / "table", ["a.off", "b.off"])
    root = make(tmp_path / "mine", ["chair/a.off", "chair/b.PLY"])
    (root / "table").symlink_to("../store/table")
    (root / "loop").symlink_to(".")
    (root / "chair" / "gone.off").symlink_to("nowhere.off")
    for name in ("wood.png", "chair/old.fbx", "README"):
        (root / name).touch()
    corpus = open_at(root)
    assert [item for item, *_ in listed(root)] == ["chair/a", "chair/b", "table/a", "table/b"]
    assert corpus.survey() == [
        "7 files seen, 4 of them meshes (.off 3, .ply 1), 3 passed over "
        "(no ending 1, .fbx 1, .png 1)",
        "2 not reached: chair/gone.off (a link to nothing), "
        "loop (a link to a folder that is read already)",
        "2 classes: chair 2, table 2",
    ]
    assert corpus.advice() is None
    assert [name for name, _ in corpus.files()][:3] == ["README", "chair/a.off", "chair/b.PLY"]


def test_a_folder_with_nothing_within_reach_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.off").symlink_to("nowhere.off")
    with pytest.raises(BenchError, match=r"no mesh file .* not reached: a\.off \(a link"):
        open_at(tmp_path).fetch()


def test_class_level(tmp_path: Path) -> None:
    names = ["0269/a1/models/model.obj", "0269/b2/models/model.obj", "0300/c3/models/model.obj"]
    root = make(tmp_path / "shapes", ["x/model.ply"])
    shutil.rmtree(root / "x")
    for name in names:
        (root / "train" / name).parent.mkdir(parents=True)
        (root / "train" / name).write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    flat = open_at(root)
    assert {item.class_name for item in flat.items()} == {"models"}
    advice = flat.advice()
    assert advice is not None
    assert "2 folders at level 1" in advice
    assert "folder.class_level=1" in advice
    chosen = open_at(root, class_level=1)
    assert chosen.advice() is None
    assert [(item.class_name, item.id) for item in chosen.items()] == [
        ("0269", "0269/a1-models-model-obj"),
        ("0269", "0269/b2-models-model-obj"),
        ("0300", "0300/model"),
    ]
    # Deeper than the files lie: the folder they lie in.
    assert {item.class_name for item in open_at(root, class_level=9).items()} == {"models"}


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    make(tmp_path, ["chair/a.off"])
    odd = (tmp_path / "chair").rename(tmp_path / os.fsdecode(b"Stuhl\xfce"))
    (odd / "a.off").rename(odd / os.fsdecode(b"lampe\xe4.off"))
    (odd / os.fsdecode(b"kaputt\xdf.off")).touch()
    bad, good = open_at(tmp_path).items()
    assert (good.id, good.class_name) == ("Stuhle/lampe", "Stuhl\\xfce")
    assert len(good.load().faces) == 12
    with pytest.raises(BenchError, match=r"^Stuhl\\xfce/kaputt\\xdf\.off: .* the file is empty"):
        bad.load()


def test_auto_takes_y_for_gltf_and_z_for_others(tmp_path: Path) -> None:
    make(tmp_path, ["box/a.glb", "box/b.off"])
    for axis, sizes in (("auto", [[3, 1, 2], [1, 2, 3]]), ("z", [[1, 2, 3]] * 2)):
        items = open_at(tmp_path, up_axis=axis).items()
        assert [np.ptp(item.load().vertices, axis=0).tolist() for item in items] == sizes


def test_a_missing_texture_is_refused_or_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd wood.png\n")
    (tmp_path / "a" / "a.obj").write_text(
        "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nusemtl m\nf 1/1 2/1 3/1\n"
    )
    (strict,) = open_at(tmp_path).items()
    with pytest.raises(BenchError, match=r"a/a\.obj: .* texture wood\.png \(not found\)"):
        strict.load()
    (lenient,) = open_at(tmp_path, missing="grey").items()
    reading = lenient.read()
    assert reading.missing == ("texture wood.png (not found)",)
    assert reading.mesh.colors.tolist() == [[255, 0, 0]]
    Image.new("RGB", (4, 4), (0, 255, 0)).save(tmp_path / "a" / "wood.png")
    assert strict.load().colors.tolist() == [[0, 255, 0]]
