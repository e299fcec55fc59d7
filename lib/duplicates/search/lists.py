"""Pairs within inverted lists: for catalogues too large to compare every pair.

Rows are sorted into lists by their nearest centre. Pairs are looked for between the members
of a list and all rows that have this centre among their few nearest; so two similar rows
meet unless they lie on both sides of a border that neither is near to.
"""

from pathlib import Path
from typing import NamedTuple

import faiss
import numpy as np
import numpy.typing as npt

from lib.core.rng import generator
from lib.duplicates.search.flat import write_pairs
from lib.duplicates.search.space import Space

PROBES = 4
"""Lists that a row is compared in."""

_ROUNDS = 8
_PER_LIST = 40
_BLOCK = 65_536


def list_count(n: int) -> int:
    """Four times the square root of the rows."""
    return int(4 * np.sqrt(n))


def train(own: Space, seed: int) -> npt.NDArray[np.float32]:
    """Find the centres by k-means on a sample, shape (lists, D)."""
    n, count = len(own.rows), list_count(len(own.rows))
    some = generator(seed, "search", "centres").choice(n, min(n, count * _PER_LIST), replace=False)
    means = faiss.Kmeans(
        own.rows.shape[1],
        count,
        niter=_ROUNDS,
        seed=seed % 2**31,
        spherical=own.inner,
        max_points_per_centroid=_PER_LIST,
        min_points_per_centroid=1,
    )
    means.train(own.rows[np.sort(some)])
    return np.asarray(means.centroids, dtype=np.float32)


class Probe(NamedTuple):
    """Rows whose nearest centres are to be found; files hold rows and centres."""

    vectors: str
    centres: str
    start: int
    end: int
    inner: bool


def probe_rows(probe: Probe, path: Path) -> None:
    """Find the nearest centres of some rows and write them, shape (rows, PROBES)."""
    rows, centres = (np.load(one, mmap_mode="r") for one in (probe.vectors, probe.centres))
    index = faiss.IndexFlatIP(rows.shape[1]) if probe.inner else faiss.IndexFlatL2(rows.shape[1])
    index.add(np.ascontiguousarray(centres))
    part = np.ascontiguousarray(rows[probe.start : probe.end])
    _, lists = index.search(part, min(PROBES, len(centres)))
    write_pairs(path, lists)


class Join(NamedTuple):
    """Lists to look for pairs in.

    Attributes
    ----------
    vectors, probes : str
        Files of the rows, and of all rows' lists, the nearest first.
    first, last : int
        Lists from `first` on, without `last`.
    limit : float
    inner : bool
    most : int
        More pairs than this are not collected.
    """

    vectors: str
    probes: str
    first: int
    last: int
    limit: float
    inner: bool
    most: int


def join_lists(job: Join, path: Path) -> None:
    """Propose pairs within some lists and write them, shape (2, P), the lower row first."""
    rows = np.load(job.vectors, mmap_mode="r")
    probes = np.load(job.probes, mmap_mode="r")
    own = Space(rows, job.inner, 0.0)
    row, place = np.nonzero((probes >= job.first) & (probes < job.last))
    lists = probes[row, place]
    order = np.lexsort((row, lists))
    row, lists, nearest = row[order], lists[order], place[order] == 0
    found, count = [], 0
    for number in range(job.first, job.last):
        here = slice(*np.searchsorted(lists, [number, number + 1]))
        visitors = row[here]
        members = visitors[nearest[here]]
        if not len(members):
            continue
        there = np.ascontiguousarray(rows[visitors])
        limit = np.float32(job.limit)
        for start in range(0, len(members), _BLOCK):
            part = members[start : start + _BLOCK]
            a, b = np.nonzero(own.closeness(np.ascontiguousarray(rows[part]), there) >= limit)
            keep = part[a] != visitors[b]
            pairs = np.sort(np.stack([part[a][keep], visitors[b][keep]]), axis=0)
            found.append(np.unique(pairs, axis=1))
            count += found[-1].shape[1]
        if count > job.most:
            break
    write_pairs(path, np.concatenate(found, axis=1) if found else np.empty((2, 0), np.int64))
