"""Run the graph's steps one by one in this process.

An emulator carries one process only, and what that process starts runs on the
real processor again. So neither DVC nor workers are used here, and whatever the
steps import is paid for once.

``python -m benchmarks.exact.inprocess STEPS.json`` runs in a clone.
"""

import contextlib
import importlib
import json
import shlex
import sys
import time
from pathlib import Path

from lib.core.console import run
from lib.core.errors import BenchError


def main(steps: Path) -> None:
    """Run the steps of a JSON file: a list of objects with name, command and outs."""
    start = time.monotonic()
    for step in json.loads(steps.read_text(encoding="utf-8")):
        begun = time.monotonic()
        with contextlib.redirect_stdout(sys.stderr):
            _run(step["command"])
        absent = [out for out in step["outs"] if not Path(out).exists()]
        if absent:
            raise BenchError(f"{step['name']} did not make {', '.join(absent)}", "see its script")
        now = time.monotonic()
        print(f"{now - start:8.1f} s  {step['name']}  ({now - begun:.1f} s)", flush=True)


def _run(command: str) -> None:
    match shlex.split(command):
        case ["python", "-m", module, *arguments]:
            importlib.import_module(module).main(*arguments)
        case _:
            raise BenchError(
                f"{command!r} cannot be run inside a process",
                "a stage's command is `python -m stages.<verb> ...`",
            )


if __name__ == "__main__":
    run(main)
