"""Start a command so that nothing of it outlives an interrupted run."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

GRACE = 10.0
"""Seconds that a command has to end by itself after Ctrl-C."""


def call(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stderr: IO[bytes] | None = None,
) -> int:
    """Run a command in a process group of its own.

    When this process is interrupted, the whole group is ended first: whatever it
    goes on writing could not be removed.

    Parameters
    ----------
    command : sequence of str
    cwd : Path
    env : mapping of str to str
        All of the command's environment.
    stderr : file, optional
        Where its standard error goes; this process's own when not given.

    Returns
    -------
    int
        Exit code.
    """
    child = subprocess.Popen(command, cwd=cwd, env=dict(env), stderr=stderr, start_new_session=True)
    try:
        return child.wait()
    except BaseException:
        # A second Ctrl-C must not stop the cleaning up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(child)
        raise


def _end(child: subprocess.Popen[bytes]) -> None:
    start = time.monotonic()
    _signal(child.pid, signal.SIGINT)
    # Bounded: what nobody reaps stays in its group for ever.
    while time.monotonic() < start + 2 * GRACE and _signal(child.pid, 0):
        child.poll()
        time.sleep(0.1)
        if time.monotonic() > start + GRACE:
            _signal(child.pid, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Send a signal to a process group; whether there is anybody in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True
