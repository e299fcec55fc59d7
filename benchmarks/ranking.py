"""Rank and score queries x items: lib.evaluation beside ranx, in one run.

Every job runs in a process of its own, on the same vectors. What is timed:

- ``vectors``: our ranks and AP from vectors, computing the scores included.
- ``scores``: our ranks and AP from a matrix of scores that is at hand.
- ``ranx, arrays``: ``ranx.evaluate`` alone, handed every result as numbers that
  are sorted already; ``prepare_s`` is that sort. No dictionary, no strings: the
  fastest way into ranx.
- ``ranx, Run``: ``ranx.evaluate`` alone on its usual ``Run``, the best 1,000
  results a query only; ``prepare_s`` is the construction of the ``Run``, in
  which ranx sorts.

Ranking takes ranx both steps. ``ratio`` is their sum over our time on the same
scores; ``ratio_evaluate_only`` spares ranx the sort, which no user can. Times
are the best of three (the preparation runs once), after ranx is compiled. Memory
is the highest resident size of the process over its size after the imports, as
the parent sees it every 5 ms: inputs, results and working memory together.

Run ``python -m benchmarks.ranking --help`` from the root of the repository.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import psutil
import typer
from tqdm import tqdm

from lib.core.arrays import Floats, Ints
from lib.core.rng import generator
from lib.core.vectors import unit
from lib.evaluation.ranking import average_precision, ranks_from_scores, relevant_ranks

DIM = 128
DEPTH = 1000
"""Results a query that the ``Run`` job hands to ranx."""

REPEATS = 3
_SAMPLE_S = 0.005

Timed = tuple[float, float, Floats]


def _vectors(n: int) -> tuple[Floats, Floats, Ints]:
    """Draw queries that lie near their relevant item, but not always nearest."""
    rng = generator(0, "benchmarks", "ranking")
    gallery = rng.standard_normal((n, DIM))
    relevant = rng.integers(0, n, n)
    return gallery[relevant] + 2.5 * rng.standard_normal((n, DIM)), gallery, relevant


def _best(step: Callable[[], Any]) -> tuple[float, Any]:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = step()
        times.append(time.perf_counter() - start)
    return min(times), result


def _ours_from_vectors(n: int) -> Timed:
    queries, gallery, relevant = _vectors(n)
    seconds, ap = _best(
        lambda: average_precision(relevant_ranks(unit(queries), unit(gallery), relevant))
    )
    return 0.0, seconds, ap


def _ours_from_scores(n: int) -> Timed:
    queries, gallery, relevant = _vectors(n)
    scores = unit(queries) @ unit(gallery).T
    seconds, ap = _best(lambda: average_precision(ranks_from_scores(scores, relevant)))
    return 0.0, seconds, ap


def _ranx_arrays(n: int) -> Timed:
    import ranx

    queries, gallery, relevant = _vectors(n)
    left, right = unit(queries), unit(gallery)
    qrels = np.stack([relevant, np.ones(n, dtype=np.int64)], axis=1)[:, None].astype(np.float64)
    results = np.empty((n, n, 2))
    sorting = 0.0
    for query in range(n):
        row = right @ left[query]
        start = time.perf_counter()
        order = np.argsort(-row)
        results[query, :, 0], results[query, :, 1] = order, row[order]
        sorting += time.perf_counter() - start
    ranx.evaluate(qrels[:20], results[:20], "map", return_mean=False)
    seconds, ap = _best(lambda: ranx.evaluate(qrels, results, "map", return_mean=False))
    return sorting, seconds, ap


def _ranx_run(n: int) -> Timed:
    import ranx

    queries, gallery, relevant = _vectors(n)
    left, right = unit(queries), unit(gallery)
    names = [str(index) for index in range(n)]
    results = {}
    for query in range(n):
        row = right @ left[query]
        top = np.argpartition(-row, min(DEPTH, n) - 1)[:DEPTH]
        results[names[query]] = {names[i]: float(row[i]) for i in top}
    qrels = ranx.Qrels({names[q]: {names[item]: 1} for q, item in enumerate(relevant.tolist())})
    few = {name: results[name] for name in names[:20]}
    few_qrels = ranx.Qrels({name: {name: 1} for name in few})
    ranx.evaluate(few_qrels, ranx.Run(few), "map", return_mean=False)
    start = time.perf_counter()
    run = ranx.Run(results)
    construction = time.perf_counter() - start
    seconds, ap = _best(
        lambda: ranx.evaluate(qrels, run, "map", return_mean=False, save_results_in_run=False)
    )
    place = {name: index for index, name in enumerate(qrels.keys())}
    return construction, seconds, np.asarray(ap)[[place[name] for name in names]]


JOBS: dict[str, Callable[[int], Timed]] = {
    "vectors": _ours_from_vectors,
    "scores": _ours_from_scores,
    "ranx, arrays": _ranx_arrays,
    "ranx, Run": _ranx_run,
}


def _work(name: str, n: int) -> None:
    """Child process: run one job and print what it measured."""
    if name.startswith("ranx"):
        import ranx  # noqa: F401
    base = psutil.Process().memory_info().rss
    prepare, seconds, ap = JOBS[name](n)
    top = np.where(ap > 1 / (DEPTH + 0.5), ap, 0.0)
    print(
        json.dumps(
            {
                "prepare_s": prepare,
                "seconds": seconds,
                "map": float(ap.mean()),
                "map_at_depth": float(top.mean()),
                "base": base,
            }
        )
    )


def _measure(name: str, n: int) -> dict[str, float]:
    """Parent process: start a job and watch its memory."""
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.ranking", "--job", name, "--n", str(n)],
        stdout=subprocess.PIPE,
        text=True,
    )
    watched = psutil.Process(child.pid)
    peak = 0
    while child.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(_SAMPLE_S)
    output, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"job {name!r} failed with status {child.returncode}")
    measured: dict[str, float] = json.loads(output.splitlines()[-1])
    measured["peak_mib"] = (peak - measured.pop("base")) / 2**20
    return measured


def _summary(n: int, jobs: dict[str, dict[str, float]]) -> dict[str, Any]:
    ours, arrays, run = jobs["scores"], jobs["ranx, arrays"], jobs["ranx, Run"]
    same_map = np.ptp([jobs[name]["map"] for name in ("vectors", "scores", "ranx, arrays")])
    same_top = abs(run["map_at_depth"] - ours["map_at_depth"])
    matrix = n * n * 8 / 2**20
    return {
        "queries": n,
        "items": n,
        "dim": DIM,
        "run_depth": min(DEPTH, n),
        "cpus": psutil.cpu_count(),
        "score_matrix_mib": matrix,
        "jobs": jobs,
        "ratio": (arrays["prepare_s"] + arrays["seconds"]) / ours["seconds"],
        "ratio_evaluate_only": arrays["seconds"] / ours["seconds"],
        "ratio_from_vectors": (arrays["prepare_s"] + arrays["seconds"])
        / jobs["vectors"]["seconds"],
        "same_map": bool(max(same_map, same_top) < 1e-9),
        "holds_all_scores": bool(jobs["vectors"]["peak_mib"] >= matrix),
    }


def main(
    output: Annotated[Path | None, typer.Option(help="write the figures here as JSON")] = None,
    quick: Annotated[bool, typer.Option(help="1,000 x 1,000 instead of 10,000 x 10,000")] = False,
    job: Annotated[str | None, typer.Option(hidden=True)] = None,
    n: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Time ranking and AP beside ranx; fail where ranx is faster or disagrees."""
    size = n or (1_000 if quick else 10_000)
    if job is not None:
        _work(job, size)
        return
    jobs = {name: _measure(name, size) for name in tqdm(JOBS, desc="jobs", unit="job")}
    summary = _summary(size, jobs)
    print(f"{size:,} queries x {size:,} items, {DIM}-D, {summary['cpus']} CPUs")
    print(f"{'job':<14}{'prepare s':>11}{'rank + AP s':>13}{'peak MiB':>10}{'mAP':>9}")
    for name, row in jobs.items():
        print(
            f"{name:<14}{row['prepare_s']:>11.3f}{row['seconds']:>13.3f}"
            f"{row['peak_mib']:>10.0f}{row['map']:>9.5f}"
        )
    print(
        f"ranx, arrays / ours on the same scores: {summary['ratio']:.1f}x, evaluate alone "
        f"{summary['ratio_evaluate_only']:.1f}x; / ours from vectors: "
        f"{summary['ratio_from_vectors']:.1f}x. "
        f"All scores would take {summary['score_matrix_mib']:.0f} MiB."
    )
    if output is not None:
        output.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8", newline="\n")
    if not summary["same_map"]:
        raise SystemExit("the mean AP differs between ours and ranx")
    if summary["ratio"] < 1:
        raise SystemExit("ranx is faster on the same scores")


if __name__ == "__main__":
    typer.run(main)
