"""Prove that the default graph gives the same bytes under other conditions.

Each trial clones the commit at hand into an empty folder, without any cache,
runs `dvc repro` under its own settings, and compares every hash in its dvc.lock
with the committed one:

    python -m benchmarks.exact              # all trials, about as many runs
    python -m benchmarks.exact --only haswell
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Annotated

import typer
import yaml

from lib.console import run
from lib.errors import BenchError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")

TRIALS: dict[str, tuple[int | None, dict[str, str]]] = {
    "again": (None, {}),
    "one-worker": (1, dict.fromkeys(THREADS, "1")),
    "many-threads": (2, dict.fromkeys(THREADS, "4")),
    "haswell": (
        2,
        {
            "OPENBLAS_CORETYPE": "Haswell",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            # NumPy's own kernels for newer processors, and what they are built on.
            "NPY_DISABLE_CPU_FEATURES": "AVX512_SPR AVX512_ICL AVX512_CNL AVX512_CLX AVX512_SKX",
        },
    ),
}
"""Name of a trial: worker processes and environment variables."""


def main(
    only: Annotated[list[str] | None, typer.Option(help="Trials to run; all by default.")] = None,
) -> None:
    """Run the trials and compare dvc.lock."""
    unknown = [name for name in only or [] if name not in TRIALS]
    if unknown:
        raise BenchError(f"unknown trial {', '.join(unknown)}", f"known: {', '.join(TRIALS)}")
    expected = outputs(Path("dvc.lock"))
    failed = []
    for name in only or TRIALS:
        workers, environment = TRIALS[name]
        with tempfile.TemporaryDirectory() as folder:
            found = reproduce(Path(folder) / "clone", workers, environment)
        differ = sorted(path for path in expected | found if expected.get(path) != found.get(path))
        print(
            f"{name}: {len(expected) - len(differ)} of {len(expected)} outputs are the same bytes"
        )
        for path in differ:
            print(f"  differs: {path}")
        failed += [name] if differ else []
    if failed:
        raise BenchError(f"not exact under: {', '.join(failed)}", "see the outputs listed above")


def outputs(lock: Path) -> dict[str, str]:
    """Read the hash of every output from a dvc.lock."""
    if not lock.exists():
        raise BenchError(f"{lock} is not there", "run `make repro` first")
    stages = yaml.safe_load(lock.read_text(encoding="utf-8"))["stages"]
    return {out["path"]: out["md5"] for stage in stages.values() for out in stage.get("outs", [])}


def reproduce(clone: Path, workers: int | None, environment: dict[str, str]) -> dict[str, str]:
    """Clone, run, and return the hashes of what came out."""
    subprocess.run(["git", "clone", "--quiet", ".", str(clone)], check=True)
    params = clone / "params.yaml"
    text = params.read_text(encoding="utf-8")
    params.write_text(
        text.replace("\nworkers: null", f"\nworkers: {workers or 'null'}"), encoding="utf-8"
    )
    variables = {**os.environ, **environment}
    variables["PATH"] = f"{Path('.venv/bin').resolve()}{os.pathsep}{variables['PATH']}"
    shutil.rmtree(clone / ".dvc" / "cache", ignore_errors=True)
    result = subprocess.run(["dvc", "repro"], cwd=clone, env=variables, check=False)
    if result.returncode != 0:
        raise BenchError("dvc repro failed in the clone", "its output is above")
    return outputs(clone / "dvc.lock")


if __name__ == "__main__":
    run(main)
