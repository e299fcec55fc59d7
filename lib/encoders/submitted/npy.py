"""One .npy array from a stranger: its header is checked before its data are read.

The data are never unpickled: unpickling runs the code of whoever wrote the file.
numpy alone would do for well-meant files; it allocates whatever a header asks for.
"""

import io
import math
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.core.errors import BenchError

_HEAD = 12 + 10_000
"""Longest header that is looked at: numpy's own limit, and what stands before it."""

_LONGEST = 1 << 40
"""No axis is as long as this; a number of thousands of digits cannot even be printed."""

HOW = "write it with np.save(path, vectors.astype(np.float32))"


class Header(NamedTuple):
    """What a .npy file says about itself, and the byte its data start at."""

    shape: tuple[int, ...]
    dtype: np.dtype
    start: int


def read_header(stream: IO[bytes], size: int, where: str) -> Header:
    """Parse a header without reading any further than one may reach.

    Parameters
    ----------
    stream : binary file
        At its beginning.
    size : int
        Bytes in it.
    where : str
        What messages call it.

    Raises
    ------
    BenchError
        If this is no .npy file of format 1.0 or 2.0, is damaged, or holds
        pickled objects.
    """
    head = io.BytesIO(stream.read(min(size, _HEAD)))
    first = head.getvalue()[:6]
    if first[:1] == b"\x80":
        raise BenchError(f"{where} is a pickle, which is never loaded: that runs its code", HOW)
    if first != b"\x93NUMPY":
        raise BenchError(f"{where} does not begin as a .npy file does", HOW)
    try:
        version = np.lib.format.read_magic(head)
        if version not in ((1, 0), (2, 0)):
            raise ValueError(f"its format version is {version[0]}.{version[1]}, 1.0 is usual")
        read = (
            np.lib.format.read_array_header_1_0
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0
        )
        shape, _, dtype = read(head)
        if not all(0 <= length < _LONGEST for length in shape):
            raise ValueError("its shape is out of all range")
    # The header is a Python literal, and there are many ways to misspell one.
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise BenchError(f"{where} has a damaged header: {reason[:200]!r}", HOW)
    if dtype.hasobject:
        raise BenchError(
            f"{where}: dtype {dtype} holds pickled objects, which are never loaded: that runs "
            "their code",
            "write numbers with .astype(np.float32), ids with .astype(str)",
        )
    return Header(shape, dtype, head.tell())


def read_data(stream: IO[bytes], size: int, header: Header, where: str) -> npt.NDArray[np.generic]:
    """Read what the header announces, if that is all there is.

    Returns
    -------
    ndarray
        Of the header's shape and dtype.

    Raises
    ------
    BenchError
        If the file holds more or fewer bytes, or no value at all.
    """
    announced = math.prod(header.shape) * header.dtype.itemsize
    following = size - header.start
    if min(header.shape, default=1) < 1 or announced != following or announced == 0:
        raise BenchError(
            f"{where}: the header announces shape {header.shape} of {header.dtype}, "
            f"{announced:,} bytes; {following:,} follow",
            "the file is cut short or has something behind its end: write it again",
        )
    stream.seek(0)
    return np.lib.format.read_array(stream, allow_pickle=False)
