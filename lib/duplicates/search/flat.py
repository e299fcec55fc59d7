"""Every pair compared, in blocks."""

from pathlib import Path
from typing import NamedTuple

import faiss
import numpy as np
import numpy.typing as npt

from lib.core.arrays import Ints
from lib.core.files import atomic

_QUERIES = 256


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
    """Propose pairs of a block and write them, shape (2, P): the lower row first."""
    rows = np.load(block.vectors, mmap_mode="r")
    found = pairs_before(
        np.ascontiguousarray(rows[: block.end]), block.start, block.limit, inner=block.inner
    )
    write_pairs(path, found)


def pairs_before(rows: npt.NDArray[np.float32], start: int, limit: float, *, inner: bool) -> Ints:
    """Pair each row from `start` on with the rows before it, shape (2, P)."""
    dim = rows.shape[1]
    index = faiss.IndexFlatIP(dim) if inner else faiss.IndexFlatL2(dim)
    index.add(rows[:start])
    found = []
    for at in range(start, len(rows), _QUERIES):
        queries = rows[at : at + _QUERIES]
        index.add(queries)
        # Strictly above, or below, and the bound itself is loose enough for that.
        ends, _, others = index.range_search(queries, limit if inner else -limit)
        own = np.repeat(np.arange(at, at + len(queries)), np.diff(ends.astype(np.int64)))
        keep = others < own
        found.append(np.stack([others[keep], own[keep]]))
    return np.concatenate(found, axis=1) if found else np.empty((2, 0), dtype=np.int64)


def write_pairs(path: Path, pairs: Ints) -> None:
    """Write row numbers, shape (2, P)."""
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, pairs.astype("<i8"), allow_pickle=False)
