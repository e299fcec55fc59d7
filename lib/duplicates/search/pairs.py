"""All pairs of a catalogue at or above a threshold."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.core import parallel
from lib.core.arrays import Ints
from lib.core.files import atomic, sha256_of
from lib.core.params.compute import ComputeParams
from lib.duplicates.search.coverage import coverage
from lib.duplicates.search.found import Coverage, Found
from lib.duplicates.search.join import Part, joined, write_part
from lib.duplicates.search.layout import Layout, by_lists, load_layout, one_list
from lib.duplicates.search.limit import too_many
from lib.duplicates.search.lists import Probe, list_count, train, whole_numbers, write_probe
from lib.duplicates.search.sample import Sample, draw, look
from lib.duplicates.search.space import (
    Vectors,
    exact_similarity,
    reaches,
    require_threshold,
    space_of,
)

MOST_PAIRS = 1_000_000
"""More pairs than this are a mistake in the threshold, not a finding."""

EXACT_UP_TO = 4e12
"""N * N * D up to which every pair is compared: 175,000 rows of 128 numbers, two or three
minutes on two cores. Beyond, rows are compared within lists."""

_AT_ONCE = 4e9
"""N * N * D up to which the work is done here and now, in less than a second."""

_CLEARLY = 2
"""A sample's estimate has to be so many times too high before the search is not begun."""

_ROWS = 32_768
"""Rows whose lists are found in one shard."""


def find_pairs(
    vectors: Vectors,
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
    verdict depends neither on an index nor on the processor. Large catalogues are compared
    within inverted lists, and what that misses is measured on a sample of rows.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
        Also one that is mapped from a file.
    threshold : float
        In the similarity's own units.
    similarity : {"cosine", "l2", "l2_unit"}
    seed : int
        Of the sample, and of the lists.
    workers : int or None
    compute : ComputeParams
    most_pairs : int, optional
    name : Path
        Names the work folder, see :func:`lib.core.parallel.finished`.
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
        If more than `most_pairs` pairs are flagged, with a threshold that would flag no
        more; if the threshold is out of range; if a row is zero or not finite.
    """
    require_threshold(threshold, similarity)
    space = space_of(vectors, similarity)
    n, dim = vectors.shape
    if n < 2:
        nobody = np.zeros(0, dtype=np.int64)
        return Found(nobody, nobody, np.zeros(0), Coverage("exact"))
    rows, limit = space.rows(vectors), float(space.limit(threshold))
    cost = float(n) * n * dim
    sample = None
    if n * (n - 1) // 2 > most_pairs or cost > exact_up_to:
        allowed = int(2 * most_pairs * min(n, len(picks := draw(n, seed))) / n)
        sample = look(space, rows, picks, limit, _CLEARLY * allowed + 1)
        if sample.count > _CLEARLY * allowed:
            raise _refused(vectors, sample, allowed, threshold, similarity, most_pairs)
    part = Part(Path(), space, 0, n, limit, _CLEARLY * most_pairs)
    if cost <= min(_AT_ONCE, exact_up_to):
        pairs = joined(rows, one_list(n), part)
    else:
        options = {"workers": workers, "compute": compute, "temporary": temporary}
        with _Work(vectors, rows, part, cost > exact_up_to, name, seed, options) as work:
            del rows
            pairs = work.pairs()
    keys = np.unique(pairs[0] * n + pairs[1])
    a, b = np.divmod(keys, n)
    value = exact_similarity(vectors, a, b, similarity)
    kept = reaches(value, threshold, similarity)
    a, b, value = a[kept], b[kept], value[kept]
    if len(value) > most_pairs:
        raise too_many(value, most_pairs, len(value), threshold, similarity, most_pairs)
    share = Coverage("exact")
    if cost > exact_up_to and sample is not None:
        share = coverage(vectors, sample, a * n + b, threshold, similarity)
    return Found(a, b, value, share)


def _refused(
    vectors: Vectors, sample: Sample, allowed: int, threshold: float, similarity: str, most: int
) -> Exception:
    values = exact_similarity(vectors, sample.a, sample.b, similarity)
    about = sample.count * len(vectors) / (2 * sample.n_rows)
    return too_many(values, allowed, about, threshold, similarity, most)


@dataclass
class _Work:
    """A search whose rows lie in files, shared by those who do its parts.

    Rows, lists and layout stay until the search has ended well, so that one that was
    interrupted goes on.
    """

    vectors: Vectors
    rows: npt.NDArray[np.float32]
    part: Part
    in_lists: bool
    name: Path
    seed: int
    options: dict[str, Any]

    def __enter__(self) -> "_Work":
        top = (parallel.WORK / self.name / "rows").resolve()
        rows = _save(top / "rows.npy", self.rows)
        similarity = self.part.space.similarity
        self.digest = parallel.fingerprint([sha256_of(rows), similarity, self.seed, self.in_lists])
        self.folder = top / self.digest
        self.folder.mkdir(exist_ok=True)
        rows.replace(self.folder / rows.name)
        for other in top.iterdir():
            if other != self.folder:
                shutil.rmtree(other)
        self.rows = np.load(self.folder / "rows.npy", mmap_mode="r")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            shutil.rmtree(parallel.WORK / self.name)

    def pairs(self) -> Ints:
        """Find what reaches the limit, shape (2, P); some pairs stand twice."""
        n, width = self.rows.shape
        layout = self._by_lists() if self.in_lists else one_list(n)
        layout.save(self.folder)
        jobs = [
            self.part._replace(folder=self.folder, start=start, end=end)
            for start, end in layout.parts(width)
        ]
        depends = [self.digest, self.part.limit, self.part.most]
        found = self._done("pairs", write_part, jobs, depends)
        return np.concatenate(list(found), axis=1)

    def _by_lists(self) -> Layout:
        if (self.folder / "visitor_starts.npy").exists():
            return load_layout(self.folder)
        n = len(self.rows)
        if not (self.folder / "centres.npy").exists():
            whole = whole_numbers(self.part.space, self.vectors)
            _save(self.folder / "whole.npy", whole)
            _save(self.folder / "centres.npy", train(whole, self.seed))
        probes = [Probe(self.folder, at, min(at + _ROWS, n)) for at in range(0, n, _ROWS)]
        nearest = self._done("lists", write_probe, probes, self.digest)
        return by_lists(np.concatenate(list(nearest)), list_count(n))

    def _done(
        self,
        what: str,
        function: Callable[[Any, Path], None],
        jobs: Sequence[Any],
        depends: Any,
    ) -> Iterator[Any]:
        width = len(str(len(jobs)))
        tasks = [
            parallel.Task(f"{number:0{width}d}.npy", job.end - job.start, job)
            for number, job in enumerate(jobs)
        ]
        with parallel.finished(
            function,
            tasks,
            self.name / what,
            depends=depends,
            unit="row",
            label=f"search, {what}",
            **self.options,
        ) as paths:
            yield from (np.load(path) for path in paths)


def _save(path: Path, array: npt.NDArray[Any]) -> Path:
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, array, allow_pickle=False)
    return path
