"""Standings of 25 encoders, 5 tiers and 2 galleries beside SciPy's bootstrap.

Each job runs in a process of its own, on the same table of made-up results:

- ``ours``: :func:`lib.evaluation.standings.standings`, from the per-query table to intervals
  and ranks; all 3,000 paired tests are part of it.
- ``ours, intervals``: the intervals alone, from the sources' means as SciPy gets
  them.
- ``scipy, BCa`` and ``scipy, percentile``: ``scipy.stats.bootstrap`` of the mean
  over sources, an encoder, tier and gallery at a time; intervals alone. BCa is
  what it does unless told otherwise.
- ``scipy, tests``: ``scipy.stats.permutation_test`` of `PAIRS` of the pairs, to be
  multiplied; with as many flips as ours.

Times begin with the table in memory. Memory is the highest resident size of the
whole process, imports included. Run ``python -m benchmarks.standings --help``
from the root of the repository; it needs a Unix system for the memory.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import combinations, islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import psutil
import typer
from tqdm import tqdm

from lib.core.rng import generator
from lib.evaluation.intervals import draw_weights, map_intervals
from lib.evaluation.significance import flips_for
from lib.evaluation.standings import CONFIDENCE, RESAMPLES, standings
from lib.evaluation.trials import GALLERIES

N_TIERS, N_SOURCES, N_QUERIES = 5, 80, 4
ENCODERS = 25
PAIRS = 20
"""Pairs that SciPy's test is timed on."""

LIMIT_S, LIMIT_MIB = 10.0, 1024.0


def _table(n_encoders: int) -> pd.DataFrame:
    """Draw ranks that are worse for harder sources and weaker encoders."""
    rng = generator(0, "benchmarks", "standings")
    shape = (n_encoders, N_TIERS, len(GALLERIES), N_SOURCES, N_QUERIES)
    index = np.indices(shape).reshape(len(shape), -1)
    encoder, tier, gallery, source, query = index
    ease = rng.random((N_TIERS, N_SOURCES))[tier, source]
    ranks = rng.geometric((0.02 + ease) / (1.1 + 0.05 * encoder + 0.2 * tier))
    return pd.DataFrame(
        {
            "query_id": [f"s{s}.t{t}.{q}" for s, t, q in zip(source, tier, query, strict=True)],
            "source_id": [f"s{s}" for s in source],
            "encoder": [f"encoder {e:02}" for e in encoder],
            "tier": tier + 1,
            "gallery": np.array(GALLERIES, dtype=object)[gallery],
            "ap": 1 / ranks,
        }
    )


