"""Run a function over shards of objects: in parallel, resumable, with progress.

A shard is finished when its file lies under its name in the work folder; an
interrupted run finds it there and goes on with the others. The work folder's
name is a hash of all that the result depends on, code included, so that a shard
of other inputs is never taken for one of these.
"""

import functools
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError
from tqdm import tqdm

from lib.core.errors import BenchError
from lib.core.params.compute import ComputeParams
from lib.core.shards import Task, code_digest

__all__ = ["LOCAL", "WORK", "Task", "fill", "fingerprint", "finished"]

LOCAL = ComputeParams()
"""The processes of this machine."""

WORK = Path(".work")
"""Where unfinished work lies, below the repository root; not tracked."""


@contextmanager
def finished(
    function: Callable[[Any, Path], None],
    tasks: Sequence[Task],
    name: Path,
    *,
    depends: Any,
    workers: int | None = None,
    compute: ComputeParams = LOCAL,
    unit: str = "obj",
    temporary: bool = False,
    label: str | None = None,
) -> Iterator[list[Path]]:
    """Give the finished shards; they are removed when the block ends well.

    Parameters
    ----------
    function : callable
        ``function(payload, path)`` writes one shard to `path`, atomically.
        Importable, so that worker processes can find it.
    tasks : sequence of Task
    name : Path
        What is being made; names the work folder and the progress bar.
    depends : object
        JSON-able; all that the shards depend on besides the code.
    workers : int, optional
        Processes; as many as there are cores when not given. The bytes written
        do not depend on it.
    compute : ComputeParams, optional
        Which engine takes the shards; the bytes written do not depend on it either. A
        scheduler has workers of its own, whatever `workers` says.
    unit : str, optional
        What the progress bar counts.
    temporary : bool, optional
        The caller removes the work folder in any case: no shard is promised to be kept.
    label : str, optional
        Of the progress bar, in place of `name`.

    Yields
    ------
    list of Path
        One file a task, in the order of `tasks`.
    """
    work = WORK / name / fingerprint(depends)
    work.mkdir(parents=True, exist_ok=True)
    for other in work.parent.iterdir():
        if other != work:
            shutil.rmtree(other)
    todo = [task for task in tasks if not (work / task.name).exists()]
    total, left = sum(task.size for task in tasks), sum(task.size for task in todo)
    if left < total:
        print(
            f"{name}: going on, {total - left} of {total} {unit} were finished before", flush=True
        )
    bar = tqdm(
        total=total,
        initial=total - left,
        desc=label or str(name),
        unit=unit,
        mininterval=0.5 if sys.stderr.isatty() else 10,
        dynamic_ncols=True,
    )
    try:
        with bar:
            for size in _execute(function, todo, work, workers, compute):
                bar.update(size)
    except (KeyboardInterrupt, BenchError):
        if not temporary:
            print(
                f"{name}: interrupted, finished shards are kept; run again to go on",
                file=sys.stderr,
            )
        raise
    yield [work / task.name for task in tasks]
    shutil.rmtree(work.parent)


def fill(
    function: Callable[[Any, Path], None], tasks: Sequence[Task], out: Path, **options: Any
) -> None:
    """Fill the folder `out` with one file a task, and nothing else.

    Parameters
    ----------
    function, tasks
        As in :func:`finished`.
    out : Path
        Replaced as a whole, once every shard is there.
    **options
        Keyword arguments of :func:`finished`.
    """
    with finished(function, tasks, out, **options) as paths:
        if out.exists():
            shutil.rmtree(out)
        out.mkdir(parents=True)
        for path in paths:
            path.replace(out / path.name)


def _execute(
    function: Callable[[Any, Path], None],
    tasks: Sequence[Task],
    work: Path,
    workers: int | None,
    compute: ComputeParams,
) -> Any:
    count = min(workers or joblib.cpu_count(), len(tasks))
    step = functools.partial(_step, function)
    if compute.engine == "dask" and tasks:
        # Takes a second to load, which a run on this machine alone need not spend.
        from lib.core.engines import run_on_dask

        yield from run_on_dask(function, tasks, work.resolve(), count, compute.scheduler)
        return
    if count <= 1:
        yield from (step(task, work) for task in tasks)
        return
    try:
        with joblib.parallel_config("loky", inner_max_num_threads=1):
            parallel = joblib.Parallel(n_jobs=count, return_as="generator_unordered")
            yield from parallel(joblib.delayed(step)(task, work) for task in tasks)
    except TerminatedWorkerError:
        raise BenchError(
            "a worker process was killed, most likely for want of memory",
            "set `workers: 1` in params.yaml and run again",
        )


def _step(function: Callable[[Any, Path], None], task: Task, work: Path) -> int:
    function(task.payload, work / task.name)
    return task.size


def fingerprint(depends: Any) -> str:
    """Hash what a result depends on, JSON-able, and all code of this project."""
    digest = hashlib.sha256(code_digest().encode())
    digest.update(json.dumps(depends, sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]
