"""Inverted lists that are the same on every processor: for catalogues too large for every pair.

Rows are sorted into lists by their nearest centre (k-means) and visit the lists of the next
few, so that two similar rows meet unless they lie across a border that neither is near to.

FAISS has both, in single precision, whose last bits depend on processor and threads, and
with them which pairs meet. Here rows and centres are whole numbers of which each product
and sum stays below 2**24: float32 adds these exactly, in any order. Besides, its search for
the nearest centres takes four times as long as a plain product and a look through it.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from lib.core.arrays import Floats, Ints
from lib.core.files import atomic
from lib.core.jit import compiled
from lib.core.rng import generator
from lib.duplicates.search.space import Singles, Space, Vectors

Whole = npt.NDArray[np.int16]

LISTS = 4
"""Lists a catalogue of N has, as a multiple of sqrt(N)."""

PROBES = 4
"""Lists that a row is in: the one that it is a member of, and three that it visits."""

_LENGTH = 2364
"""Longest row. Products with a centre reach 2 * 2364**2, the centre's square 2364**2 more:
3 * 2364**2 < 2**24."""

_LONG = 0.99
"""Raw vectors above this quantile of lengths are shortened to it, to keep the others fine."""

_ROUNDS = 6
_PER_LIST = 32
_CHUNK = 32_768
_QUERIES = 1024


def list_count(n: int) -> int:
    """Return how many lists `n` rows are sorted into."""
    return max(1, int(LISTS * np.sqrt(n)))


def whole_numbers(space: Space, vectors: Vectors) -> Whole:
    """Round rows to whole numbers, towards zero, no row longer than 2364.

    Parameters
    ----------
    space : Space
    vectors : ndarray of float, shape (N, D)

    Returns
    -------
    ndarray of int16, shape (N, D)
    """
    lengths = np.empty(len(vectors))
    starts = range(0, len(vectors), _CHUNK)
    for start in starts:
        _measure(space.moved(vectors[start : start + _CHUNK]), lengths[start : start + _CHUNK])
    longest = float(np.quantile(lengths, _LONG)) if space.raw else 0.0
    factors = _LENGTH / np.maximum(np.maximum(lengths, longest), np.finfo(np.float64).tiny)
    whole = np.empty(vectors.shape, dtype=np.int16)
    for start in starts:
        here = slice(start, start + _CHUNK)
        whole[here] = np.trunc(space.moved(vectors[here]) * factors[here, None])
    return whole


def train(whole: Whole, seed: int) -> Singles:
    """Find centres by k-means on a seeded sample.

    Parameters
    ----------
    whole : ndarray of int16, shape (N, D)
        As :func:`whole_numbers` makes them.
    seed : int

    Returns
    -------
    ndarray of float32, shape (L, D + 1)
        Twice the centre, and minus its square: the product with a row and a 1 is the
        row's own square less its squared distance.
    """
    n, count = len(whole), list_count(len(whole))
    some = generator(seed, "search", "centres").choice(n, min(n, count * _PER_LIST), replace=False)
    points = _with_one(whole[some])
    centres = points[:count, :-1].astype(np.float64)
    for _ in tqdm(range(_ROUNDS), desc="centres", unit="round", dynamic_ncols=True):
        own = _nearest(points, _sides(centres), 1)[:, 0]
        order = np.argsort(own, kind="stable")
        lists, starts = np.unique(own[order], return_index=True)
        sums = np.add.reduceat(points[order, :-1], starts, axis=0, dtype=np.float64)
        # A centre that nobody is nearest to stays where it is.
        centres[lists] = np.trunc(sums / np.bincount(own)[lists, None])
    return _sides(centres)


class Probe(NamedTuple):
    """Rows whose nearest lists are to be found; ``whole.npy`` and ``centres.npy`` hold what for."""

    folder: Path
    start: int
    end: int


def write_probe(probe: Probe, path: Path) -> None:
    """Find the nearest lists of some rows and write them, int64, shape (rows, PROBES)."""
    whole = np.load(probe.folder / "whole.npy", mmap_mode="r")
    centres = np.load(probe.folder / "centres.npy")
    found = _nearest(_with_one(whole[probe.start : probe.end]), centres, min(PROBES, len(centres)))
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, found, allow_pickle=False)


def _nearest(points: Singles, centres: Singles, count: int) -> Ints:
    """Centres of the largest products, the largest first; of equal ones the first."""
    found = np.empty((len(points), count), dtype=np.int64)
    for start in range(0, len(points), _QUERIES):
        here = slice(start, start + _QUERIES)
        _largest(points[here] @ centres.T, found[here])
    return found


def _with_one(whole: Whole) -> Singles:
    points = np.ones((len(whole), whole.shape[1] + 1), dtype=np.float32)
    points[:, :-1] = whole
    return points


def _sides(centres: Floats) -> Singles:
    squares = (centres**2).sum(axis=1, keepdims=True)
    return np.concatenate([2 * centres, -squares], axis=1).astype(np.float32)


@compiled
def _largest(products: Singles, found: Ints) -> None:
    """Fill in the columns of each row's largest numbers, by insertion."""
    count = found.shape[1]
    for n in range(len(products)):
        filled = 0
        for column in range(products.shape[1]):
            value = products[n, column]
            if filled == count and value <= products[n, found[n, count - 1]]:
                continue
            if filled < count:
                filled += 1
            at = filled - 1
            while at > 0 and value > products[n, found[n, at - 1]]:
                found[n, at] = found[n, at - 1]
                at -= 1
            found[n, at] = column


@compiled
def _measure(rows: Floats, lengths: Floats) -> None:
    """Fill in lengths, each summed from the first number on."""
    for n in range(len(rows)):
        total = 0.0
        for k in range(rows.shape[1]):
            total += rows[n, k] * rows[n, k]
        lengths[n] = np.sqrt(total)
