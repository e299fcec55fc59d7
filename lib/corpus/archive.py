"""Archives unpacked whole or not at all, and never outside their folder."""

import errno
import lzma
import os
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from tqdm import tqdm

from lib.core.errors import BenchError

_CHUNK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    lzma.LZMAError,
    zlib.error,
    RuntimeError,
    ValueError,
)


class _Member(NamedTuple):
    name: str
    size: int
    is_file: bool
    is_folder: bool
    put: Callable[[Path], object]


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
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        opened = zipfile.ZipFile if zipfile.is_zipfile(archive) else tarfile.TarFile.open
        with opened(archive) as members:
            _unpack(members, part, archive.name, suffix)
        part.replace(target)
    except _DAMAGED as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise BenchError(
            f"{archive.name}: no zip or tar archive, damaged or cut short: {reason}",
            "fetch it again",
        )
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BenchError(
                f"the disk is full: {archive.name} cannot be unpacked to {part.parent}",
                "make room and run again",
            )
        raise BenchError(
            f"{archive.name}: cannot be unpacked: {error.strerror or error}",
            "fetch it again, and check the rights of the folder",
        )
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _unpack(
    archive: zipfile.ZipFile | tarfile.TarFile, folder: Path, name: str, suffix: str
) -> None:
    members = _members(archive)
    for member in members:
        _refuse_unsafe(member, name)
    wanted = [member for member in members if _is_wanted(member, suffix)]
    if not wanted:
        raise BenchError(f"{name}: holds no {suffix} file", "is it the right one?")
    total = sum(member.size for member in wanted)
    if shutil.disk_usage(folder).free < total:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with tqdm(total=total, unit="B", unit_scale=True, unit_divisor=1024, desc="unpack") as bar:
        for member in wanted:
            member.put(folder)
            bar.update(member.size)


def _members(archive: zipfile.ZipFile | tarfile.TarFile) -> list[_Member]:
    if isinstance(archive, zipfile.ZipFile):
        return [_from_zip(archive, info) for info in archive.infolist()]
    members = [_from_tar(archive, info) for info in archive.getmembers()]
    # tarfile stops at the end mark; the checksums of gzip and xz come after it.
    while archive.fileobj is not None and archive.fileobj.read(_CHUNK):
        pass
    return members


def _from_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    is_file = not info.is_dir() and kind in (0, stat.S_IFREG)
    is_folder = info.is_dir() and kind in (0, stat.S_IFDIR)
    info.filename = info.filename.replace("\\", "/")
    put = partial(archive.extract, info)
    # orig_filename, since ZipInfo cuts the name at a NUL.
    return _Member(info.orig_filename, info.file_size, is_file, is_folder, put)


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> _Member:
    info.name = info.name.replace("\\", "/")
    # The filter needs Python 3.11.4.
    put = partial(archive.extract, info, filter="data")
    return _Member(info.name, info.size, info.isreg(), info.isdir(), put)


def _refuse_unsafe(member: _Member, archive: str) -> None:
    """Refuse names that zipfile and tarfile would repair without a word, and links."""
    windows = PureWindowsPath(member.name)
    if windows.drive or windows.root or ".." in windows.parts or "\0" in member.name:
        reason = "would be written outside the folder"
    elif not (member.is_file or member.is_folder):
        reason = "is a link or a device"
    else:
        return
    raise BenchError(
        f"{archive}: member {member.name!r} {reason}; nothing was unpacked",
        "do not trust this archive; get it from its official address",
    )


def _is_wanted(member: _Member, suffix: str) -> bool:
    path = PurePosixPath(member.name.replace("\\", "/"))
    fork = path.name.startswith("._") or "__MACOSX" in path.parts
    return member.is_file and path.suffix.lower() == suffix and not fork
