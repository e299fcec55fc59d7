"""Settings under which the whole graph has to give the bytes that are committed."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.exact.probe import Machine, look
from lib.core.errors import BenchError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")

OLDER = {
    "Nehalem": None,
    "Sandybridge": "Nehalem",
    "Haswell": "Sandybridge",
    # OpenBLAS computes with Haswell's kernels there.
    "Zen": "Sandybridge",
    "SkylakeX": "Haswell",
    "Cooperlake": "Haswell",
    "SapphireRapids": "Haswell",
}
"""For each architecture of OpenBLAS one with other kernels that its processors can run."""


NAMES = ("again", "one-thread", "all-threads", "openblas", "numpy-first", "numpy-baseline")
"""Of all trials."""


@dataclass(frozen=True)
class Trial:
    """One run of the whole graph.

    Attributes
    ----------
    name : str
    what : str
        What is different, in words.
    workers : int or None
        Value of `workers` in params.yaml.
    environment : mapping of str to str
        Set besides the user's own.
    holds : callable
        Whether a process under `environment` shows what is asked for.
    impossible : str
        Why the trial cannot be made on this machine; empty where it can.
    """

    name: str
    what: str
    workers: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    holds: Callable[[Machine], bool] = lambda _: True
    impossible: str = ""


def trials(machine: Machine, cores: int | None = None) -> list[Trial]:
    """List the trials `NAMES`, with switches that change something on this machine.

    Parameters
    ----------
    machine : Machine
        Without any switch.
    cores : int, optional
        Cores at hand; counted when not given.
    """
    cores = cores or len(os.sched_getaffinity(0))
    alone = "" if cores > 1 else "there is one core, and so one thread whatever is asked for"
    return [
        Trial("again", "nothing is different"),
        Trial(
            "one-thread",
            "one worker, one thread",
            workers=1,
            environment=dict.fromkeys(THREADS, "1"),
            holds=lambda found: set(found.threads.values()) == {1},
            impossible=alone,
        ),
        # Workers compute on one thread each: only a single one shows what threads do.
        Trial(
            "all-threads",
            f"one worker, {cores} threads",
            workers=1,
            environment=dict.fromkeys(THREADS, str(cores)),
            holds=lambda found: set(found.threads.values()) == {cores},
            impossible=alone,
        ),
        _blas(machine, cores + 1),
        _features("numpy-first", machine, machine.features[1:]),
        _features("numpy-baseline", machine, machine.features),
    ]


def prove(trial: Trial) -> None:
    """Start a process under a trial's settings and look whether they took hold.

    Raises
    ------
    BenchError
        If a library does not know a switch, or does not do what it says.
    """
    found = look(trial.environment)
    if not trial.holds(found):
        asked = " ".join(f"{name}={value!r}" for name, value in trial.environment.items())
        raise BenchError(
            f"trial {trial.name} did not take hold: with {asked} a process still finds "
            f"kernels {found.kernels}, NumPy features {found.features}, threads {found.threads}",
            "it would prove nothing; see benchmarks/exact/trials.py",
        )


def _blas(machine: Machine, workers: int) -> Trial:
    chosen = sorted(set(machine.kernels.values()))
    older = OLDER.get(chosen[0]) if len(chosen) == 1 else None
    return Trial(
        "openblas",
        f"{workers} workers, OpenBLAS computes as on {older} instead of {', '.join(chosen)}",
        workers=workers,
        environment={"OPENBLAS_CORETYPE": older or ""},
        holds=lambda found: set(found.kernels.values()) == {older},
        impossible=""
        if older
        else f"no other kernels are known that run where OpenBLAS takes {', '.join(chosen)}",
    )


def _features(name: str, machine: Machine, without: list[str]) -> Trial:
    kept = [feature for feature in machine.features if feature not in without]
    return Trial(
        name,
        f"NumPy computes without {' '.join(without)}",
        environment={"NPY_DISABLE_CPU_FEATURES": " ".join(without)},
        holds=lambda found: found.features == kept,
        impossible=""
        if without
        else f"NumPy uses {' '.join(kept) or 'none'} of {' '.join(machine.known)} here: "
        "there is nothing more to switch off",
    )
