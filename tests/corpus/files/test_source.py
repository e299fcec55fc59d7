from pathlib import Path

import pytest

from lib.corpus.files.contents import Refused
from lib.corpus.files.source import Source, whole


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("wood.png", "a/b/wood.png"),
        ("my wood.png", "a/b/my wood.png"),
        ("./tex/wood.png", "a/b/tex/wood.png"),
        ("tex\\wood.png", "a/b/tex/wood.png"),
        ("../images/wood.png", "a/images/wood.png"),
        ("..\\..\\wood.png", "wood.png"),
        ("C:\\Users\\me\\maps\\wood.png", "a/b/wood.png"),
        ("C:\\Users\\me\\maps\\wood.png", "a/b/maps/wood.png"),
        ("/home/me/maps/wood.png", "a/b/maps/wood.png"),
        ("file:///home/me/wood.png", "a/b/wood.png"),
        ("tex/wood.png", "a/b/wood.png"),
        ("Wood.PNG", "a/b/wood.png"),
        ("TEX/wood.png", "a/b/tex/wood.png"),
    ],
)
def test_a_neighbour_is_found(tmp_path: Path, named: str, there: str) -> None:
    put(tmp_path, "a/b/mesh.obj", there)
    assert Source(tmp_path / "a/b/mesh.obj", tmp_path).find(named) == tmp_path / there


def test_the_longest_end_of_a_name_wins(tmp_path: Path) -> None:
    put(tmp_path, "mesh.obj", "wood.png", "maps/wood.png")
    source = Source(tmp_path / "mesh.obj", tmp_path)
    assert source.find("D:/models/maps/wood.png") == tmp_path / "maps/wood.png"
    assert source.find("wood.png") == tmp_path / "wood.png"


@pytest.mark.parametrize("named", ["gone.png", "", ".", "..", "a", "../../../etc/passwd", "\0"])
def test_what_is_not_there_is_not_found(tmp_path: Path, named: str) -> None:
    put(tmp_path, "root/a/mesh.obj", "outside.png")
    assert Source(tmp_path / "root/mesh.obj", tmp_path / "root").find(named) is None


def test_nothing_outside_the_root_is_opened(tmp_path: Path) -> None:
    put(tmp_path, "root/a/mesh.obj", "secret.png", "root/inside.png")
    source = Source(tmp_path / "root/a/mesh.obj", tmp_path / "root")
    assert source.find("../../secret.png") is None
    assert source.find(str(tmp_path / "secret.png")) is None
    assert source.find("../inside.png") == tmp_path / "root/inside.png"
    # Behind a link it is the link's name that counts: classes may lie on another disk.
    (tmp_path / "root" / "linked").symlink_to(tmp_path)
    assert Source(tmp_path / "root/linked/x.obj", tmp_path / "root").find("secret.png") is not None


def test_two_names_that_differ_by_case_are_two_files(tmp_path: Path) -> None:
    put(tmp_path, "mesh.obj", "Wood.png", "WOOD.png")
    source = Source(tmp_path / "mesh.obj", tmp_path)
    assert source.find("WOOD.png") == tmp_path / "WOOD.png"
    assert source.find("wood.png") is None


def test_empty_files_and_pointers_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.obj"
    path.touch()
    with pytest.raises(Refused, match="the file is empty"):
        whole(path)
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n")
    with pytest.raises(Refused, match="Git LFS pointer") as error:
        _ = Source(path, tmp_path).data
    assert error.value.hint == "fetch it: git lfs pull"
    path.write_bytes(b"v 0 0 0\n")
    assert Source(path, tmp_path).data == b"v 0 0 0\n"


def test_name_that_is_too_long_is_not_found(tmp_path: Path) -> None:
    assert Source(tmp_path / "a.obj", tmp_path).find("x" * 300 + ".png") is None
