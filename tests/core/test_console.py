"""Programs end with one line where the system refuses a file, whichever it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.core.console import run

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "from lib.core.console import run\nrun(lambda: print('line\\n' * {count}))"
_COUNTS = [1, 100_000]
"""Lines that fit into what is written at the end, and more."""
_ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied", "a/b.csv"), "error: a/b.csv: Permission denied"),
        (OSError(28, "No space left on device"), "error: No space left on device"),
        (OSError("a reason of its own"), "error: a reason of its own"),
    ],
)
def test_an_error_of_the_system_is_one_line(
    error: OSError,
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def main() -> None:
        print("so far")
        raise error

    monkeypatch.setattr(sys, "argv", ["program"])
    with pytest.raises(SystemExit) as end:
        run(main)
    printed = capsys.readouterr()
    assert (end.value.code, printed.out, printed.err) == (2, "so far\n", f"{words}\n")


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def main() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sys, "argv", ["program"])
    with pytest.raises(ZeroDivisionError):
        run(main)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("count", _COUNTS)
def test_a_full_standard_output_is_one_line(count: int) -> None:
    program = _PROGRAM.format(count=count)
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=_ENVIRONMENT,
        )
    assert (ended.returncode, ended.stderr) == (2, "error: No space left on device\n")


@pytest.mark.parametrize("count", _COUNTS)
def test_a_reader_that_leaves_early_is_no_error(count: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(count=count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=_ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1
