"""Archives unpacked whole or not at all, and never outside their folder."""

import errno
import gzip
import lzma
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from tqdm import tqdm

from lib.core.errors import BenchError

_CHUNK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    tarfile.TarError,
    EOFError,
    lzma.LZMAError,
    zlib.error,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class _Member:
    name: str
    size: int
    is_file: bool
    is_folder: bool
    open: Callable[[], IO[bytes]]


def extract(archive: Path, target: Path, suffix: str = ".off") -> None:
    """Unpack the files with one ending from a zip or tar archive.

    Every member is checked before anything is written. The files go to
    ``<target>.part``, which gets its final name at the end, so that an
    interrupted extraction never counts as done.

    Parameters
    ----------
    archive : Path
        A zip file, or a tar file, plain or compressed with gzip, bzip2 or xz.
    target : Path
        The folder to make. If it exists, nothing is done.
    suffix : str, optional
        Ending of the members to unpack; resource forks of macOS are left out.

    Raises
    ------
    BenchError
        If the archive is damaged, holds a member that would leave the folder, a
        link or a device, holds no file with the ending, or the disk is full.
    """
    if target.is_dir():
        return
    part = target.with_name(target.name + ".part")
    try:
        with ExitStack() as stack:
            members = _members(archive, stack)
            for member in members:
                _refuse_unsafe(member, archive)
            wanted = [member for member in members if _is_wanted(member, suffix)]
            if not wanted:
                raise BenchError(f"{archive.name}: holds no {suffix} file", "is it the right one?")
            part.parent.mkdir(parents=True, exist_ok=True)
            _require_room(sum(member.size for member in wanted), part.parent, archive)
            shutil.rmtree(part, ignore_errors=True)
            _write(wanted, part)
        part.replace(target)
    except _DAMAGED as error:
        raise BenchError(
            f"{archive.name}: the archive is damaged or cut short: "
            f"{str(error) or type(error).__name__}",
            "fetch it again",
        )
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(archive, part.parent)
        raise BenchError(
            f"{archive.name}: cannot be unpacked: {error.strerror or error}",
            "fetch it again, and check the rights of the folder",
        )
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _members(archive: Path, stack: ExitStack) -> list[_Member]:
    if zipfile.is_zipfile(archive):
        zipped = stack.enter_context(zipfile.ZipFile(archive))
        return [_from_zip(zipped, info) for info in zipped.infolist()]
    try:
        tarred = stack.enter_context(tarfile.TarFile.open(archive))
    except tarfile.ReadError:
        raise BenchError(
            f"{archive.name}: neither a zip nor a tar archive, or cut short", "fetch it again"
        )
    members = [_from_tar(tarred, info) for info in tarred.getmembers()]
    # tarfile stops at the end mark; the checksums of gzip and xz come after it.
    while tarred.fileobj is not None and tarred.fileobj.read(_CHUNK):
        pass
    return members


def _from_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return _Member(
        # orig_filename, since ZipInfo cuts the name at a NUL.
        info.orig_filename,
        info.file_size,
        is_file=not info.is_dir() and kind in (0, stat.S_IFREG),
        is_folder=info.is_dir() and kind in (0, stat.S_IFDIR),
        open=lambda: archive.open(info),
    )


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> _Member:
    def opened() -> IO[bytes]:
        file = archive.extractfile(info)
        assert file is not None
        return file

    return _Member(info.name, info.size, info.isreg(), info.isdir(), opened)


def _refuse_unsafe(member: _Member, archive: Path) -> None:
    windows = PureWindowsPath(member.name)
    if windows.drive or windows.root or ".." in windows.parts or "\0" in member.name:
        reason = "would be written outside the folder"
    elif not (member.is_file or member.is_folder):
        reason = "is a link or a device"
    else:
        return
    raise BenchError(
        f"{archive.name}: member {member.name!r} {reason}; nothing was unpacked",
        "do not trust this archive; get it from its official address",
    )


def _is_wanted(member: _Member, suffix: str) -> bool:
    path = PurePosixPath(member.name.replace("\\", "/"))
    fork = path.name.startswith("._") or "__MACOSX" in path.parts
    return member.is_file and path.suffix.lower() == suffix and not fork


def _require_room(size: int, folder: Path, archive: Path) -> None:
    if shutil.disk_usage(folder).free < size:
        raise _full(archive, folder)


def _full(archive: Path, folder: Path) -> BenchError:
    return BenchError(
        f"the disk is full: {archive.name} cannot be unpacked to {folder}",
        "make room and run again",
    )


def _write(members: list[_Member], folder: Path) -> None:
    total = sum(member.size for member in members)
    with tqdm(total=total, unit="B", unit_scale=True, unit_divisor=1024, desc="unpack") as bar:
        for member in members:
            path = folder / member.name.replace("\\", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            with member.open() as source, path.open("wb") as file:
                shutil.copyfileobj(source, file)
            bar.update(member.size)
