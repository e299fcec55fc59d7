"""Prove that the graph gives the same bytes on other processors and under other settings.

- *Emulated*: a sample of the graph, small enough for an emulator, once on this
  processor and once on each that qemu imitates; every file is compared.
- *Native*: the whole graph by `dvc repro`, in an empty clone without any cache,
  under other worker and thread counts, OpenBLAS kernels and NumPy features; every
  hash is compared with the committed dvc.lock.

Each trial first shows that its settings took hold; one that cannot be made on
this machine is named and not counted. The commit at hand is tried:

    python -m benchmarks.exact                     # all; about two hours on two cores
    python -m benchmarks.exact --only Westmere --only openblas
    python -m benchmarks.exact --skip-emulated
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

import typer

from benchmarks.exact.compare import verdict
from benchmarks.exact.emulated import MODELS, become, emulator
from benchmarks.exact.graph import Step
from benchmarks.exact.native import reproduce
from benchmarks.exact.probe import look
from benchmarks.exact.sample import run_sample, sampled, small
from benchmarks.exact.trials import NAMES, Trial, prove, trials
from lib.core.console import run
from lib.core.errors import BenchError
from lib.core.params import load_params

Sides = tuple[list[Step], dict[str, str], dict[str, str]]
"""Steps, and the hashes that are expected and found."""


def main(
    only: Annotated[list[str] | None, typer.Option(help="Trials to make; all by default.")] = None,
    skip_emulated: Annotated[bool, typer.Option(help="Try no other processors.")] = False,
    skip_native: Annotated[bool, typer.Option(help="Try no other settings.")] = False,
) -> None:
    """Make the trials and say which gave the same bytes."""
    # So that a runner that cancels leaves no clone behind either.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    wanted = only or [*MODELS, *NAMES]
    unknown = [name for name in wanted if name not in (*MODELS, *NAMES)]
    if unknown:
        raise BenchError(
            f"unknown trial {', '.join(unknown)}", f"known: {', '.join((*MODELS, *NAMES))}"
        )
    models = [name for name in MODELS if name in wanted and not skip_emulated]
    names = [name for name in NAMES if name in wanted and not skip_native]
    if models:
        emulator()
    native = [trial for trial in trials(look({})) if trial.name in names] if names else []
    possible = [trial for trial in native if not trial.impossible]
    # Before any of them, which takes minutes.
    for trial in possible:
        prove(trial)
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], check=False).returncode:
        print("Note: the last commit is tried; changes that are not committed are not.")
    same = {**_emulated(models), **_native(possible)}
    _conclude(same, [trial for trial in native if trial.impossible])


def _emulated(models: Sequence[str]) -> dict[str, bool]:
    """Run the sample here and on other processors; whether it was the same, by model."""
    if not models:
        return {}
    changes = small(load_params())
    start = _announce("sample", "one object a class, every stage, on this processor")
    with sampled(changes) as (clone, steps):
        expected = run_sample(clone, steps)
    print(f"sample: {len(expected)} outputs ({_clock(start)})", flush=True)

    def once(model: str) -> Sides:
        command, environment = become(model)
        with sampled(changes) as (clone, steps):
            found = run_sample(clone, steps, emulator=command, environment=environment)
        return steps, expected, found

    return {
        model: _attempt(model, "the sample on an emulated processor", partial(once, model))
        for model in models
    }


def _native(chosen: Sequence[Trial]) -> dict[str, bool]:
    """Run the whole graph under each trial; whether it was the same, by name."""
    return {
        trial.name: _attempt(trial.name, trial.what, partial(reproduce, trial)) for trial in chosen
    }


def _attempt(name: str, what: str, make: Callable[[], Sides]) -> bool:
    """Make one trial, print how it went, and return whether all was the same."""
    start = _announce(name, what)
    try:
        good, lines = verdict(name, *make())
    except BenchError as error:
        good, lines = False, [f"{name}: failed: {error}"]
    lines[0] += f" ({_clock(start)})"
    print("\n".join(lines), flush=True)
    return good


def _conclude(same: dict[str, bool], impossible: Sequence[Trial]) -> None:
    """Say what was shown, and what was not.

    Raises
    ------
    BenchError
        If a trial failed, or none was made.
    """
    for trial in impossible:
        print(f"{trial.name}: not tried: {trial.impossible}")
    if not same:
        raise BenchError("nothing was tried", "choose other trials, or another machine")
    bad = [name for name, good in same.items() if not good]
    if bad:
        raise BenchError(f"not exact under: {', '.join(bad)}", "what differs is listed above")
    print(f"The same bytes under: {', '.join(same)}")


def _announce(name: str, what: str) -> float:
    print(f"== {name}: {what}", flush=True)
    return time.monotonic()


def _clock(start: float) -> str:
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    return f"{minutes} min {seconds} s"


if __name__ == "__main__":
    run(main)
