import os
from pathlib import Path, PurePosixPath

import pytest

from lib.corpus import walk as module
from lib.corpus.walk import Tree, shown, walk


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def names(tree: Tree) -> list[str]:
    return [str(path) for path in tree.files]


def test_files_are_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    put(tmp_path, "b/2", "b/10", "a/x/y", "c", ".d", ".e/f", "__MACOSX/g")
    assert names(walk(tmp_path)) == ["a/x/y", "b/10", "b/2", "c"]


def test_links_to_folders_and_files_are_followed(tmp_path: Path) -> None:
    put(tmp_path, "store/table/t", "store/table/deep/u", "store/lamp", "root/chair/c")
    root = tmp_path / "root"
    (root / "table").symlink_to(tmp_path / "store/table")
    (root / "chair" / "lamp").symlink_to("../../store/lamp")
    assert walk(root) == Tree(
        tuple(map(PurePosixPath, ["chair/c", "chair/lamp", "table/deep/u", "table/t"])), ()
    )
    (tmp_path / "other").symlink_to(root)
    assert walk(tmp_path / "other") == walk(root)


@pytest.mark.parametrize("target", [".", "..", "../..", "chair"])
def test_a_link_back_is_followed_no_further(tmp_path: Path, target: str) -> None:
    put(tmp_path, "above/beside/x", "above/root/chair/c")
    root = tmp_path / "above" / "root"
    (root / "again").symlink_to(target)
    tree = walk(root)
    assert names(tree) == ["chair/c"]
    assert tree.unreached == ("again (a link to a folder that is read already)",)


def test_two_links_to_each_other_end(tmp_path: Path) -> None:
    put(tmp_path, "a/x", "b/y", "root/z")
    (tmp_path / "root/a").symlink_to("../a")
    (tmp_path / "a/b").symlink_to("../b")
    (tmp_path / "b/a").symlink_to("../a")
    tree = walk(tmp_path / "root")
    assert names(tree) == ["a/b/y", "a/x", "z"]
    assert tree.unreached == ("a/b/a (a link to a folder that is read already)",)


def test_a_folder_keeps_its_own_name_beside_a_link(tmp_path: Path) -> None:
    put(tmp_path, "table/t")
    (tmp_path / "alias").symlink_to("table")
    assert names(walk(tmp_path)) == ["table/t"]


def test_dangling_links_and_odd_files_are_named(tmp_path: Path) -> None:
    put(tmp_path, "a")
    (tmp_path / "gone.off").symlink_to("nowhere")
    (tmp_path / "self").symlink_to("self")
    os.mkfifo(tmp_path / "pipe.off")
    assert walk(tmp_path).unreached == (
        "gone.off (a link to nothing)",
        "pipe.off (not a regular file)",
        "self (a link to nothing)",
    )


def test_a_folder_that_cannot_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "locked/a", "open/b")
    scandir = os.scandir

    def forbid(path: Path) -> object:
        # Root may enter everything, so rights alone would not do.
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(module.os, "scandir", forbid)
    tree = walk(tmp_path)
    assert names(tree) == ["open/b"]
    assert tree.unreached == ("locked (cannot be entered: Permission denied)",)


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode(b"Stuhl\xfce/a"))
    (path,) = walk(tmp_path).files
    assert shown(path) == "Stuhl\\xfce/a"
    assert (tmp_path / path).is_file()
    assert shown("Stühle") == "Stühle"
