"""Where output can be written: asked before the work, and said in one line where it cannot."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.core.errors import BenchError

_PROBE = b"\0" * 4096


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says against writing `path` into a `BenchError`.

    Errors about files elsewhere pass through.
    """
    try:
        yield
    except OSError as error:
        about = error.filename
        if isinstance(about, str | bytes | os.PathLike):
            other = Path(os.fsdecode(about))
            if other.parent != path.parent and other not in path.parents:
                raise
        raise _unwritable(path, error)


def require_writable(path: Path, *, folder: bool = False) -> None:
    """Raise a `BenchError` where a file cannot be written; nothing is made.

    Parameters
    ----------
    path : Path
        Need not be there, nor the folders that it lies in.
    folder : bool, optional
        It is a folder that files are to be written to.
    """
    try:
        if folder and path.exists() and not path.is_dir():
            raise BenchError(f"{path} is a file", "name a folder")
        if not folder and path.exists() and not path.is_file():
            raise BenchError(f"{path} is no file that could be replaced", "name a file")
        place = path if folder else path.parent
        while not place.exists():
            place = place.parent
        if not place.is_dir():
            raise BenchError(f"{place} is a file, {path} cannot lie below it", "name another place")
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(_PROBE)
    except OSError as error:
        raise _unwritable(path, error)


def _unwritable(path: Path, error: OSError) -> BenchError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        spare = Path(tempfile.gettempdir())
        more = ", or set TMPDIR to a folder on another disk," if spare in path.parents else ""
        return BenchError(
            f"the disk is full, {path} could not be written",
            f"free some space there{more} and run the same command again",
        )
    reason = error.strerror or str(error)
    return BenchError(f"{path} cannot be written: {reason}", "name another place, or mend this one")
