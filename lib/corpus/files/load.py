"""Mesh files to meshes: OFF, OBJ, PLY, STL, GLB and glTF."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from lib.core.errors import BenchError
from lib.corpus.base import LACKING, Asked, Reading
from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.gltf import read_gltf
from lib.corpus.files.obj import read_obj
from lib.corpus.files.off import read_off
from lib.corpus.files.ply import read_ply
from lib.corpus.files.source import Source
from lib.corpus.files.stl import read_stl
from lib.corpus.files.texture import Surface, bake
from lib.geometry.mesh import Mesh, check

READERS: dict[str, Callable[[Source], Contents]] = {
    ".glb": read_gltf,
    ".gltf": read_gltf,
    ".obj": read_obj,
    ".off": read_off,
    ".ply": read_ply,
    ".stl": read_stl,
}
"""Endings of the files that can be loaded, lower case, and who reads them."""

UpAxis = Literal["auto", "x", "y", "z"]
Missing = Literal["refuse", "grey"]

_TURNS_TO_Z_UP = {"z": 0, "y": 1, "x": 2}
_Y_UP = (".glb", ".gltf")


def load_mesh(path: Path, up_axis: UpAxis = "z", name: str | None = None) -> Mesh:
    """Load a mesh file; :func:`read_mesh` without what is beside the mesh."""
    return read_mesh(path, up_axis, name).mesh


def read_mesh(
    path: Path,
    up_axis: UpAxis = "auto",
    name: str | None = None,
    root: Path | None = None,
    missing: Missing = "refuse",
) -> Reading:
    """Read a mesh file as one z-up mesh with a colour a face.

    Scenes are joined in the order of the file. A face has the mean of its texture
    (`lib.corpus.files.texture`), else its own colour where the file gives one, else
    the mean colour of its corners, else the colour of its material, else grey.
    Vertices at the same place are merged, faces without area dropped.

    Parameters
    ----------
    path : Path
        A file with an ending of `READERS`.
    up_axis : {"auto", "x", "y", "z"}, optional
        Axis that points up in the file; ``auto`` takes y for glTF, as its standard
        says, and z for the others. The axes are turned cyclically, so that a glTF
        file's front, +z, comes to face the first camera, +x.
    name : str, optional
        What messages call the file; the file's name by default.
    root : Path, optional
        Textures and materials are looked for inside this folder; by default the
        file's own.
    missing : {"refuse", "grey"}, optional
        Whether a file is refused whose neighbours are not found or cannot be read,
        or taken without them: a face without its texture has its material's
        colour, one without its material is grey.

    Returns
    -------
    Reading

    Raises
    ------
    BenchError
        If the file is missing, cannot be read in full, or holds no usable mesh.
    """
    shown = name or path.name
    try:
        return _read(path, shown, up_axis, root or path.parent, missing)
    except BenchError:
        raise
    except OSError as error:
        raise BenchError(
            f"{shown}: cannot be opened: {error.strerror or error}", "check the path and the rights"
        )
    except Exception as error:
        # The last net: one odd file must not end a run over thousands.
        first = (str(error).splitlines() or [""])[0]
        raise BenchError(
            f"{shown}: cannot be read: {type(error).__name__}: {first}",
            "the file is damaged, or its reader is: try another export, and report it",
        )


def _read(path: Path, shown: str, up_axis: UpAxis, root: Path, missing: Missing) -> Reading:
    suffix = path.suffix.lower()
    source = Source(path, root)
    try:
        contents = READERS[suffix](source)
    except Refused as error:
        kind = suffix.lstrip(".").upper()
        raise BenchError(f"{shown}: cannot be read as {kind}: {error.reason}", error.hint)
    if contents.missing and missing == "refuse":
        raise BenchError(
            f"{shown}: {LACKING}: {', '.join(contents.missing)}",
            "put the files there, or take the meshes without them: folder.missing=grey",
        )
    joined = Surface.join(contents.parts)
    check(Mesh.build(joined.vertices, joined.faces), shown)
    if not np.isfinite(joined.uv[joined.texture >= 0]).all():
        raise BenchError(f"{shown}: a texture coordinate is NaN or infinite", "mend the file")
    baked = bake(_tidy(joined))
    axis = up_axis if up_axis != "auto" else "y" if suffix in _Y_UP else "z"
    turned = np.roll(baked.vertices, _TURNS_TO_Z_UP[axis], axis=1)
    mesh = check(Mesh.build(turned, baked.faces, baked.colors), shown)
    asked = tuple(Asked(*key, found) for key, found in source.asked.items())
    pictures = [image.pixels.shape for image in joined.images]
    largest = max((height * width for height, width, _ in pictures), default=0)
    return Reading(mesh, contents.missing, contents.passed_over, asked, largest, len(joined.faces))


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
    return replace(surface, vertices=vertices, faces=faces).keep(area > 0)
