"""Another processor, where the emulator is at hand."""

import shutil
from pathlib import Path

import pytest

from benchmarks.exact import emulated
from benchmarks.exact.emulated import MODELS, become, emulator
from lib.core.errors import BenchError

needs_qemu = pytest.mark.skipif(
    shutil.which("qemu-x86_64") is None, reason="apt-get install qemu-user"
)


@pytest.mark.slow
@needs_qemu
@pytest.mark.parametrize("model", MODELS)
def test_a_process_becomes_the_processor(model: str) -> None:
    command, environment = become(model)
    assert command == [emulator(), "-cpu", model]
    # No AVX2 on Westmere: nothing there to switch off.
    assert environment == {"NPY_DISABLE_CPU_FEATURES": "" if model == "Westmere" else "X86_V3"}


@pytest.mark.slow
@needs_qemu
def test_another_processor_than_was_asked_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(emulated.MODELS, "Nehalem", "westmere")
    with pytest.raises(BenchError, match="did not take hold: a process finds 'nehalem'"):
        become("Nehalem")


def test_an_emulator_that_emulates_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretender = tmp_path / "qemu-x86_64"
    pretender.write_text('#!/bin/sh\nshift 2\nexec "$@"\n')
    pretender.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setitem(emulated.MODELS, "Cray", "cray")
    with pytest.raises(BenchError, match="did not take hold"):
        become("Cray")


def test_an_emulator_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "qemu-x86_64"
    broken.write_text("#!/bin/sh\necho unable to find CPU model >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(BenchError, match="unable to find CPU model"):
        become("Haswell")
