from pathlib import Path

import pytest

from lib.catalogue.scan.mesh_files import MeshFile
from lib.catalogue.scan.reading import read_meshes, without
from lib.geometry.mesh import normalize
from lib.objects.manifest import content_sha256
from tests.catalogue.scan.folders import params, shapes
from tests.catalogue.scan.test_mesh_files import obj


def test_what_is_read_of_a_mesh(tmp_path: Path) -> None:
    shapes()["cone"].export(tmp_path / "a.off")
    file = MeshFile("a.off", tmp_path / "a.off", tmp_path)
    read = read_meshes([file], tmp_path / "cache", params())
    (item,) = read.items
    mesh = file.read().mesh
    assert item.n_faces == len(shapes()["cone"].faces)
    assert item.texture_pixels == 0
    assert item.modified == int(file.path.stat().st_mtime)
    assert read.contents == (content_sha256(normalize(normalize(mesh)).sha256()),)
    assert read.known == 0
    again = read_meshes([file], tmp_path / "cache", params())
    assert (again.known, again.items, again.contents) == (1, read.items, read.contents)


def test_a_file_is_read_again_when_what_it_names_changes_or_comes(tmp_path: Path) -> None:
    file = obj(tmp_path / "meshes")
    red = read_meshes([file], tmp_path / "cache", params())
    (tmp_path / "meshes" / "a.mtl").write_text("newmtl m\nKd 0 1 0\n")
    green = read_meshes([file], tmp_path / "cache", params())
    assert green.known == 0
    assert green.items[0].sha256 != red.items[0].sha256
    assert green.contents != red.contents
    (tmp_path / "meshes" / "a.mtl").unlink()
    grey = read_meshes([file], tmp_path / "cache", params())
    assert grey.lacking == ("a.obj",)
    assert read_meshes([file], tmp_path / "cache", params()).known == 1
    (tmp_path / "meshes" / "a.mtl").write_text("newmtl m\nKd 0 1 0\n")
    assert read_meshes([file], tmp_path / "cache", params()).contents == green.contents


def test_files_that_hold_no_mesh_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.off").write_text("OFF\n")
    good = obj(tmp_path)
    files = [good, MeshFile("bad.off", tmp_path / "bad.off", tmp_path)]
    gone = MeshFile("gone.off", tmp_path / "gone.off", tmp_path)
    read = read_meshes([*files, gone], tmp_path / "cache", params())
    assert [item.id for item in read.items] == ["a.obj"]
    assert [name for name, _ in read.unusable] == ["bad.off", "gone.off"]
    assert "cannot be opened" in dict(read.unusable)["gone.off"]
    assert read_meshes(files, tmp_path / "cache", params()).known == 1


def test_a_strict_scan_reads_again_what_lacks_something(tmp_path: Path) -> None:
    file = obj(tmp_path)
    (tmp_path / "a.mtl").unlink()
    assert len(read_meshes([file], tmp_path / "cache", params()).items) == 1
    strict = MeshFile(file.id, file.path, file.root, missing="refuse")
    assert len(read_meshes([strict], tmp_path / "cache", params()).unusable) == 1


def test_what_could_not_be_embedded_is_taken_out(tmp_path: Path) -> None:
    read = read_meshes([obj(tmp_path)], tmp_path / "cache", params())
    assert without(read, {}) is read
    less = without(read, {read.contents[0]: "it was changed"})
    assert less.items == less.files == less.contents == ()
    assert less.unusable == (("a.obj", "a.obj: it was changed"),)


@pytest.mark.parametrize("side", [8, 32])
def test_the_largest_picture_counts(tmp_path: Path, side: int) -> None:
    from PIL import Image

    file = obj(tmp_path)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd a.png\n")
    text = (
        "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl m\nf 1/1 2/2 3/3\n"
    )
    file.path.write_text(text)
    Image.effect_noise((side, side), 99).convert("RGB").save(tmp_path / "a.png")
    (item,) = read_meshes([file], tmp_path / "cache", params()).items
    assert item.texture_pixels == side * side
    # The face was split where its texture varies; the file has one.
    assert item.n_faces == 1
