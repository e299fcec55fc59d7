"""From vectors to groups for catalogues of 10^4 to 10^7: seconds, processor, memory, storage.

    python -m benchmarks.scale [--largest 1000000] [--json PATH]

Synthetic vectors of 128 numbers in 2,000 clusters, a tenth of them noisy copies of others,
go through search, rescoring and grouping, each size in a process of its own. *Measured*
are a hundredth and a tenth of the largest size, and the largest itself. *Extrapolated*,
marked ~, are larger sizes: from the largest, searched within lists, by the exponents of
`benchmarks.scale_search.GROWTH`. What meshes cost (views, embedding, verification of the
pairs found) is measured on one mesh a class of the embedded corpus and multiplied: these
rows are extrapolated at every size.

Memory is the highest proportional size (PSS) of the process and its workers, seen twice a
second, vectors included; storage is the highest size of the work's files. On a machine
that does other things at the same time seconds grow, processor hours hardly do: growth
is judged by these.
"""

import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer

from benchmarks.exact.trials import THREADS
from benchmarks.scale_meshes import seconds_each
from benchmarks.scale_search import DIM, GROWTH, PLANTED, measure
from lib.core.console import print_table, run
from lib.core.errors import BenchError
from lib.core.files import write_json
from lib.report.wording import MISSING

LIMIT_S, LIMIT_GIB = 360, 4.0
"""For a million vectors on two cores."""

FOUND = 0.99
EXPONENT = 1.6
_UPPER = 10_000_000
_SEEN_S = 0.5

Measured = dict[str, Any]


