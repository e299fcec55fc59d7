"""Sweep all thresholds of many pairs: ours beside scikit-learn's curves, in one run.

- ``ours``: one sweep, the lowest threshold for four base rates, AUC, F1, Youden
  and an exact certificate for each base rate.
- ``scikit-learn``: ``roc_curve``, every point kept, and ``precision_recall_curve``,
  without any choice of a threshold.

Each job runs in a process of its own on the same scores, with ties. `ratio` is
scikit-learn's time over ours; `mib` is the highest resident size of the process,
inputs included. `per_n_log_n` compares sizes: level means that cost grows as
n log n.

Run ``python -m benchmarks.sweep --help`` from the root of the repository.
"""

import json
import math
import resource
import subprocess
import sys
import time
from typing import Annotated

import numpy as np
import typer
from sklearn.metrics import precision_recall_curve, roc_curve

from lib.core.arrays import Bools, Floats
from lib.core.rng import generator
from lib.thresholds.certify import independent
from lib.thresholds.curves import from_labels, roc_auc
from lib.thresholds.rules import f1, lowest, youden

BASE_RATES = (0.5, 0.2, 0.05, 0.01)
POSITIVES = 0.1
"""Share of true pairs in the sample."""


def _pairs(n: int) -> tuple[Floats, Bools]:
    rng = generator(0, "benchmarks", "sweep")
    labels: Bools = rng.random(n) < POSITIVES
    scores: Floats = np.round(rng.standard_normal(n) + np.where(labels, 3.0, 0.0), 6)
    return scores, labels


def _ours(scores: Floats, labels: Bools) -> None:
    c = from_labels(scores, labels)
    roc_auc(c)
    youden(c)
    for rate in BASE_RATES:
        lowest(c, rate, 0.95)
        f1(c, rate)
        independent(scores[labels], scores[~labels], rate, 0.95, 0.95)


def _theirs(scores: Floats, labels: Bools) -> None:
    roc_curve(labels, scores, drop_intermediate=False)
    precision_recall_curve(labels, scores)


JOBS = {"ours": _ours, "scikit-learn": _theirs}


def main(
    pairs: Annotated[int, typer.Option(min=1000, help="Pairs of the largest size.")] = 10_000_000,
    job: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Time the sweep at three sizes, print one line of JSON a job and size."""
    if job:
        scores, labels = _pairs(pairs)
        start = time.perf_counter()
        JOBS[job](scores, labels)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": round(seconds, 3), "mib": round(peak)}))
        return
    for size in (pairs // 100, pairs // 10, pairs):
        found = {}
        for name in JOBS:
            command = [sys.executable, "-m", "benchmarks.sweep", "--pairs", str(size)]
            run = subprocess.run(
                [*command, "--job", name], check=True, capture_output=True, text=True
            )
            found[name] = json.loads(run.stdout)
        ratio = found["scikit-learn"]["seconds"] / found["ours"]["seconds"]
        for name, row in found.items():
            line = {"job": name, "pairs": size, **row, "ratio": round(ratio, 2)}
            scale = row["seconds"] / (size * math.log2(size)) * 1e9
            print(json.dumps(line | {"per_n_log_n": round(scale, 2)}), flush=True)


if __name__ == "__main__":
    typer.run(main)
