"""What a mesh costs before and after the search: views, embedding, verification of a pair."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from lib.core.params import load_params
from lib.core.rng import generator
from lib.corpus.parametric.corpus import class_names, make
from lib.duplicates.relations.compare import compare
from lib.encoders._base import Shape
from lib.encoders._registry import load_encoder
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.render import render_ring


def seconds_each(encoder: str, every: int) -> dict[str, float]:
    """Measure on meshes of the embedded corpus, in this process.

    Parameters
    ----------
    encoder : str
    every : int
        Take one class of so many.

    Returns
    -------
    dict of str to float
        Processor seconds a mesh for ``render`` (nothing where the encoder needs no views)
        and ``embed``, and a pair for ``verify``: half of the pairs are a mesh and its
        moved copy, half are two meshes of one class.
    """
    params = load_params()
    names = class_names()[::every]
    meshes = {name: normalize(make(name, 1)) for name in names}
    chosen = load_encoder(encoder, params.embed)
    chosen.prepare()
    views = {name: render_ring(mesh, params.render) for name, mesh in meshes.items()}
    shapes = [Shape(name, mesh, views[name]) for name, mesh in meshes.items()]
    copies = [(make(name, 1), _moved(make(name, 1), name)) for name in names]
    alike = [(make(name, 1), make(name, 2)) for name in names]

    def render() -> None:
        for mesh in meshes.values():
            render_ring(mesh, params.render)

    def embed() -> None:
        for start in range(0, len(shapes), params.embed.batch_size):
            chosen.encode(shapes[start : start + params.embed.batch_size])

    return {
        "render": _each(render, len(names)) if chosen.needs == "views" else 0.0,
        "embed": _each(embed, len(names)),
        "verify": _each(lambda: _compared([*copies, *alike]), 2 * len(names)),
    }


def _each(work: Callable[[], None], count: int) -> float:
    """Processor seconds of the second run; the first compiles."""
    work()
    start = time.process_time()
    work()
    return (time.process_time() - start) / count


def _compared(couples: Sequence[tuple[Mesh, Mesh]]) -> None:
    for a, b in couples:
        compare(a, b)


def _moved(mesh: Mesh, name: str) -> Mesh:
    turn, _ = np.linalg.qr(generator(0, "benchmarks", "scale", name).standard_normal((3, 3)))
    turn *= np.sign(np.linalg.det(turn))
    return Mesh(mesh.vertices @ turn + 0.3, mesh.faces, mesh.colors)
