"""Encoders: what they cost an object and in the index, beside what they find.

    python -m benchmarks.encoders [--quick] [--picture PNG] [--json PATH]

Time: every encoder of this repository that params.yaml lists, on the same meshes, one
of each class of the embedded corpus. All are measured in one process with one thread,
in turn with the renderer, and the fastest round counts. Weights are loaded before, and
encoders that read views are given them: what they cost is the row ``ring views``,
`over_views` is a time over that one's, and `with_views` adds it.

Quality: mAP of the embeddings of the last run, as they are and stored in fewer bytes
(:mod:`benchmarks.compression`); without a run, times alone.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from benchmarks.compression import quality
from benchmarks.exact.trials import THREADS
from benchmarks.quality_picture import quality_by_cost
from lib.core.console import print_table, run
from lib.core.errors import BenchError
from lib.core.files import write_json
from lib.core.params import load_params
from lib.core.params.names import encoder_names
from lib.core.paths import Paths
from lib.corpus.parametric.corpus import class_names, make
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.evaluation.trials import GALLERIES
from lib.geometry.mesh import normalize
from lib.geometry.render import render_ring
from lib.report import style
from lib.report.wording import MISSING, number

VIEWS = "ring views"


def main(
    quick: Annotated[bool, typer.Option(help="Fewer meshes and rounds, for CI.")] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Draw quality against milliseconds here, a PNG.")
    ] = None,
    corpus: Annotated[
        str | None, typer.Option(help="Corpus of the run; the first that params.yaml lists.")
    ] = None,
    gallery: Annotated[
        str, typer.Option(help="Gallery of table and picture; the JSON has both.")
    ] = "all",
    job: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Measure, print tables, and write them as JSON and a picture if asked."""
    if job:
        print(json.dumps(_measure(quick)))
        return
    if gallery not in GALLERIES:
        raise BenchError(f"there is no gallery {gallery!r}", f"choose from {', '.join(GALLERIES)}")
    params = load_params()
    speed = _times(quick)
    print_table(*speed_table(speed))
    found, missing = quality(Paths(corpus or params.corpora[0]), params.encoders)
    if len(found):
        print(f"\nmAP by what is stored, gallery {gallery}:")
        print_table(*quality_table(found[found["gallery"] == gallery]))
    for message in missing:
        print(f"Quality is left out: {message}; make it with: make repro")
    if json_path is not None:
        write_json(json_path, {"speed": speed, "quality": found.to_dict("records")})
    if picture is not None:
        if found.empty:
            raise BenchError(
                "there is no quality to draw", "make the embeddings of a run with: make repro"
            )
        kept = found[(found["stored_as"] == "float32") & (found["gallery"] == gallery)]
        times = {row["encoder"]: (row["reads"], row["with_views"]) for row in speed}
        rendering = times.pop(VIEWS)[1]
        style.save(quality_by_cost(times, rendering, kept, gallery), picture)


def speed_table(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Lay out the costs, a row an encoder: header and cells."""
    titles = ["encoder", "reads", "bytes", "ms / object", "over views", "with views"]
    cells = [
        [
            row["encoder"],
            row["reads"],
            f"{row['bytes']:,}" if row["bytes"] else MISSING,
            f"{row['ms_per_object']:.2f}",
            f"{row['over_views']:.3f}",
            f"{row['with_views']:.2f}",
        ]
        for row in rows
    ]
    return titles, cells


def quality_table(found: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Lay out mAP, a row an encoder and form: header and cells."""
    wide = found.pivot(index=["encoder", "bytes", "stored_as"], columns="tier", values="map")
    wide = wide.sort_index(level=["encoder", "bytes"], ascending=[True, False])
    cells = [
        [encoder, form, f"{size:,}", *map(number, scores)]
        for (encoder, size, form), scores in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    return ["encoder", "stored as", "bytes", *(f"T{tier}" for tier in wide.columns)], cells


def _times(quick: bool) -> list[dict[str, Any]]:
    # How many threads there are is settled when the libraries are loaded.
    command = [sys.executable, "-m", "benchmarks.encoders", "--job"]
    output = subprocess.run(
        [*command, *(["--quick"] if quick else [])],
        env=os.environ | dict.fromkeys(THREADS, "1"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    rows: list[dict[str, Any]] = json.loads(output.splitlines()[-1])
    return rows


def _measure(quick: bool) -> list[dict[str, Any]]:
    """Child process: time everything, the renderer first."""
    params = load_params()
    meshes = {name: normalize(make(name, 1)) for name in class_names()[:: 8 if quick else 1]}
    views = {name: render_ring(mesh, params.render) for name, mesh in meshes.items()}
    shapes = {
        "mesh": [Shape(name, mesh) for name, mesh in meshes.items()],
        "views": [Shape(name, mesh, views[name]) for name, mesh in meshes.items()],
    }
    reads, sizes = {VIEWS: "mesh"}, {VIEWS: 0}
    ways: dict[str, Callable[[], object]] = {
        VIEWS: lambda: [render_ring(mesh, params.render) for mesh in meshes.values()]
    }
    for name in sorted(set(params.encoders) & set(encoder_names())):
        encoder = load_encoder(name, params.embed)
        encoder.prepare()
        reads[name], sizes[name] = encoder.needs, 4 * encoder.dim
        ways[name] = _way(encoder, shapes[encoder.needs])
    seconds = dict.fromkeys(ways, float("inf"))
    for _ in range(2 if quick else 5):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[name] = min(seconds[name], time.perf_counter() - start)
    each = 1000 / len(meshes)
    return [
        {
            "encoder": name,
            "reads": reads[name],
            "bytes": sizes[name],
            "ms_per_object": round(each * value, 3),
            "over_views": round(value / seconds[VIEWS], 4),
            "with_views": round(
                each * (value + (seconds[VIEWS] if reads[name] == "views" else 0.0)), 3
            ),
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
