"""A command and all that it starts end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.exact.process import call

OUTER = """
import os
from pathlib import Path
from benchmarks.exact import process
process.GRACE = 0.5
command = "trap '' INT; sleep 600 & echo $! > pid; wait"
process.call(["bash", "-c", command], cwd=Path("."), env=os.environ)
"""

EARLY = """
import os, signal, subprocess
from pathlib import Path
from benchmarks.exact import process
process.GRACE = 0.5
started = subprocess.Popen.__init__
def interrupted(self, *args, **named):
    started(self, *args, **named)
    Path("pid").write_text(str(self.pid))
    os.kill(os.getpid(), signal.SIGINT)
subprocess.Popen.__init__ = interrupted
process.call(["sleep", "600"], cwd=Path("."), env=os.environ)
"""


def test_the_exit_code_comes_back(tmp_path: Path) -> None:
    assert call(["bash", "-c", "exit $CODE"], cwd=tmp_path, env={**os.environ, "CODE": "3"}) == 3


def _start(code: str, folder: Path) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[3]
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root)},
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        stderr=subprocess.DEVNULL,
    )


def _ends(pid: Path) -> bool:
    """Whether a process ends, at the latest some seconds from now."""
    status = Path(f"/proc/{int(pid.read_text())}/status")
    for _ in range(100):
        try:
            if "State:\tZ" in status.read_text():
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_what_is_deaf_to_an_interrupt_is_ended(tmp_path: Path) -> None:
    ran = _start(OUTER, tmp_path)
    pid = tmp_path / "pid"
    while not (pid.exists() and pid.read_text()):
        assert ran.poll() is None
        time.sleep(0.05)
    ran.send_signal(signal.SIGINT)
    assert ran.wait() != 0
    assert _ends(pid)


def test_an_interrupt_while_it_starts_ends_it_too(tmp_path: Path) -> None:
    assert _start(EARLY, tmp_path).wait(60) != 0
    assert _ends(tmp_path / "pid")
