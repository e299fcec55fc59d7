"""Waiting for another process without a guess at how fast it is."""

import subprocess
import time
from collections.abc import Callable


def wait_for(come_true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Return once it is true; fails where the process ended before, or after ten minutes."""
    for _ in range(60_000):
        if come_true():
            return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)
    raise AssertionError("waited in vain")
