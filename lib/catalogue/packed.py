"""Files that may be packed by gzip, bzip2 or xz, as their names say."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What reading such a file can raise."""

_OPENERS: Mapping[str, Callable[..., Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading; raises one of `UNREADABLE`, now or later."""
    opened: IO[bytes] = _OPENERS.get(path.suffix.lower(), open)(path, "rb")
    return opened


def open_text(path: Path) -> io.TextIOWrapper:
    """Open a UTF-8 file for reading, past its byte order mark and with line ends as they are."""
    return io.TextIOWrapper(open_bytes(path), encoding="utf-8-sig", newline="")
