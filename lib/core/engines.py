"""Shards on Dask: a cluster of processes made for them, or one that is there already.

Shards are the same files that the local engine writes, on storage that every worker
reaches under the same absolute path. What is done is known by its file alone, so that a
shard whose worker died is done again by another.
"""

import logging
import os
import signal
import tempfile
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed
from distributed.scheduler import KilledWorker

from lib.core.errors import BenchError
from lib.core.shards import Task, code_digest

_PATIENCE_S = 5
"""How long a scheduler, or its first worker, may let us wait."""

_ONE_AT_A_TIME = threading.Lock()
"""What shards call is not made for threads; a worker may have several."""


def run_on_dask(
    function: Callable[[Any, Path], None],
    tasks: Sequence[Task],
    work: Path,
    workers: int,
    scheduler: str | None,
) -> Iterator[int]:
    """Run a function over shards; yield the size of each that is finished.

    Parameters
    ----------
    function, tasks
        As in :func:`lib.core.parallel.finished`.
    work : Path
        Folder of the shards; absolute, on storage that all workers share.
    workers : int
        Processes of the cluster that is made where there is no `scheduler`.
    scheduler : str or None
        Address of one that is there, e.g. ``tcp://10.0.0.5:8786``. Its workers run the
        same code; a worker does one shard at a time, however many threads it has.

    Raises
    ------
    BenchError
        If the scheduler does not answer, has no workers, or has some that run other code
        or do not see the folder; if a shard kills one worker after another; and what the
        function itself raises.
    """
    run, home = uuid.uuid4().hex, str(Path.cwd())
    with _client(workers, scheduler) as client:
        if scheduler is not None:
            _require_same_ground(client, scheduler, work)
        sizes = {f"{task.name}-{run}": task.size for task in tasks}
        futures = [
            client.submit(_step, function, task, str(work), home, key=key, pure=False)
            for key, task in zip(sizes, tasks, strict=True)
        ]
        try:
            for future, _ in as_completed(futures, with_results=True):
                yield sizes[future.key]
        except KilledWorker:
            raise BenchError(
                "one shard has killed several workers, most likely for want of memory",
                "give each worker more memory, or take fewer workers a machine, and run again",
            )
        finally:
            client.cancel(futures, force=True)


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    """Connect to the scheduler, or to a cluster of processes that ends with the block."""
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.comm.timeouts.connect": _PATIENCE_S}))
        stack.enter_context(warnings.catch_warnings())
        # Stores name every object that they hold.
        warnings.filterwarnings("ignore", message="Sending large graph")
        address = scheduler
        if address is None:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                # A shard takes what it needs, as it does without Dask.
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            )
            address = stack.enter_context(cluster).scheduler_address
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            client = stack.enter_context(Client(address, timeout=_PATIENCE_S))
            if scheduler is None:
                client.register_plugin(_Deaf())
        except (OSError, TimeoutError, ValueError):
            raise BenchError(
                f"the scheduler {address} does not answer",
                "start it (dask scheduler), or mend `compute.scheduler` in params.yaml",
            )
        yield client


class _Deaf(WorkerPlugin):  # type: ignore[misc]
    """Ctrl-C is for the process that has made the cluster, which then ends its workers."""

    def setup(self, worker: Any) -> None:
        del worker
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _require_same_ground(client: Any, scheduler: str, work: Path) -> None:
    """Raise a BenchError unless every worker sees the folder and runs this code."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError:
        raise BenchError(
            f"the scheduler {scheduler} has no workers",
            f"start some: dask worker {scheduler} --nthreads 1",
        )
    with tempfile.NamedTemporaryFile(dir=work, prefix=".seen-") as mark:
        answers = client.run(_look, mark.name, on_error="return")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, BaseException):
            raise BenchError(
                f"worker {worker} cannot run this code: {answer}",
                f"install the same checkout and requirements there, and start it in {Path.cwd()}",
            )
        sees, code = answer
        if not sees:
            raise BenchError(
                f"worker {worker} does not see {work}",
                "put the repository on storage that all machines share under one path",
            )
        if code != code_digest():
            raise BenchError(
                f"worker {worker} runs another version of this code",
                "check out the same commit there and start the worker again",
            )


def _look(mark: str) -> tuple[bool, str]:
    return Path(mark).exists(), code_digest()


def _step(function: Callable[[Any, Path], None], task: Task, work: str, home: str) -> None:
    """Write a shard in a folder of its own: two workers may hold the same one for a while."""
    with _ONE_AT_A_TIME:
        # What a payload names relative to the repository is meant relative to the caller's.
        os.chdir(home)
        with tempfile.TemporaryDirectory(dir=work, prefix=".") as folder:
            made = Path(folder) / task.name
            function(task.payload, made)
            made.replace(Path(work) / task.name)
