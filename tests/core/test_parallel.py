import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lib.core import parallel
from lib.core.errors import BenchError
from lib.core.files import write_text
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]


def write(payload: str, path: Path) -> None:
    write_text(path, payload)


def die(_payload: str, _path: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(payload: str, _path: Path) -> None:
    raise BenchError(f"{payload} is bad", "mend it")


TASKS = [parallel.Task(f"shard-{n}.txt", 2, f"text {n}\n") for n in range(6)]


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_fill_replaces_the_folder(workers: int) -> None:
    out = Path("out")
    out.mkdir()
    (out / "stale.txt").write_text("old")
    parallel.fill(write, TASKS, out, depends=1, workers=workers)
    assert {p.name: p.read_text() for p in out.iterdir()} == {t.name: t.payload for t in TASKS}
    assert not any(parallel.WORK.rglob("*.txt"))


def test_finished_shards_are_not_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        pytest.raises(RuntimeError, match="stop"),
        parallel.finished(write, TASKS[:4], Path("out"), depends=1, workers=1),
    ):
        raise RuntimeError("stop")
    bad = [parallel.Task(t.name, t.size, "made again") for t in TASKS[:4]] + TASKS[4:]
    parallel.fill(write, bad, Path("out"), depends=1, workers=1)
    assert [(Path("out") / t.name).read_text() for t in TASKS] == [t.payload for t in TASKS]
    assert "8 of 12 obj were finished before" in capsys.readouterr().out


def test_shards_of_other_inputs_are_not_taken() -> None:
    with (
        pytest.raises(RuntimeError, match="stop"),
        parallel.finished(write, TASKS, Path("out"), depends="old", workers=1),
    ):
        raise RuntimeError("stop")
    new = [parallel.Task(t.name, t.size, "new") for t in TASKS]
    parallel.fill(write, new, Path("out"), depends="new", workers=1)
    assert {p.read_text() for p in Path("out").iterdir()} == {"new"}


def test_errors_of_workers_arrive_as_they_are() -> None:
    with pytest.raises(BenchError, match="text 0") as caught:
        parallel.fill(refuse, TASKS[:1] * 2, Path("out"), depends=1, workers=2)
    assert caught.value.hint == "mend it"


@pytest.mark.parametrize("temporary", [False, True])
def test_shards_are_promised_to_be_kept_only_where_they_are(
    temporary: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / "work" if temporary else Path("out")
    made = parallel.finished(refuse, TASKS, name, depends=1, workers=1, temporary=temporary)
    with pytest.raises(BenchError, match="text 0") as caught, made:
        pass
    assert "kept" not in str(caught.value)
    promised = f"{name}: interrupted, finished shards are kept; run again to go on"
    assert (promised in capsys.readouterr().err) == (not temporary)


@pytest.mark.slow
def test_a_killed_worker_is_explained() -> None:
    with pytest.raises(BenchError, match="want of memory"):
        parallel.fill(die, TASKS, Path("out"), depends=1, workers=2)


SLOW = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from lib.core import parallel
from lib.core.files import atomic
from lib.core.console import run

def slow(payload, path):
    with atomic(path) as part, part.open("w") as stream:
        stream.write("half ")
        stream.flush()
        while payload >= 6 and not Path("go").exists():
            time.sleep(0.01)
        stream.write("whole")

def main():
    tasks = [parallel.Task(f"s{{n:02d}}", 1, n) for n in range(12)]
    parallel.fill(slow, tasks, Path("out"), depends=0, workers={workers})

run(main)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_halfway_and_run_again(how: signal.Signals, workers: int) -> None:
    Path("slow.py").write_text(SLOW.format(root=str(ROOT), workers=workers))
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
    wait_for(lambda: len(list(parallel.WORK.rglob("s[0-9]*"))) == 6, first)
    os.killpg(first.pid, how)
    output, _ = first.communicate()
    if how == signal.SIGINT:
        assert first.returncode == 130, output
    done = list(parallel.WORK.rglob("s[0-9]*"))
    assert len(done) == 6
    assert {path.read_text() for path in done} == {"half whole"}
    assert not Path("out").exists()
    Path("go").touch()
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "6 of 12 obj were finished before" in again.stdout
    assert {p.read_text() for p in Path("out").iterdir()} == {"half whole"}
    assert len(list(Path("out").iterdir())) == 12
