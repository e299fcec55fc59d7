"""What a process finds under given settings: its processor, kernels, features and threads.

``python -m benchmarks.exact.probe MODULE ...`` imports the modules and prints it.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lib.core.errors import BenchError

EVERYTHING = ("numpy", "scipy.linalg", "sklearn")
"""Modules that bring the graph's BLAS and OpenMP libraries."""


@dataclass(frozen=True)
class Machine:
    """The machine as a process sees it.

    Attributes
    ----------
    processor : str
        LLVM's name for it, e.g. ``znver3``; numba compiles for that one.
    known : list of str
        Features that this NumPy has kernels for, beyond what it always uses.
    features : list of str
        Those of them that are in use.
    kernels : dict of str to str
        Architecture that each OpenBLAS has chosen, by file.
    threads : dict of str to int
        Threads of each BLAS and OpenMP library, by file.
    """

    processor: str
    known: list[str]
    features: list[str]
    kernels: dict[str, str]
    threads: dict[str, int]


def look(
    environment: Mapping[str, str],
    *,
    emulator: Sequence[str] = (),
    modules: Sequence[str] = EVERYTHING,
) -> Machine:
    """Start a process and let it look around.

    Parameters
    ----------
    environment : mapping of str to str
        Set besides this process's own.
    emulator : sequence of str, optional
        Goes before the command.
    modules : sequence of str, optional
        What the process imports.

    Raises
    ------
    BenchError
        If the process does not start; above all where NumPy knows a switch not.
    """
    # NumPy refuses a name by an ImportWarning, which Python hides.
    python = [sys.executable, "-W", "error::ImportWarning"]
    ran = subprocess.run(
        [*emulator, *python, "-m", "benchmarks.exact.probe", *modules],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        asked = " ".join(f"{name}={value!r}" for name, value in environment.items())
        said = ran.stderr.strip().splitlines()[-4:]
        where = f" under {' '.join(emulator)}" if emulator else ""
        raise BenchError(
            f"Python does not start{where} with {asked or 'no switches'}: " + "\n  ".join(said),
            "the library's own words are above: give it a switch that it knows",
        )
    return Machine(**json.loads(ran.stdout))


def _here(modules: Sequence[str]) -> Machine:
    for module in modules:
        importlib.import_module(module)
    from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]

    # Where numpy.show_runtime reads, which prints only.
    from numpy._core import _multiarray_umath as umath  # type: ignore[attr-defined]
    from threadpoolctl import threadpool_info

    pools = threadpool_info()
    known: list[str] = list(umath.__cpu_dispatch__)
    return Machine(
        processor=get_host_cpu_name(),
        known=known,
        features=[name for name in known if umath.__cpu_features__[name]],
        kernels={
            Path(pool["filepath"]).name: pool["architecture"]
            for pool in pools
            if pool["internal_api"] == "openblas"
        },
        threads={Path(pool["filepath"]).name: pool["num_threads"] for pool in pools},
    )


if __name__ == "__main__":
    print(json.dumps(asdict(_here(sys.argv[1:]))))
