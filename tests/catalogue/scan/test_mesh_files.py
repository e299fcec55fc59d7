import os
from pathlib import Path

import pytest

from lib.catalogue.scan.cache import Cache
from lib.catalogue.scan.mesh_files import Hashes, MeshFile, content, list_meshes
from lib.core.errors import BenchError
from lib.core.params.sections import FolderParams

TRIANGLE = "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TRIANGLE)


def test_ids_are_paths_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "b/x.off", "a/x.off", ".hidden/x.off", "a/readme.txt")
    found = list_meshes(tmp_path, tmp_path.parent / "out", FolderParams(), strict=False)
    assert [file.id for file in found.files] == ["a/x.off", "b/x.off"]
    assert {file.missing for file in found.files} == {"grey"}
    strict = list_meshes(tmp_path, tmp_path.parent / "out", FolderParams(), strict=True)
    assert {file.missing for file in strict.files} == {"refuse"}


def test_workers_that_run_elsewhere_find_the_files(tmp_path: Path, monkeypatch) -> None:
    put(tmp_path, "meshes/x.off")
    monkeypatch.chdir(tmp_path)
    (file,) = list_meshes(Path("meshes"), Path("out"), FolderParams(), strict=False).files
    monkeypatch.chdir("/")
    assert len(file.read().mesh.faces) == 1


def test_names_that_look_the_same_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "\\xff.off")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.off")).write_text(TRIANGLE)
    found = list_meshes(tmp_path, tmp_path.parent / "out", FolderParams(), strict=False)
    assert sorted(file.id for file in found.files) == ["\\xff.off", "\\xff.off (2)"]


def test_the_output_folder_is_no_catalogue(tmp_path: Path) -> None:
    put(tmp_path, "a/x.off", "a/out/y.off")
    found = list_meshes(tmp_path / "a", tmp_path / "a" / "out", FolderParams(), strict=False)
    assert [file.id for file in found.files] == ["x.off"]
    assert found.left_out == 1
    inside = list_meshes(tmp_path / "a", tmp_path, FolderParams(), strict=False)
    assert inside.left_out == 0
    with pytest.raises(BenchError, match="is the folder that is scanned"):
        list_meshes(tmp_path / "a", tmp_path / "a", FolderParams(), strict=False)


def obj(root: Path) -> MeshFile:
    root.mkdir(exist_ok=True)
    (root / "a.obj").write_text("mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n")
    (root / "a.mtl").write_text("newmtl m\nKd 1 0 0\n")
    return MeshFile("a.obj", root / "a.obj", root)


def test_the_content_is_the_file_and_what_it_names(tmp_path: Path) -> None:
    first, second = obj(tmp_path / "1"), obj(tmp_path / "2")
    (tmp_path / "2" / "a.obj").rename(tmp_path / "2" / "b.obj")
    second = MeshFile("b.obj", tmp_path / "2" / "b.obj", tmp_path / "2")

    def sha(file: MeshFile) -> str:
        asked = file.read().asked
        assert [one.found and one.found.name for one in asked] == ["a.mtl"]
        return content(file.path, asked, Hashes(Cache(Path()), file.root))

    assert sha(first) == sha(second)
    (tmp_path / "2" / "a.mtl").write_text("newmtl m\nKd 0 1 0\n")
    assert sha(first) != sha(second)


def test_a_hash_is_taken_again_where_a_file_has_changed(tmp_path: Path) -> None:
    put(tmp_path, "x.off")
    hashes = Hashes(Cache.open(tmp_path / "cache", "files", []), tmp_path)
    old = hashes.of(tmp_path / "x.off")
    hashes.keep()
    again = Hashes(Cache.open(tmp_path / "cache", "files", []), tmp_path)
    assert again.of(tmp_path / "x.off") == old
    (tmp_path / "x.off").write_text(TRIANGLE + "\n")
    assert again.of(tmp_path / "x.off") != old
