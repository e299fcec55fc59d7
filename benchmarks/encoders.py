"""Encoders: milliseconds an object, and as a multiple of rendering the object's views.

    python -m benchmarks.encoders [--quick] [--json PATH]

Every encoder of this repository that params.yaml lists, on the same meshes, one of each
class of the embedded corpus. All are measured in one process with one thread, in turn
with the renderer, and the fastest round counts. Weights are loaded before, and encoders
that read views are given them: what they cost is the row ``ring views``, and
`over_views` is a time over that one's.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.exact.trials import THREADS
from lib.core.console import run
from lib.core.files import write_text
from lib.core.params import load_params
from lib.core.params.names import encoder_names
from lib.corpus.parametric.corpus import class_names, make
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.geometry.mesh import normalize
from lib.geometry.render import render_ring

VIEWS = "ring views"


def main(
    quick: Annotated[bool, typer.Option(help="Fewer meshes and rounds, for CI.")] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
    job: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Measure, print a table, and write it as JSON if asked."""
    if job:
        print(json.dumps(_measure(quick)))
        return
    # How many threads there are is settled when the libraries are loaded.
    command = [sys.executable, "-m", "benchmarks.encoders", "--job"]
    output = subprocess.run(
        [*command, *(["--quick"] if quick else [])],
        env=os.environ | dict.fromkeys(THREADS, "1"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    rows = json.loads(output.splitlines()[-1])
    print(f"{'encoder':<24}{'reads':<7}{'ms / object':>12}{'over views':>12}")
    for row in rows:
        print(
            f"{row['encoder']:<24}{row['reads']:<7}"
            f"{row['ms_per_object']:>12.2f}{row['over_views']:>12.3f}"
        )
    if json_path is not None:
        write_text(json_path, json.dumps(rows, indent=2) + "\n")


def _measure(quick: bool) -> list[dict[str, str | float]]:
    """Child process: time everything, the renderer first."""
    params = load_params()
    meshes = {name: normalize(make(name, 1)) for name in class_names()[:: 8 if quick else 1]}
    views = {name: render_ring(mesh, params.render) for name, mesh in meshes.items()}
    shapes = {
        "mesh": [Shape(name, mesh) for name, mesh in meshes.items()],
        "views": [Shape(name, mesh, views[name]) for name, mesh in meshes.items()],
    }
    reads = {VIEWS: "mesh"}
    ways: dict[str, Callable[[], object]] = {
        VIEWS: lambda: [render_ring(mesh, params.render) for mesh in meshes.values()]
    }
    for name in sorted(set(params.encoders) & set(encoder_names())):
        encoder = load_encoder(name, params.embed)
        encoder.prepare()
        reads[name] = encoder.needs
        ways[name] = _way(encoder, shapes[encoder.needs])
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(2 if quick else 5):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[name] = min(seconds[name], time.perf_counter() - start)
    return [
        {
            "encoder": name,
            "reads": reads[name],
            "ms_per_object": round(1000 * value / len(meshes), 3),
            "over_views": round(value / seconds[VIEWS], 4),
        }
        for name, value in seconds.items()
    ]


def _way(encoder: Encoder, shapes: Sequence[Shape]) -> Callable[[], object]:
    """Embed in batches, as the graph does."""
    size = encoder.params.batch_size
    return lambda: [
        encoder.encode(shapes[start : start + size]) for start in range(0, len(shapes), size)
    ]


if __name__ == "__main__":
    run(main)
