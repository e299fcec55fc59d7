"""Rendering: our ring views against bare ray casting, and against pyrender.

    python -m benchmarks.rendering [--quick] [--json PATH]

All are measured in one process on the same objects of the default corpus, one
thread each, in turn, and reported as ratios. Bare is Open3D's
`RaycastingScene.cast_rays` (Embree): scene set-up counts, colours do not. Ours
is finished, shaded views; once more with their shard written. pyrender on OSMesa
is measured where it is installed (`pip install pyrender`, `apt-get install
libosmesa6`); it is no dependency of this project.
"""

import functools
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from lib.core.console import run
from lib.core.files import write_text
from lib.core.params.render import RingParams
from lib.corpus.parametric.corpus import class_names, make
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.open3d import open3d
from lib.geometry.render import render_ring
from lib.geometry.ring import cameras
from lib.objects.store import write_views

RING = RingParams()
BARE = "bare cast_rays"


def main(
    quick: Annotated[bool, typer.Option(help="Fewer meshes, for CI.")] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Measure, print a table, and write it as JSON if asked."""
    names = class_names()[:: 8 if quick else 1]
    meshes = [normalize(make(name, 1)) for name in names]
    views = len(meshes) * RING.views
    with tempfile.TemporaryDirectory() as folder:
        shard = Path(folder) / "shard.zip"
        ways: dict[str, Callable[[], object]] = {
            BARE: lambda: [bare(mesh) for mesh in meshes],
            "this project": lambda: [render_ring(mesh) for mesh in meshes],
            "this project, shard written": lambda: write_views(
                shard, {name: render_ring(m) for name, m in zip(names, meshes, strict=True)}
            ),
        }
        pyrender = pyrender_way()
        if pyrender is not None:
            ways["pyrender, OSMesa"] = lambda: [pyrender(mesh) for mesh in meshes]
        seconds = {name: float("inf") for name in ways}
        # The first round compiles, and counts for nothing.
        for turn in range(3 if quick else 6):
            for name, way in ways.items():
                start = time.perf_counter()
                way()
                taken = time.perf_counter() - start
                seconds[name] = min(seconds[name], taken) if turn else float("inf")
    rows = [
        {
            "renderer": name,
            "views_per_s": round(views / value),
            "speed_over_bare": round(seconds[BARE] / value, 3),
        }
        for name, value in seconds.items()
    ]
    print(f"{len(meshes)} meshes, {RING.views} views of {RING.size} px, one thread")
    for row in rows:
        print(
            f"{row['renderer']:>28}  {row['views_per_s']:>7,} views/s   "
            f"{row['speed_over_bare']:.2f} of bare cast_rays"
        )
    if pyrender is None:
        print("pyrender is not installed (or finds no OSMesa): not compared")
    if json_path is not None:
        write_text(json_path, json.dumps(rows, indent=2) + "\n")


def bare(mesh: Mesh) -> object:
    """Cast the ring's rays and do nothing with the answer."""
    scene = open3d().t.geometry.RaycastingScene(nthreads=1)
    scene.add_triangles(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32))
    return scene.cast_rays(rays(RING), nthreads=1)


@functools.cache
def rays(ring: RingParams) -> npt.NDArray[np.float32]:
    """Return the ray through each pixel's centre, shape (views, size, size, 6)."""
    position, rotation = cameras(ring)
    half = np.tan(np.radians(ring.fov_deg) / 2)
    step = half * ((np.arange(ring.size) + 0.5) * 2 / ring.size - 1)
    x, y = np.meshgrid(step, -step)
    local = np.stack([x, y, np.full_like(x, -1.0)], axis=-1)
    direction = np.einsum("hwk,vkj->vhwj", local, rotation)
    origin = np.broadcast_to(position[:, None, None, :], direction.shape)
    return np.concatenate([origin, direction], axis=-1).astype(np.float32)


def pyrender_way() -> Callable[[Mesh], object] | None:
    """Return a function that renders the same ring with pyrender, if it can be had."""
    os.environ.setdefault("PYOPENGL_PLATFORM", "osmesa")
    try:
        import pyrender

        renderer = pyrender.OffscreenRenderer(RING.size, RING.size)
    except (ImportError, AttributeError, OSError):
        return None
    position, rotation = cameras(RING)

    def way(mesh: Mesh) -> Any:
        scene = pyrender.Scene(ambient_light=np.full(3, 0.3), bg_color=np.ones(4))
        shape = mesh.to_trimesh()
        shape.visual.face_colors = np.column_stack([mesh.colors, np.full(len(mesh.colors), 255)])
        scene.add(pyrender.Mesh.from_trimesh(shape, smooth=False))
        camera = scene.add(pyrender.PerspectiveCamera(yfov=np.radians(RING.fov_deg)))
        light = scene.add(pyrender.DirectionalLight(intensity=3.0))
        views = []
        for place, turn in zip(position, rotation, strict=True):
            pose = np.eye(4)
            pose[:3, :3], pose[:3, 3] = turn.T, place
            scene.set_pose(camera, pose)
            scene.set_pose(light, pose)
            views.append(renderer.render(scene)[0])
        return views

    return way


if __name__ == "__main__":
    run(main)
