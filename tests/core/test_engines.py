import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.core import engines, parallel
from lib.core.errors import BenchError
from lib.core.files import write_text
from lib.core.params.compute import ComputeParams
from lib.core.shards import code_digest
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_the_bytes_are_those_of_the_local_engine() -> None:
    parallel.fill(write, TASKS, Path("local"), depends=1, workers=1)
    parallel.fill(die_once, TASKS, Path("dask"), depends=1, workers=2, compute=DASK)
    assert Path("died").exists()
    assert contents("dask") == contents("local")
    assert not any(parallel.WORK.rglob("*.txt"))


@pytest.mark.slow
def test_errors_of_workers_arrive_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BenchError, match="text 0\n is bad") as caught:
        parallel.fill(refuse, TASKS[:1], Path("out"), depends=1, workers=1, compute=DASK)
    assert caught.value.hint == "mend it"
    assert "kept" in capsys.readouterr().err


@pytest.mark.slow
def test_a_shard_that_kills_every_worker_is_explained() -> None:
    with pytest.raises(BenchError, match="has killed several workers"):
        parallel.fill(die_always, TASKS[:1], Path("out"), depends=1, workers=2, compute=DASK)


@pytest.mark.slow
def test_a_cluster_that_is_there_is_used(cluster: Any) -> None:
    there = ComputeParams(engine="dask", scheduler=cluster.scheduler_address)
    parallel.fill(write, TASKS, Path("out"), depends=1, workers=1, compute=there)
    assert contents("out") == {task.name: task.payload.encode() for task in TASKS}
    assert len(cluster.scheduler_info["workers"]) == 2


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_named_in_seconds() -> None:
    start = time.monotonic()
    nowhere = ComputeParams(engine="dask", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(BenchError, match=r"tcp://127\.0\.0\.1:1 does not answer"):
        parallel.fill(write, TASKS, Path("out"), depends=1, compute=nowhere)
    assert time.monotonic() - start < 30


class Workers:
    """A client whose workers answer as told."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def wait_for_workers(self, _count: int, timeout: float) -> None:
        if self.answer is None:
            raise TimeoutError(timeout)

    def run(self, _look: Any, _mark: str, on_error: str) -> dict[str, Any]:
        assert on_error == "return"
        return {"tcp://one": (True, code_digest()), "tcp://two": self.answer}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "the scheduler tcp://all has no workers"),
        (ModuleNotFoundError("No module named 'lib'"), "tcp://two cannot run this code: No module"),
        ((False, "same"), "worker tcp://two does not see .*here"),
        ((True, "other"), "worker tcp://two runs another version of this code"),
    ],
)
def test_workers_on_other_ground_are_named(answer: Any, message: str, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    with pytest.raises(BenchError, match=message) as caught:
        engines._require_same_ground(Workers(answer), "tcp://all", tmp_path / "here")
    assert caught.value.hint


INTERRUPTED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from lib.core import engines, parallel
from lib.core.console import run
from lib.core.files import write_text
from lib.core.params.compute import ComputeParams
from lib.core.shards import code_digest
from tests.waiting import wait_for

def slow(payload, path):
    while payload >= 4 and not Path("go").exists():
        time.sleep(0.01)
    write_text(path, "whole")

def main():
    tasks = [parallel.Task(f"s{{n:02d}}", 1, n) for n in range(8)]
    dask = ComputeParams(engine="dask")
    parallel.fill(slow, tasks, Path("out"), depends=0, workers=2, compute=dask)

if __name__ == "__main__":
    run(main)
"""


@pytest.mark.slow
def test_interrupted_and_run_again() -> None:
    Path("slow.py").write_text(INTERRUPTED.format(root=str(ROOT)))
    command = [sys.executable, "slow.py"]
    first = subprocess.Popen(
        command,
        start_new_session=True,
        # A job in the background of a shell is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_for(lambda: len(list(parallel.WORK.glob("*/*/s[0-9]*"))) == 4, first)
    os.killpg(first.pid, signal.SIGINT)
    output, _ = first.communicate()
    assert first.returncode == 130, output
    assert "finished shards are kept" in output
    assert "Traceback" not in output
    assert len(list(parallel.WORK.glob("*/*/s[0-9]*"))) == 4
    Path("go").touch()
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "4 of 8 obj were finished before" in again.stdout
    assert {path.read_text() for path in Path("out").iterdir()} == {"whole"}
    assert len(list(Path("out").iterdir())) == 8
