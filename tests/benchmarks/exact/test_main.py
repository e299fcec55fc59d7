"""`make exact` as a whole, in a project with a stage that depends on the processor."""

import shutil
import signal
import time
from pathlib import Path

import pytest

from benchmarks.exact.__main__ import _conclude, main
from benchmarks.exact.emulated import MODELS
from benchmarks.exact.probe import look
from benchmarks.exact.trials import NAMES, Trial, trials
from lib.core.errors import BenchError
from tests.benchmarks.exact.conftest import Scratch

PLANTED = """\
import sys
from pathlib import Path

import numpy
from numpy._core import _multiarray_umath as umath
from threadpoolctl import threadpool_info


def main():
    print(numpy.__version__, file=sys.stderr)
    features = [name for name, used in umath.__cpu_features__.items() if used]
    kernels = [pool["architecture"] for pool in threadpool_info()]
    Path("data/second.txt").write_text(f"{features} {kernels}")


if __name__ == "__main__":
    main()
"""

SLEEPS = """\
import os
import time
from pathlib import Path


def main():
    Path("data/second.txt").write_text("slept")
    if (flag := Path({flag!r})).exists():
        flag.write_text(str(os.getpid()))
        time.sleep(600)


if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
def test_a_stage_that_depends_on_the_processor_is_found_by_other_settings(scratch: Scratch) -> None:
    switches = [
        trial.name
        for trial in trials(look({}))
        if trial.name in ("openblas", "numpy-baseline") and not trial.impossible
    ]
    if not switches:
        pytest.skip("neither OpenBLAS nor NumPy has other kernels on this machine")
    scratch.commit(PLANTED)
    code, said = scratch.exact("--only", "again", *(f"--only={name}" for name in switches))
    assert code == 2
    assert "again: 2 of 2 outputs are the same bytes" in said
    for name in switches:
        assert f"{name}: 1 of 2 outputs are the same bytes" in said
    assert said.count("the first stage that differs: second\n") == len(switches)
    assert said.count("differs: data/second.txt (second)\n") == len(switches)
    assert f"error: not exact under: {', '.join(switches)}\n" in said
    assert list(scratch.folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("qemu-x86_64") is None, reason="apt-get install qemu-user")
def test_a_stage_that_depends_on_the_processor_is_found_by_emulation(scratch: Scratch) -> None:
    scratch.commit(PLANTED)
    code, said = scratch.exact("--only", "Westmere")
    assert code == 2
    assert "Westmere: 1 of 2 outputs are the same bytes" in said
    assert "the first stage that differs: second\n" in said
    assert "differs: data/second.txt (second)\n" in said
    assert "error: not exact under: Westmere\n" in said
    assert list(scratch.folder.iterdir()) == []


@pytest.mark.slow
def test_a_graph_that_depends_on_nothing_passes(scratch: Scratch) -> None:
    scratch.commit(SLEEPS.format(flag="/nowhere"))
    code, said = scratch.exact("--only", "again")
    assert code == 0, said
    assert said.endswith("The same bytes under: again\n")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing_behind(
    scratch: Scratch, number: signal.Signals, code: int
) -> None:
    flag = scratch.root.with_name("flag")
    scratch.commit(SLEEPS.format(flag=str(flag)))
    flag.touch()
    ran = scratch.start("--only", "again")
    while not flag.read_text():
        assert ran.poll() is None, ran.communicate()
        time.sleep(0.1)
    assert list(scratch.folder.iterdir()) != []
    ran.send_signal(number)
    said, _ = ran.communicate()
    assert ran.returncode == code, said
    assert list(scratch.folder.iterdir()) == []
    assert not _alive(int(flag.read_text()))


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_an_unknown_trial_is_named() -> None:
    with pytest.raises(BenchError, match=r"unknown trial pentium") as caught:
        main(only=["pentium"])
    assert all(name in str(caught.value) for name in (*MODELS, *NAMES))


def test_without_the_emulator_it_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BenchError) as caught:
        main(skip_native=True)
    assert "qemu-x86_64 is not there" in caught.value.message
    assert "apt-get install qemu-user" in caught.value.hint
    assert "--skip-emulated" in caught.value.hint
    assert capfd.readouterr().out == ""


def test_trying_nothing_proves_nothing() -> None:
    with pytest.raises(BenchError, match="nothing was tried"):
        main(skip_native=True, skip_emulated=True)


def test_a_trial_that_cannot_be_made_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    trial = Trial("one-thread", "one thread", impossible="there is one core")
    _conclude({"again": True}, [trial])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["one-thread: not tried: there is one core", "The same bytes under: again"]
    with pytest.raises(BenchError, match="nothing was tried"):
        _conclude({}, [trial])
    with pytest.raises(BenchError, match="not exact under: again"):
        _conclude({"again": False, "Haswell": True}, [])