def _by_source(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Mean AP of each source (rows) and encoder (columns), a tier and gallery at a time."""
    means = table.groupby(["tier", "gallery", "source_id", "encoder"])["ap"].mean().unstack()
    return [block for _, block in means.groupby(level=["tier", "gallery"])]


def _ours(table: pd.DataFrame) -> float:
    return float((standings(table, 0)["map_high"] <= 1).sum())


def _ours_intervals(table: pd.DataFrame) -> float:
    blocks = _by_source(table)
    weights = draw_weights([f"s{source}" for source in range(N_SOURCES)], RESAMPLES, 0)
    one = np.ones(N_SOURCES, dtype=np.int64)
    return float(sum(len(map_intervals(b.to_numpy(), one, weights, CONFIDENCE)) for b in blocks))


def _scipy_bootstrap(method: str, table: pd.DataFrame) -> float:
    from scipy.stats import bootstrap

    done = 0
    rng = np.random.default_rng(0)
    for block in _by_source(table):
        for name in block:
            sample = (block[name].to_numpy(),)
            bootstrap(sample, np.mean, n_resamples=RESAMPLES, method=method, rng=rng)
            done += 1
    return done


def _scipy_tests(table: pd.DataFrame) -> float:
    from scipy.stats import permutation_test

    block = _by_source(table)[0]
    flips = flips_for(block.shape[1], 0.05, 10 * RESAMPLES)
    rng = np.random.default_rng(0)
    pairs = list(islice(combinations(block, 2), PAIRS))
    for one, other in pairs:
        permutation_test(
            (block[one].to_numpy(), block[other].to_numpy()),
            lambda a, b, axis: np.mean(a - b, axis=axis),
            permutation_type="samples",
            n_resamples=flips,
            batch=RESAMPLES,
            rng=rng,
        )
    return len(pairs)


JOBS: dict[str, Callable[[pd.DataFrame], float]] = {
    "ours": _ours,
    "ours, intervals": _ours_intervals,
    "scipy, BCa": lambda table: _scipy_bootstrap("BCa", table),
    "scipy, percentile": lambda table: _scipy_bootstrap("percentile", table),
    "scipy, tests": _scipy_tests,
}


def _work(name: str, n_encoders: int) -> None:
    """Child process: run one job and print what it took."""
    table = _table(n_encoders)
    start = time.perf_counter()
    done = JOBS[name](table)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mib = peak / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"seconds": seconds, "done": done, "peak_mib": mib}))


def _measure(name: str, n_encoders: int) -> dict[str, float]:
    """Parent process: start a job and read what it prints."""
    command = [sys.executable, "-m", "benchmarks.standings", "--job", name]
    output = subprocess.run(
        [*command, "--encoders", str(n_encoders)], check=True, capture_output=True, text=True
    ).stdout
    measured: dict[str, float] = json.loads(output.splitlines()[-1])
    return measured


def main(
    output: Annotated[Path | None, typer.Option(help="write the figures here as JSON")] = None,
    encoders: Annotated[int, typer.Option(help="encoders to compare")] = ENCODERS,
    job: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Time intervals and ranks beside SciPy; fail above 10 s or 1 GiB."""
    if job is not None:
        _work(job, encoders)
        return
    jobs = {name: _measure(name, encoders) for name in tqdm(JOBS, desc="jobs", unit="job")}
    ours, intervals, tests = jobs["ours"], jobs["ours, intervals"], jobs["scipy, tests"]
    n_pairs = encoders * (encoders - 1) // 2 * N_TIERS * len(GALLERIES)
    all_tests = tests["seconds"] / tests["done"] * n_pairs
    summary: dict[str, Any] = {
        "encoders": encoders,
        "tiers": N_TIERS,
        "galleries": len(GALLERIES),
        "sources": N_SOURCES,
        "resamples": RESAMPLES,
        "cpus": psutil.cpu_count(),
        "jobs": jobs,
        "ratio_bca": jobs["scipy, BCa"]["seconds"] / intervals["seconds"],
        "ratio_percentile": jobs["scipy, percentile"]["seconds"] / intervals["seconds"],
        "ratio_with_tests": (jobs["scipy, BCa"]["seconds"] + all_tests) / ours["seconds"],
    }
    print(f"{encoders} encoders x {N_TIERS} tiers x {len(GALLERIES)} galleries, {n_pairs:,} tests")
    print(f"{'job':<20}{'seconds':>9}{'peak MiB':>10}")
    for name, row in jobs.items():
        note = f"  ({row['done']:.0f} of {n_pairs:,} pairs)" if name == "scipy, tests" else ""
        print(f"{name:<20}{row['seconds']:>9.2f}{row['peak_mib']:>10.0f}{note}")
    print(
        f"scipy's intervals / ours: BCa {summary['ratio_bca']:.1f}x, percentile "
        f"{summary['ratio_percentile']:.1f}x; with all tests, as {PAIRS} pairs promise: "
        f"about {summary['ratio_with_tests']:,.0f}x"
    )
    if output is not None:
        output.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8", newline="\n")
    if ours["seconds"] > LIMIT_S or ours["peak_mib"] > LIMIT_MIB:
        raise SystemExit(f"ours took more than {LIMIT_S:.0f} s or {LIMIT_MIB:,.0f} MiB")


if __name__ == "__main__":
    typer.run(main)