def main(
    largest: Annotated[int, typer.Option(min=1000, help="Vectors of the largest size.")] = 10**6,
    encoder: Annotated[
        str, typer.Option(help="Encoder whose cost a mesh is measured.")
    ] = "instance_and_class",
    quick: Annotated[bool, typer.Option(help="Fewer meshes, for CI.")] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
    size: Annotated[int, typer.Option(hidden=True)] = 0,
    folder: Annotated[Path | None, typer.Option(hidden=True)] = None,
    in_lists: Annotated[bool, typer.Option(hidden=True)] = False,
    meshes: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Measure, print a table, and fail where a goal is missed."""
    if folder is not None:
        print(json.dumps(measure(size, folder, in_lists)))
        return
    if meshes:
        print(json.dumps(seconds_each(encoder, 10 if quick else 2)))
        return
    sizes = [largest // 100, largest // 10, largest]
    runs = {size: _watched(size, in_lists=False) for size in sizes}
    base = runs[largest]
    if base["coverage"]["method"] != "lists":
        base = _watched(largest, in_lists=True)
    columns = {f"{size:,}": run for size, run in runs.items()}
    beyond = largest * 10
    while beyond <= _UPPER:
        columns[f"~{beyond:,}"] = _extrapolated(base, runs[largest // 10], largest, beyond)
        beyond *= 10
    each = _of_meshes(encoder, quick)
    exponents = [
        math.log10(_processor(runs[large]) / _processor(runs[small]))
        for small, large in itertools.pairwise(sizes)
    ]
    _print(columns, each, exponents)
    if json_path is not None:
        figures = {"runs": columns, "mesh_seconds": each, "exponents": exponents}
        write_json(json_path, {"cores": psutil.cpu_count(), "encoder": encoder, **figures})
    _judge(runs, exponents)


def _watched(size: int, *, in_lists: bool) -> Measured:
    """Measure one size in a process of its own, and watch its memory and files."""
    peak, files = 0, 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "benchmarks.scale", "--size", str(size)]
        command += ["--folder", folder, *(["--in-lists"] if in_lists else [])]
        child = subprocess.Popen(command, stdout=said)
        while child.poll() is None:
            peak = max(peak, _memory(child.pid))
            files = max(files, _stored(Path(folder)))
            time.sleep(_SEEN_S)
        if child.returncode:
            raise BenchError(f"the search of {size:,} vectors has failed", "see the lines above")
        said.seek(0)
        measured: Measured = json.loads(said.read().splitlines()[-1])
    return measured | {"memory_gib": peak / 2**30, "storage_gib": files / 2**30}


def _of_meshes(encoder: str, quick: bool) -> dict[str, float]:
    """Measure meshes in a process with one thread, so that none waits for another."""
    command = [sys.executable, "-m", "benchmarks.scale", "--meshes", "--encoder", encoder]
    said = subprocess.run(
        [*command, *(["--quick"] if quick else [])],
        env={**os.environ, **dict.fromkeys(THREADS, "1")},
        stdout=subprocess.PIPE,
        text=True,
    )
    if said.returncode:
        raise BenchError(f"the cost of meshes for {encoder} was not measured", "see above")
    each: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return each


def _memory(pid: int) -> int:
    total = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            full = one.memory_full_info()
            total += getattr(full, "pss", full.uss)
    except psutil.Error:
        # It has ended between two looks.
        return 0
    return total


def _stored(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            # Moved or removed since it was listed.
            continue
    return total


def _extrapolated(base: Measured, smaller: Measured, size: int, other: int) -> Measured:
    """Take stages by their exponents, memory and storage along a line through two sizes."""
    factor = other / size
    stages = {
        name: [value * factor ** GROWTH[name] for value in taken]
        for name, taken in base["stages"].items()
    }
    room = {
        name: base[name] + (base[name] - smaller[name]) / 0.9 * (factor - 1)
        for name in ("memory_gib", "storage_gib")
    }
    return {"stages": stages, **room}


def _seconds(run: Measured) -> float:
    return float(sum(seconds for seconds, _ in run["stages"].values()))


def _processor(run: Measured) -> float:
    return float(sum(processor for _, processor in run["stages"].values()))


def _print(columns: dict[str, Measured], each: dict[str, float], exponents: list[float]) -> None:
    """Print a stage a row: seconds, and processor hours in brackets."""
    rows = []
    for stage in GROWTH:
        taken = [run["stages"].get(stage) for run in columns.values()]
        rows.append([stage, *(_pair(*one) if one else MISSING for one in taken)])
    totals = [(_seconds(run), _processor(run)) for run in columns.values()]
    rows.append(["vectors to groups", *(_pair(*total) for total in totals)])
    rows.append(["memory, GiB", *(f"{run['memory_gib']:.2f}" for run in columns.values())])
    rows.append(["storage, GiB", *(f"{run['storage_gib']:.2f}" for run in columns.values())])
    shares = [run.get("planted") for run in columns.values()]
    rows.append(["planted found", *(MISSING if s is None else f"{s:.2%}" for s in shares)])
    cores = psutil.cpu_count() or 1
    for name, seconds in each.items():
        share = PLANTED if name == "verify" else 1.0
        counts = [int(title.strip("~").replace(",", "")) * share for title in columns]
        cells = [f"~{_pair(count * seconds / cores, count * seconds)}" for count in counts]
        rows.append([f"{name}, {seconds * 1000:.1f} ms each", *cells])
    print(f"{DIM} numbers a vector, {cores} cores; seconds (processor hours); ~ extrapolated")
    print_table(["stage", *columns], rows, width=40 + 26 * len(columns))
    told = ", ".join(f"n^{exponent:.2f}" for exponent in exponents)
    print(f"growth of processor time between the measured sizes: {told}")


def _pair(seconds: float, processor: float) -> str:
    return f"{seconds:,.1f} ({processor / 3600:,.3f})"


def _judge(runs: dict[int, Measured], exponents: list[float]) -> None:
    missed = [
        f"{size:,}: {run['planted']:.2%} of the planted pairs were found"
        for size, run in runs.items()
        if run["planted"] < FOUND
    ]
    missed += [f"cost grows as n^{one:.2f}" for one in exponents if one > EXPONENT]
    million = runs.get(10**6)
    if million is not None:
        seconds, memory = _seconds(million), million["memory_gib"]
        if seconds > LIMIT_S or memory > LIMIT_GIB:
            missed.append(f"10^6 vectors took {seconds:.0f} s and {memory:.1f} GiB")
    if missed:
        goals = f"{FOUND:.0%}, n^{EXPONENT}, {LIMIT_S} s and {LIMIT_GIB:g} GiB for 10^6"
        raise BenchError("; ".join(missed), f"the goals are {goals}, on two idle cores")


if __name__ == "__main__":
    run(main)
