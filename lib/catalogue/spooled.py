"""What comes through a pipe, as a file that can be read more than once."""

import os
import shutil
import stat
import tempfile
import weakref
from pathlib import Path

from lib.core.errors import BenchError
from lib.core.output import writing


class _Kept:
    """With the last reference to it, the copy goes."""


def regular(path: Path) -> tuple[Path, object]:
    """Return a path that can be opened again and again, and what keeps it alive.

    Parameters
    ----------
    path : Path
        A file, which is returned as it is, or a pipe such as ``/dev/stdin``, which is read to
        its end into a temporary file.

    Returns
    -------
    (Path, object)
        The temporary file is gone once nothing holds the second any more.

    Raises
    ------
    BenchError
        If it is another device, or there is no room for the copy.
    OSError
        If it cannot be opened or read.
    """
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return path, None
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        raise BenchError(f"{path} is neither a file nor a pipe", "name a file, or pipe one in")
    with writing(Path(tempfile.gettempdir()) / "scores"):
        descriptor, name = tempfile.mkstemp(prefix="scores-", suffix=path.suffix)
    content, kept = Path(name), _Kept()
    weakref.finalize(kept, content.unlink, missing_ok=True)
    with os.fdopen(descriptor, "wb") as copy, path.open("rb") as stream, writing(content):
        shutil.copyfileobj(stream, copy)
        copy.flush()
    return content, kept
