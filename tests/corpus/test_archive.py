import io
import stat
import tarfile
import zipfile
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.corpus import archive as module
from lib.corpus.archive import extract

# Numbers do not compress to nothing, so that every cut falls into somebody's data.
FILES = {
    f"ModelNet40/chair/{split}/chair_{n:04d}.off": np.random.default_rng(n).bytes(2000)
    for n, split in ((1, "train"), (2, "train"), (3, "test"))
}
JUNK = {
    "ModelNet40/README.txt": b"read me",
    "ModelNet40/chair/train/.DS_Store": b"junk",
    "ModelNet40/chair/train/._chair_0001.off": b"fork",
    "__MACOSX/ModelNet40/chair/train/chair_0001.off": b"fork",
}
SUFFIXES = [".zip", ".tar", ".tar.gz", ".tar.xz", ".tar.bz2"]


def pack(path: Path, files: dict[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("ModelNet40/", b"")
            for name, data in files.items():
                archive.writestr(name, data)
        return path
    mode = {".tar": "w", ".gz": "w:gz", ".xz": "w:xz", ".bz2": "w:bz2"}[path.suffix]
    with tarfile.open(path, mode) as tar:
        folder = tarfile.TarInfo("ModelNet40/")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_off_files_come_out_and_nothing_else(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    extract(pack(tmp_path / f"a{suffix}", FILES | JUNK), tmp_path / "deep" / "out")
    assert contents(tmp_path / "deep" / "out") == FILES
    assert names(tmp_path / "deep") == ["out"]
    assert "B/s" in capfd.readouterr().err


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_names_as_windows_writes_them_make_folders(tmp_path: Path, suffix: str) -> None:
    names_there = {name.replace("/", "\\"): data for name, data in FILES.items()}
    extract(pack(tmp_path / f"a{suffix}", names_there), tmp_path / "out")
    assert contents(tmp_path / "out") == FILES


def test_existing_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    extract(tmp_path / "there_is_no_archive.zip", tmp_path / "out")
    assert contents(tmp_path / "out") == {}


BAD_NAMES = [
    "../chair_0009.off",
    "ModelNet40/../../chair_0009.off",
    "/tmp/chair_0009.off",
    "..\\chair_0009.off",
    "C:\\chair_0009.off",
    "C:chair_0009.off",
    "\\chair_0009.off",
]


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_members_that_leave_the_folder_stop_everything(
    tmp_path: Path, suffix: str, name: str
) -> None:
    (tmp_path / "in").mkdir()
    archive = pack(tmp_path / "in" / f"a{suffix}", FILES | {name: b"OFF"})
    with pytest.raises(BenchError, match="outside the folder; nothing was unpacked"):
        extract(archive, tmp_path / "in" / "out")
    assert names(tmp_path) == ["in"]
    assert names(tmp_path / "in") == [archive.name]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_in_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    path = pack(tmp_path / "a.tar", FILES)
    with tarfile.open(path, "a") as tar:
        info = tarfile.TarInfo("ModelNet40/chair/train/chair_0004.off")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BenchError, match=r"chair_0004\.off' is a link or a device"):
        extract(path, tmp_path / "out")
    assert names(tmp_path) == ["a.tar"]


def test_links_in_zip_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", FILES)
    info = zipfile.ZipInfo("ModelNet40/chair/train/chair_0004.off")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(BenchError, match="is a link or a device"):
        extract(path, tmp_path / "out")
    assert names(tmp_path) == ["a.zip"]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz", ".tar.xz"])
@settings(max_examples=25)
@given(share=st.floats(0, 1, exclude_max=True))
def test_shortened_archive_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, share: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = pack(folder / f"a{suffix}", FILES)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BenchError, match=f"a{suffix}"):
        extract(path, folder / "out")
    assert names(folder) == [f"a{suffix}"]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz", ".tar.xz"])
def test_flipped_byte_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    path = pack(tmp_path / f"a{suffix}", FILES)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(BenchError, match=f"a{suffix}"):
        extract(path, tmp_path / "out")
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("data", [b"", b"<html>not found</html>", bytes(2000)])
def test_something_else_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BenchError, match=r"a\.zip"):
        extract(tmp_path / "a.zip", tmp_path / "out")
    assert names(tmp_path) == ["a.zip"]


def test_archive_without_meshes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"no \.off file"):
        extract(pack(tmp_path / "a.zip", JUNK), tmp_path / "out")


def test_missing_archive(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"a\.zip: cannot be unpacked: No such file"):
        extract(tmp_path / "a.zip", tmp_path / "out")


def test_full_disk_is_said_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage(5999))
    with pytest.raises(BenchError, match="disk is full"):
        extract(pack(tmp_path / "a.zip", FILES), tmp_path / "out")
    assert names(tmp_path) == ["a.zip"]


def test_ctrl_c_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.zip", FILES)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module.tqdm, "update", interrupted)
        with pytest.raises(KeyboardInterrupt):
            extract(path, tmp_path / "out")
    assert names(tmp_path) == ["a.zip"]


def test_leftover_of_a_killed_run_is_not_mixed_in(tmp_path: Path) -> None:
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "old.off").write_bytes(b"OFF")
    extract(pack(tmp_path / "a.zip", FILES), tmp_path / "out")
    assert contents(tmp_path / "out") == FILES
