"""A sample of the graph that is small enough for an emulator, run in one process."""

import hashlib
import json
import os
import shutil
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.exact.clone import cloned, set_params
from benchmarks.exact.graph import Step, read_steps
from benchmarks.exact.process import call
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.names import encoder_names
from lib.encoders._registry import load_encoder

SMALL: dict[str, Any] = {
    "corpora": ["parametric40"],
    "workers": 1,
    # One object of each class is a source, the other its peer of tier 5.
    "parametric40": {"per_class": 2},
    # All sources are test sources, so that each of them goes through every tier.
    "select": {"per_class": 1, "train": 0.0, "val": 0.0, "queries_per_source": 1},
    # Two of eight classes: fewer pairs than that the simulated audit refuses.
    "twins": {"per_class": 2},
    "pairs": {"negatives": 28},
    "tabulate": {"resamples": 100},
    "calibrate": {"resamples": 100},
    "audit": {"stream": 1000},
    "patterns": {"per_family": 5, "per_defect": 1},
}
"""What the sample changes in params.yaml; all else is as in the whole graph."""


def small(params: Params) -> dict[str, Any]:
    """Say what the sample changes.

    Parameters
    ----------
    params : Params
        Of the whole graph.

    Returns
    -------
    dict
        For :func:`benchmarks.exact.clone.set_params`. Rows by submitted vectors
        are left out, which belong to the whole corpus, and heavy encoders,
        whose sums of single precision are exact on one machine alone.
    """
    encoders = [
        name
        for name in params.encoders
        if name in encoder_names() and not load_encoder(name, params.embed).heavy
    ]
    miners = [name for name in params.mine.miners if name in encoders] or encoders[:1]
    return {**SMALL, "encoders": encoders, "mine": {"miners": miners}}


@contextmanager
def sampled(changes: Mapping[str, Any]) -> Iterator[tuple[Path, list[Step]]]:
    """Give a clone that is set up for the sample, without any output, and its steps."""
    with cloned() as clone:
        set_params(clone, changes)
        steps = read_steps(clone)
        for path in (clone / out for step in steps for out in step.outs):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        yield clone, steps


def run_sample(
    clone: Path,
    steps: Sequence[Step],
    *,
    emulator: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Run the sample's steps and hash what came out.

    Parameters
    ----------
    clone : Path
        From :func:`sampled`, as `steps`.
    steps : sequence of Step
    emulator : sequence of str, optional
        Goes before the command.
    environment : mapping of str to str, optional
        Set besides this process's own.

    Returns
    -------
    dict of str to str
        SHA-256 of every file below data/ and reports/.

    Raises
    ------
    BenchError
        If a step fails, with the last lines that it printed.
    """
    plan, log = clone.with_name("steps.json"), clone.with_name("log")
    plan.write_text(json.dumps([asdict(step) for step in steps]), encoding="utf-8")
    with log.open("wb") as stream:
        code = call(
            [*emulator, sys.executable, "-m", "benchmarks.exact.inprocess", str(plan)],
            cwd=clone,
            env={**os.environ, **(environment or {})},
            stderr=stream,
        )
    if code != 0:
        with log.open(encoding="utf-8", errors="replace") as lines:
            last = "".join(deque(lines, maxlen=12)).rstrip()
        raise BenchError(f"the sample stopped with exit code {code}:\n{last}", "see above")
    return hashes(clone)


def hashes(root: Path) -> dict[str, str]:
    """Hash every file below data/ and reports/.

    Returns
    -------
    dict of str to str
        SHA-256 by path relative to `root`.
    """
    files = [path for name in ("data", "reports") for path in sorted((root / name).rglob("*"))]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file()
    }
