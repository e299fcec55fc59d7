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
    # An interrupt between the start of the child and the moment that its number is known
    # would leave it running: it is kept for a moment.
    early: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: early.append(number))
    try:
        child = subprocess.Popen(
            command, cwd=cwd, env=dict(env), stderr=stderr, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, usual)
    try:
        if early:
            raise KeyboardInterrupt
        return child.wait()
    except BaseException:
        # A second Ctrl-C must not stop the cleaning up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(child)
        raise


def _end(child: subprocess.Popen[bytes]) -> None:
    _signal(child.pid, signal.SIGINT)
    if not _gone(child):
        _signal(child.pid, signal.SIGKILL)
        _gone(child)


def _gone(child: subprocess.Popen[bytes]) -> bool:
    """Wait until nobody is left in the group; bounded, since an orphan may stay unreaped."""
    end = time.monotonic() + GRACE
    while _signal(child.pid, 0):
        if time.monotonic() > end:
            return False
        child.poll()
        time.sleep(0.1)
    return True


def _signal(group: int, number: int) -> bool:
    """Send a signal to a process group; whether there is anybody in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True
