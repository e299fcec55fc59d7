"""Shards of a scan's work: what they finish goes into the cache, and stays there."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from lib.core import parallel
from lib.core.params import Params

T = TypeVar("T")


@contextmanager
def done(
    function: Callable[[Any, Path], None],
    jobs: Sequence[tuple[int, Any]],
    root: Path,
    name: str,
    params: Params,
    *,
    unit: str = "obj",
    alone: bool = False,
) -> Iterator[list[Path]]:
    """Do jobs in worker processes and give the files that they wrote.

    Parameters
    ----------
    function : callable
        As for :func:`lib.core.parallel.finished`. What is worth keeping it writes to the
        cache: the files are for the caller, and gone afterwards.
    jobs : sequence of (int, object)
        Size and payload of each.
    root : Path
        Of the cache.
    name : str
        What is done, for progress.
    params : Params
        Brings workers and engine.
    unit : str, optional
    alone : bool, optional
        One process takes all cores itself.
    """
    if not jobs:
        yield []
        return
    work = (root / "unfinished" / name).absolute()
    # Whatever lies here is of a scan that was stopped; its results are in the cache.
    shutil.rmtree(work, ignore_errors=True)
    tasks = [
        parallel.Task(f"{number:06d}.out", size, payload)
        for number, (size, payload) in enumerate(jobs)
    ]
    with parallel.finished(
        function,
        tasks,
        work,
        depends=[],
        workers=1 if alone else params.workers,
        unit=unit,
        temporary=True,
        compute=params.compute,
        label=name,
    ) as paths:
        yield paths
    shutil.rmtree(root / "unfinished", ignore_errors=True)


def cut(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    """Cut rows into runs of `size`, the last one shorter."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]
