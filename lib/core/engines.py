"""Shards of work on a Dask cluster, one of its own or one that is running.

Loaded only where params.yaml or `--engine` asks for it.
"""

import atexit
import functools
import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster, as_completed
from distributed.client import Future
from distributed.scheduler import KilledWorker

from lib.core.errors import BenchError

_PATIENCE = 10
"""Seconds to wait for a scheduler, and for a first worker."""


def on_dask(
    step: Callable[[Any, Path], int],
    tasks: Sequence[Any],
    work: Path,
    workers: int | None,
    scheduler: str | None,
) -> Iterator[int]:
    """Run tasks on a cluster, and give what each returns as soon as it is done.

    A worker that dies is replaced, and what it had begun is begun again by another.

    Parameters
    ----------
    step : callable
        ``step(task, folder)`` writes one shard into the folder.
    tasks : sequence of Task
    work : Path
        On storage that all workers share, under the same path.
    workers : int or None
        Processes of a cluster of its own, one thread each; as many as there are cores
        when not given. A running cluster has those that it has.
    scheduler : str or None
        Address of a running one; a cluster is started here when not given.

    Raises
    ------
    BenchError
        If the scheduler is not reached or has no workers, if these do not share the
        storage or lack the code, or if one shard kills one worker after another.
    """
    client = _client(workers, scheduler)
    folder = work.resolve()
    waiting = as_completed(
        client.submit(step, task, folder, key=f"{folder}/{task.name}", pure=False) for task in tasks
    )
    names = {f"{folder}/{task.name}": task.name for task in tasks}
    try:
        for future in waiting:
            yield _result(future)
            if not (folder / names[future.key]).exists():
                raise BenchError(
                    f"a worker of {scheduler or 'the cluster'} has written {names[future.key]} "
                    f"where this process does not see it",
                    f"{folder} has to be on storage that all workers share, by the same path",
                )
    finally:
        client.cancel([future for future, _ in _left(waiting)])


def _left(waiting: Any) -> Iterator[tuple[Future, Any]]:
    """Futures that nobody has taken yet."""
    return ((future, None) for future in list(waiting.futures))


def _result(future: Future) -> int:
    try:
        return int(future.result())
    except KilledWorker:
        raise BenchError(
            "one shard has killed several workers one after another, most likely for want of memory",
            "give the workers more memory, or set fewer of them",
        )


@functools.lru_cache(maxsize=1)
def _client(workers: int | None, scheduler: str | None) -> Client:
    if scheduler is None:
        cluster = LocalCluster(
            n_workers=workers or os.cpu_count(),
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs="CRITICAL",
        )
        client = Client(cluster)
        atexit.register(cluster.close)
    else:
        try:
            client = Client(scheduler, timeout=_PATIENCE)
        except OSError:
            raise BenchError(
                f"no Dask scheduler answers at {scheduler}",
                "start one: dask scheduler; then workers: dask worker ADDRESS",
            )
    atexit.register(client.close)
    if scheduler is not None:
        _prepare(client, scheduler)
    return client


def _prepare(client: Client, scheduler: str) -> None:
    """See to it that the workers stand where this process does, and have its code."""
    here = str(Path.cwd())
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise BenchError(
            f"the scheduler at {scheduler} has no workers", f"start some: dask worker {scheduler}"
        )
    try:
        client.run(os.chdir, here)
        client.run(importlib.import_module, "lib.core.parallel")
    except OSError:
        raise BenchError(
            f"the workers of {scheduler} have no folder {here}",
            "the repository has to be on storage that all workers share, by the same path",
        )
    except ImportError:
        raise BenchError(
            f"the workers of {scheduler} cannot import this project",
            f"start them with PYTHONPATH={here} and the same environment",
        )
