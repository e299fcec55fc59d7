"""The whole graph once more, on this processor, under one trial's settings."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from benchmarks.exact.clone import cloned, set_params
from benchmarks.exact.graph import Step, read_steps
from benchmarks.exact.process import call
from benchmarks.exact.trials import Trial, prove
from lib.core.errors import BenchError


def reproduce(trial: Trial) -> tuple[list[Step], dict[str, str], dict[str, str]]:
    """Run every stage in a clone.

    Returns
    -------
    steps : list of Step
    expected, found : dict of str to str
        Hash of each output, in the committed dvc.lock and in the new one.

    Raises
    ------
    BenchError
        If the trial's settings do not take hold, or a stage fails.
    """
    prove(trial)
    with cloned() as clone:
        set_params(clone, {"workers": trial.workers})
        steps = read_steps(clone)
        expected = recorded(clone / "dvc.lock", steps)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # By force: a stage whose outputs Git holds would not run again otherwise.
        code = call(
            [sys.executable, "-m", "dvc", "repro", "--force"],
            cwd=clone,
            env={**os.environ, **trial.environment, "PATH": path},
        )
        if code != 0:
            raise BenchError(f"dvc repro failed with exit code {code}", "its output is above")
        return steps, expected, recorded(clone / "dvc.lock", steps)


def recorded(lock: Path, steps: Sequence[Step]) -> dict[str, str]:
    """Read the hash of every output of the graph from a dvc.lock.

    Raises
    ------
    BenchError
        If an output is not in it.
    """
    stages: Mapping[str, dict[str, list[dict[str, str]]]] = {}
    if lock.exists():
        stages = yaml.safe_load(lock.read_text(encoding="utf-8"))["stages"]
    known = {out["path"]: out["md5"] for stage in stages.values() for out in stage.get("outs", [])}
    wanted = [out for step in steps for out in step.outs]
    absent = [out for out in wanted if out not in known]
    if absent:
        raise BenchError(
            f"the committed dvc.lock does not know {len(absent)} of {len(wanted)} outputs, "
            f"the first is {absent[0]}",
            "run `make repro` and commit dvc.lock",
        )
    return {out: known[out] for out in wanted}
