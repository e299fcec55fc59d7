"""Other processors, by qemu's user-mode emulation."""

import shutil
from collections.abc import Sequence

from benchmarks.exact.probe import Machine, look
from lib.core.errors import BenchError

MODELS = {"Haswell": "haswell", "EPYC": "znver1", "Westmere": "westmere"}
"""Processors to be: qemu's name, and the name by which LLVM knows what it meets."""


def emulator() -> str:
    """Find the emulator.

    Raises
    ------
    BenchError
        If it is not there.
    """
    found = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
    if found is None:
        raise BenchError(
            "qemu-x86_64 is not there, so no other processor can be tried",
            "apt-get install qemu-user; or go without: python -m benchmarks.exact --skip-emulated",
        )
    return found


def become(model: str) -> tuple[list[str], dict[str, str]]:
    """Say how to run a command as on another processor.

    Parameters
    ----------
    model : str
        One of `MODELS`.

    Returns
    -------
    command : list of str
        Goes before a command.
    environment : dict of str to str
        To be set besides the user's own. QEMU 7.2 computes NumPy's AVX2 argsort
        wrongly, so NumPy's dispatched kernels stay off.

    Raises
    ------
    BenchError
        If the emulator is not there, or does not do what it says.
    """
    command = [emulator(), "-cpu", model]
    off = {"NPY_DISABLE_CPU_FEATURES": " ".join(_look(command, {}).features)}
    found = _look(command, off)
    if found.processor != MODELS[model] or found.features:
        raise BenchError(
            f"{' '.join(command)} did not take hold: a process finds {found.processor!r} and "
            f"NumPy uses {found.features}, not {MODELS[model]!r} and []",
            "it would prove nothing; try another version of qemu-user",
        )
    return command, off


def _look(command: Sequence[str], environment: dict[str, str]) -> Machine:
    return look(environment, emulator=command, modules=("numpy",))
