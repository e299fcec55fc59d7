"""All pairs of a catalogue at or above a threshold."""

import itertools
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.core import parallel
from lib.core.arrays import Ints
from lib.core.errors import BenchError
from lib.core.files import atomic, sha256_of
from lib.core.params.compute import ComputeParams
from lib.duplicates.search.flat import Block, pairs_before, search_block
from lib.duplicates.search.found import Coverage, Found
from lib.duplicates.search.lists import Join, Probe, join_lists, list_count, probe_rows, train
from lib.duplicates.search.sample import look, sample_rows
from lib.duplicates.search.space import Space, exact_similarity, reaches, space
from lib.thresholds.intervals import exact

MOST_PAIRS = 1_000_000
"""More pairs than this are a mistake in the threshold, not a finding."""

EXACT_UP_TO = 1e13
"""Products of numbers, N * N * D / 2, up to which every pair is compared: some minutes."""

_AT_ONCE = 2e10
_SAMPLE = 1000
_CONFIDENCE = 0.95
_ROWS = 16_384
_SHARDS = 64
_LARGEST = 4


def find_pairs(
    vectors: npt.NDArray[np.floating],
    threshold: float,
    similarity: str,
    *,
    seed: int,
    workers: int | None,
    compute: ComputeParams,
    most_pairs: int = MOST_PAIRS,
    name: Path,
    temporary: bool = False,
    exact_up_to: float = EXACT_UP_TO,
) -> Found:
    """Find all pairs of rows that are at least as similar as the threshold.

    Single precision proposes, with a bound on its rounding; float64 decides, so that the
    verdict depends neither on an index nor on the processor. Large catalogues are searched
    within inverted lists, and what that misses is measured on a sample of rows.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    threshold : float
        In the similarity's own units.
    similarity : {"cosine", "l2", "l2_unit"}
    seed : int
        Of the sample and the centres of the lists.
    workers : int or None
    compute : ComputeParams
    most_pairs : int, optional
    name : Path
        Names unfinished work, see :func:`lib.core.parallel.finished`.
    temporary : bool, optional
        As there.
    exact_up_to : float, optional
        See `EXACT_UP_TO`.

    Returns
    -------
    Found

    Raises
    ------
    BenchError
        If the threshold flags more than `most_pairs`.
    ValueError
        If a row is zero or not finite.
    """
    own = space(vectors, similarity)
    n, dim = own.rows.shape
    cost = n * n * dim / 2
    sampled = look(own, sample_rows(n, seed, _SAMPLE), threshold, similarity, most_pairs)
    limit = own.limit(threshold, similarity)
    if cost <= _AT_ONCE:
        pairs = pairs_before(own, 0, limit)
    else:
        options = {"workers": workers, "compute": compute, "temporary": temporary}
        run = _Run(own, limit, most_pairs, seed, name, options)
        pairs = run.every_pair() if cost <= exact_up_to else run.within_lists()
    a, b = pairs[:, np.lexsort(pairs[::-1])]
    value = exact_similarity(vectors, a, b, similarity)
    kept = reaches(value, threshold, similarity)
    found = Found(a[kept], b[kept], value[kept], Coverage("exact"))
    if cost <= max(exact_up_to, _AT_ONCE):
        return found
    true = reaches(
        exact_similarity(vectors, sampled.a, sampled.b, similarity), threshold, similarity
    )
    a, b = (np.minimum, np.maximum)
    there = np.unique(np.stack([a(sampled.a, sampled.b), b(sampled.a, sampled.b)])[:, true], axis=1)
    share = _coverage(found, there, len(sampled.rows), n)
    return Found(found.a, found.b, found.similarity, share)


def _coverage(found: Found, there: Ints, rows: int, n: int) -> Coverage:
    """Say which share of the sample's pairs was found; 1 where there are none."""
    total = there.shape[1]
    hits = int(np.isin(there[0] * n + there[1], found.a * n + found.b).sum())
    low, high = exact(hits, total, _CONFIDENCE)
    return Coverage("lists", hits / total if total else 1.0, low, high, rows, total)


@dataclass(frozen=True, eq=False)
class _Run:
    """A search in shards that worker processes take; arrays reach them as files."""

    own: Space
    limit: float
    most: int
    seed: int
    name: Path
    options: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        return (parallel.WORK / self.name.parent / f"{self.name.name}-arrays").resolve()

    def every_pair(self) -> Ints:
        """Compare each block with all rows before it; blocks are of equal work."""
        vectors, n = self._file("rows", self.own.rows), len(self.own.rows)
        ends = np.unique((n * np.sqrt(np.arange(_SHARDS + 1) / _SHARDS)).astype(np.int64))
        blocks = [
            Block(vectors, int(start), int(end), self.limit, self.own.inner)
            for start, end in itertools.pairwise(ends)
        ]
        return self._pairs("pairs", search_block, blocks, [b.end - b.start for b in blocks])

    def within_lists(self) -> Ints:
        """Train centres, find each row's lists, and pair rows within them."""
        vectors, n = self._file("rows", self.own.rows), len(self.own.rows)
        centres = self._file("centres", train(self.own, self.seed))
        starts = range(0, n, _ROWS)
        probes = [
            Probe(vectors, centres, start, min(start + _ROWS, n), self.own.inner)
            for start in starts
        ]
        sizes = [probe.end - probe.start for probe in probes]
        with self._finished("lists", probe_rows, probes, sizes) as parts:
            lists = self._file("probes", np.concatenate([np.load(part) for part in parts]))
        edges = np.linspace(0, list_count(n), _SHARDS + 1).astype(np.int64)
        joins = [
            Join(vectors, lists, int(first), int(last), self.limit, self.own.inner, 4 * self.most)
            for first, last in itertools.pairwise(edges)
        ]
        sizes = [join.last - join.first for join in joins]
        return np.unique(self._pairs("pairs", join_lists, joins, sizes, unit="list"), axis=1)

    def _pairs(
        self, what: str, function: Any, jobs: Sequence[Any], sizes: list[int], unit: str = "obj"
    ) -> Ints:
        with self._finished(what, function, jobs, sizes, unit) as parts:
            found = [np.load(part) for part in parts]
        shutil.rmtree(self.folder)
        count = sum(one.shape[1] for one in found)
        if count > _LARGEST * self.most:
            raise BenchError(
                f"the threshold flags more than {self.most:,} pairs", "take a stricter threshold"
            )
        return np.concatenate(found, axis=1)

    def _finished(
        self, what: str, function: Any, jobs: Sequence[Any], sizes: list[int], unit: str = "obj"
    ) -> Any:
        width = len(str(len(jobs)))
        tasks = [
            parallel.Task(f"{what}-{number:0{width}d}.npy", size, job)
            for number, (job, size) in enumerate(zip(jobs, sizes, strict=True))
        ]
        depends = [sha256_of(self.folder / "rows.npy"), self.limit, self.seed]
        return parallel.finished(
            function, tasks, self.name / what, depends=depends, unit=unit, **self.options
        )

    def _file(self, what: str, array: npt.NDArray[Any]) -> str:
        path = self.folder / f"{what}.npy"
        with atomic(path) as part, part.open("wb") as stream:
            np.save(stream, array, allow_pickle=False)
        return str(path)
