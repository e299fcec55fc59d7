import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.core import parallel
from lib.core.errors import BenchError
from lib.core.files import write_text
from lib.core.params.compute import ComputeParams

pytestmark = pytest.mark.slow
DASK = ComputeParams(engine="dask")


def write(payload: str, path: Path) -> None:
    write_text(path, payload)


def refuse(payload: str, _path: Path) -> None:
    raise BenchError(f"{payload} is bad", "mend it")


def die_once(payload: str, path: Path) -> None:
    """The third shard kills its worker the first time that it is done."""
    mark = Path("died")
    if payload == "text 2\n" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    write_text(path, payload)


def die_always(_payload: str, _path: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


TASKS = [parallel.Task(f"shard-{n}.txt", 2, f"text {n}\n") for n in range(6)]


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_a_killed_worker_is_replaced_and_the_bytes_are_those_of_the_local_engine() -> None:
    parallel.fill(write, TASKS, Path("local"), depends=1, workers=2)
    parallel.fill(die_once, TASKS, Path("dask"), depends=1, workers=2, compute=DASK)
    assert Path("died").exists()
    assert contents("dask") == contents("local")
    assert not any(parallel.WORK.rglob("*.txt"))


def test_errors_of_workers_arrive_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    tasks = [*TASKS[:2], parallel.Task("bad", 1, "bad\n")]
    with pytest.raises(BenchError, match="is bad") as caught:
        parallel.fill(refuse, tasks[2:], Path("out"), depends=1, workers=2, compute=DASK)
    assert caught.value.hint == "mend it"
    assert "kept" in capsys.readouterr().err


def test_a_shard_that_kills_every_worker_is_explained() -> None:
    with pytest.raises(BenchError, match="has killed several workers"):
        parallel.fill(die_always, TASKS[:1], Path("out"), depends=1, workers=2, compute=DASK)


def test_a_cluster_that_is_there_is_used(cluster: Any) -> None:
    there = ComputeParams(engine="dask", scheduler=cluster.scheduler_address)
    parallel.fill(write, TASKS, Path("out"), depends=1, workers=1, compute=there)
    assert contents("out") == {task.name: task.payload.encode() for task in TASKS}
    assert len(cluster.scheduler_info["workers"]) == 2


def test_a_scheduler_that_is_not_there_is_named_in_seconds() -> None:
    start = time.monotonic()
    nowhere = ComputeParams(engine="dask", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(BenchError, match="tcp://127.0.0.1:1 does not answer"):
        parallel.fill(write, TASKS, Path("out"), depends=1, compute=nowhere)
    assert time.monotonic() - start < 20
