"""Pairs within lists whose products reach a limit: one matrix product a block of a list.

Plain products rather than an index: FAISS answers a range search over the same rows four
times as slowly.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lib.core.arrays import Ints
from lib.core.files import atomic
from lib.duplicates.search.layout import Layout, load_layout
from lib.duplicates.search.space import Singles, Space

_QUERIES = 1024
_OTHERS = 8192


class Part(NamedTuple):
    """A range of members to find the pairs of.

    Attributes
    ----------
    folder : Path
        Where the layout lies, and the rows in ``rows.npy``.
    space : Space
    start, end : int
        Places in the layout's members.
    limit : float
        As in :meth:`lib.duplicates.search.space.Space.limit`.
    most : int
        Collecting ends with the block that goes beyond.
    """

    folder: Path
    space: Space
    start: int
    end: int
    limit: float
    most: int


def write_part(part: Part, path: Path) -> None:
    """Find the pairs of a part, see :func:`joined`, and write them as one array."""
    rows = np.load(part.folder / "rows.npy", mmap_mode="r")
    found = joined(rows, load_layout(part.folder), part)
    with atomic(path) as temporary, temporary.open("wb") as stream:
        np.save(stream, found, allow_pickle=False)


def joined(rows: Singles, layout: Layout, part: Part) -> Ints:
    """Find pairs of members with later members of their list, and with its visitors.

    Parameters
    ----------
    rows : ndarray of float32, shape (N, W)
    layout : Layout
    part : Part

    Returns
    -------
    ndarray of int64, shape (2, P)
        Rows, the lower first. A pair that meets in two lists stands twice.
    """
    found, count = [np.empty((2, 0), dtype=np.int64)], 0
    for start, end, number in _blocks(layout, part.start, part.end):
        own = layout.members[start:end]
        queries = np.ascontiguousarray(rows[own])
        for place, others in _others(layout, start, number):
            right = part.space.others(np.ascontiguousarray(rows[others]))
            a, b = np.nonzero(queries @ right.T >= np.float32(part.limit))
            # Members of the block itself would meet twice, and each would meet itself.
            later = place + b > a
            pairs = np.stack([own[a[later]], others[b[later]]])
            found.append(np.sort(pairs, axis=0))
            count += pairs.shape[1]
            if count > part.most:
                return np.concatenate(found, axis=1)
    return np.concatenate(found, axis=1)


def _blocks(layout: Layout, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut a range of places where lists end, and into blocks; with each block's list."""
    while start < end:
        number = int(np.searchsorted(layout.member_starts, start, side="right")) - 1
        stop = min(start + _QUERIES, end, int(layout.member_starts[number + 1]))
        yield start, stop, number
        start = stop


def _others(layout: Layout, start: int, number: int) -> Iterator[tuple[int, Ints]]:
    """Members of a list from a place on, then its visitors; with their place after it."""
    place = 0
    visits = slice(*layout.visitor_starts[number : number + 2])
    for rows in (layout.members[start : layout.member_starts[number + 1]], layout.visitors[visits]):
        for at in range(0, len(rows), _OTHERS):
            part = rows[at : at + _OTHERS]
            yield place, part
            place += len(part)
