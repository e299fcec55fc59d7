"""One search of synthetic vectors from end to end, timed by stage; run by benchmarks.scale."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt
import psutil

from lib.core.arrays import Ints
from lib.core.params.compute import ComputeParams
from lib.core.rng import generator
from lib.duplicates.groups import group
from lib.duplicates.search import pairs

DIM = 128
THRESHOLD = 0.98
"""Cosine. Copies lie at about 0.9988, members of one cluster near 0.5."""

PLANTED = 0.1
"""Share of the rows that are noisy copies of others."""

CLUSTERS = 2000
SPREAD, NOISE = 1.0, 0.05
_CHUNK = 100_000

GROWTH = {
    "prepare": 1.0,
    "sample": 1.0,
    "train": 1.5,
    "assign": 1.5,
    "join": 1.5,
    "rescore": 1.0,
    "group": 1.0,
}
"""Exponent of each stage's cost within lists: there are in proportion to sqrt(N) of them, and
each row is compared with all centres, and with the rows of a few lists."""

_INNER = {
    "look": "sample",
    "whole_numbers": "train",
    "train": "train",
    "joined": "join",
    "exact_similarity": "rescore",
    "coverage": "rescore",
}
_METHODS = {"_by_lists": "assign", "pairs": "join"}


def synthetic(size: int) -> tuple[npt.NDArray[np.float32], Ints, Ints]:
    """Draw vectors in clusters, and copies of some of them.

    Returns
    -------
    (ndarray of float32, shape (size, DIM), ndarray of int64, ndarray of int64)
        The vectors; rows that were copied, and the rows that hold the copies.
    """
    rng = generator(0, "benchmarks", "scale", str(size))
    middles = rng.standard_normal((CLUSTERS, DIM), dtype=np.float32)
    vectors = np.empty((size, DIM), dtype=np.float32)
    fresh = size - int(PLANTED * size)
    for start in range(0, fresh, _CHUNK):
        here = slice(start, min(start + _CHUNK, fresh))
        own = middles[rng.integers(CLUSTERS, size=here.stop - start)]
        vectors[here] = own + SPREAD * rng.standard_normal(own.shape, dtype=np.float32)
    source = rng.integers(fresh, size=size - fresh)
    copies = np.arange(fresh, size)
    vectors[fresh:] = vectors[source] + NOISE * rng.standard_normal(
        (len(source), DIM), dtype=np.float32
    )
    return vectors, source, copies


def measure(size: int, folder: Path, in_lists: bool) -> dict[str, Any]:
    """Search, score again and group; say what each stage took.

    Parameters
    ----------
    size : int
    folder : Path
        For the work's files.
    in_lists : bool
        Search within lists whatever the size.

    Returns
    -------
    dict
        JSON-able: `stages` with seconds and processor seconds, `planted` share found,
        `pairs`, `groups`, and the search's `coverage`.
    """
    vectors, source, copies = synthetic(size)
    clock = Clock()
    with clock.stage("prepare"), _timed(clock):
        options: dict[str, Any] = {"exact_up_to": 0.0} if in_lists else {}
        found = pairs.find_pairs(
            vectors,
            THRESHOLD,
            "cosine",
            seed=0,
            workers=None,
            compute=ComputeParams(),
            name=folder / "search",
            temporary=True,
            **options,
        )
    with clock.stage("group"):
        labels = group(size, found.a, found.b, np.arange(size))
    hits = np.isin(source * size + copies, found.a * size + found.b)
    return {
        "stages": clock.taken,
        "planted": float(hits.mean()),
        "pairs": len(found.a),
        "groups": int(labels.max(initial=-1)) + 1,
        "coverage": vars(found.coverage),
    }


class Clock:
    """Seconds and processor seconds by stage; an inner stage's do not count for the outer."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}
        self._open: list[str] = []
        self._since = (0.0, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens in the block for a stage."""
        self._book()
        self._open.append(name)
        try:
            yield
        finally:
            self._book()
            self._open.pop()

    def _book(self) -> None:
        now = (time.perf_counter(), _processor_seconds())
        if self._open:
            row = self.taken.setdefault(self._open[-1], [0.0, 0.0])
            for place, (end, start) in enumerate(zip(now, self._since, strict=True)):
                row[place] += end - start
        self._since = now


def _processor_seconds() -> float:
    """User and system time of this process and all that it has started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    total = sum(one.ru_utime + one.ru_stime for one in used)
    for child in psutil.Process().children(recursive=True):
        times = child.cpu_times()
        total += times.user + times.system
    return float(total)


@contextmanager
def _timed(clock: Clock) -> Iterator[None]:
    """Have the search's own functions counted for their stages."""

    def counted(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            with clock.stage(name):
                return function(*args, **options)

        return call

    with ExitStack() as stack:
        for holder, names in ((pairs, _INNER), (pairs._Work, _METHODS)):
            for function, name in names.items():
                patched = counted(getattr(holder, function), name)
                stack.enter_context(mock.patch.object(holder, function, patched))
        yield
