"""Every pair compared, in blocks.

Plain matrix products: FAISS's flat index answers a range search four times as slowly.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from lib.core.arrays import Ints
from lib.core.files import atomic
from lib.duplicates.search.space import Space

_QUERIES = 1024
_OTHERS = 16_384


class Block(NamedTuple):
    """Rows to compare with each other and with all rows before them.

    Attributes
    ----------
    vectors : str
        The ``.npy`` file of :class:`lib.duplicates.search.space.Space` rows.
    start, end : int
    limit : float
        Closeness from which on a pair is proposed.
    inner : bool
    """

    vectors: str
    start: int
    end: int
    limit: float
    inner: bool


def search_block(block: Block, path: Path) -> None:
    """Propose pairs of a block and write them, see :func:`pairs_before`."""
    rows = np.load(block.vectors, mmap_mode="r")
    own = Space(rows[: block.end], block.inner, 0.0)
    write_pairs(path, pairs_before(own, block.start, block.limit))


def pairs_before(own: Space, start: int, limit: float) -> Ints:
    """Pair each row from `start` on with the rows before it.

    Returns
    -------
    ndarray of int64, shape (2, P)
        The lower row first; pairs whose closeness is at least `limit`.
    """
    found = [np.empty((2, 0), dtype=np.int64)]
    for at in range(start, len(own.rows), _QUERIES):
        queries = np.ascontiguousarray(own.rows[at : at + _QUERIES])
        for other in range(0, at + len(queries), _OTHERS):
            others = np.ascontiguousarray(own.rows[other : other + _OTHERS])
            a, b = np.nonzero(own.closeness(queries, others) >= np.float32(limit))
            keep = b + other < a + at
            found.append(np.stack([b[keep] + other, a[keep] + at]))
    return np.concatenate(found, axis=1)


def write_pairs(path: Path, pairs: Ints) -> None:
    """Write row numbers."""
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, pairs.astype("<i8"), allow_pickle=False)
