"""Mesh files to meshes: OFF, OBJ, PLY, STL, GLB and glTF."""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import trimesh

from lib.core.errors import BenchError
from lib.corpus.off import parse_off
from lib.corpus.paint import Painter, Part, join
from lib.corpus.texture import Surface, bake
from lib.geometry.mesh import Mesh, check

SUFFIXES = (".glb", ".gltf", ".obj", ".off", ".ply", ".stl")
"""Endings of the files that can be loaded, lower case."""

_GLTF = (".glb", ".gltf")
_TURNS_TO_Z_UP = {"z": 0, "y": 1, "x": 2}


def load_mesh(path: Path, up_axis: str = "z", name: str | None = None) -> Mesh:
    """Load a mesh file as one z-up mesh with a colour a face.

    Scenes are joined in the order of the file. A face has its own colour where the
    file gives one, else the mean colour of its corners, else the mean of its
    texture (`lib.corpus.texture`), else the colour of its material, else grey.
    Vertices at the same place are merged, faces without area dropped.

    Parameters
    ----------
    path : Path
        A file with one of `SUFFIXES`.
    up_axis : {"x", "y", "z"}, optional
        Axis that points up in the file. The axes are turned cyclically, so that
        a glTF file's front, +z, comes to face the first camera, +x.
    name : str, optional
        What messages call the file; the file's name by default.

    Returns
    -------
    Mesh
        Checked; see `lib.geometry.mesh.check`.

    Raises
    ------
    BenchError
        If the file is missing, cannot be read, or holds no usable mesh.
    """
    shown = name or path.name
    try:
        parts = _read(path)
    except OSError as error:
        raise BenchError(
            f"{shown}: cannot be opened: {error.strerror or error}", "check the path and the rights"
        )
    except Exception as error:
        kind = path.suffix.lstrip(".").upper()
        raise BenchError(
            f"{shown}: cannot be read as {kind}: {str(error) or type(error).__name__}",
            "the file is damaged or cut short: fetch or export it again",
        )
    joined = join(parts)
    check(Mesh.build(joined.vertices, joined.faces), shown)
    if not np.isfinite(joined.uv[joined.texture >= 0]).all():
        raise BenchError(f"{shown}: a texture coordinate is NaN or infinite", "mend the file")
    baked = bake(_tidy(joined))
    turned = np.roll(baked.vertices, _TURNS_TO_Z_UP[up_axis], axis=1)
    return check(Mesh.build(turned, baked.faces, baked.colors), shown)


def _read(path: Path) -> list[Part]:
    """Read the triangle meshes of a file, placed as its scene says."""
    data = path.read_bytes()
    kind = path.suffix.lower()
    if not data:
        raise ValueError("the file is empty")
    if kind == ".off":
        return [Part(*parse_off(data.decode("utf-8", errors="replace")))]
    if kind == ".stl":
        _require_whole_stl(data)
    # Its warnings name neither the file nor anything that the user could do.
    logging.getLogger("trimesh").setLevel(logging.ERROR)
    scene = trimesh.load_scene(path, process=False)
    painter = Painter(linear=kind in _GLTF)
    parts = []
    for node in scene.graph.nodes_geometry:
        transform, key = scene.graph[node]
        geometry = scene.geometry[key]
        if not isinstance(geometry, trimesh.Trimesh):
            continue
        if len(geometry.faces) and not (
            0 <= geometry.faces.min() <= geometry.faces.max() < len(geometry.vertices)
        ):
            raise ValueError("a face points at a vertex that the file does not have")
        part = painter.part(geometry, trimesh.transform_points(geometry.vertices, transform))
        mirrored = np.linalg.det(transform[:3, :3]) < 0
        parts.append(replace(part, faces=part.faces[:, ::-1]) if mirrored else part)
    return parts


def _require_whole_stl(data: bytes) -> None:
    """Refuse a shortened file, which trimesh takes for one without faces or with fewer."""
    if data[:512].lstrip().startswith(b"solid") and b"facet" in data[:1024]:
        whole = b"endsolid" in data[-1024:]
    else:
        whole = len(data) >= 84 and len(data) >= 84 + 50 * int.from_bytes(data[80:84], "little")
    if not whole:
        raise ValueError("the file ends before its last triangle")


def _tidy(surface: Surface) -> Surface:
    """Merge vertices at the same place, then drop faces without area."""
    # Adding zero turns -0.0 into 0.0, which is the same place.
    places, first, inverse = np.unique(
        surface.vertices + 0.0, axis=0, return_index=True, return_inverse=True
    )
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    vertices, faces = places[order], rank[inverse.reshape(-1)][surface.faces]
    corner = vertices[faces]
    area = np.linalg.norm(
        np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1
    )
    keep = area > 0
    return replace(
        surface,
        vertices=vertices,
        faces=faces[keep],
        colors=surface.colors[keep],
        texture=surface.texture[keep],
        uv=surface.uv[keep],
    )
