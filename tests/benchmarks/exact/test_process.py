"""A command and all that it starts end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.exact.process import call

OUTER = """
import os
from pathlib import Path
from benchmarks.exact import process
process.GRACE = 0.5
command = "trap '' INT; sleep 600 & echo $! > pid; wait"
process.call(["bash", "-c", command], cwd=Path("."), env=os.environ)
"""


def test_the_exit_code_comes_back(tmp_path: Path) -> None:
    assert call(["bash", "-c", "exit $CODE"], cwd=tmp_path, env={**os.environ, "CODE": "3"}) == 3


def test_what_is_deaf_to_an_interrupt_is_ended(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    ran = subprocess.Popen(
        [sys.executable, "-c", OUTER],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        stderr=subprocess.DEVNULL,
    )
    pid = tmp_path / "pid"
    while not (pid.exists() and pid.read_text()):
        assert ran.poll() is None
        time.sleep(0.05)
    ran.send_signal(signal.SIGINT)
    assert ran.wait() != 0
    status = Path(f"/proc/{int(pid.read_text())}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()
