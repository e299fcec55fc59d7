"""The mesh that everything else works on: triangles with one colour each."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import trimesh

from lib.core.arrays import Bytes, Floats, Ints
from lib.core.errors import BenchError

GREY = (176, 176, 176)
"""Colour of a face that has none, sRGB 0-255."""

MAX_FACES = 5_000_000
"""More faces than this is taken for a mistake, not for an object."""

MAX_COORDINATE = 1e12
"""Coordinates beyond this overflow single-precision areas after squaring."""


DECIMALS = 6
"""Digits after the point of a normalised coordinate, in units of the object's radius."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """A coloured triangle mesh.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
        Coordinates, z up.
    faces : ndarray of int64, shape (F, 3)
        Indices into `vertices`, counter-clockwise seen from outside where the
        file says so.
    colors : ndarray of uint8, shape (F, 3)
        sRGB colour of each face.
    """

    vertices: Floats
    faces: Ints
    colors: Bytes

    @classmethod
    def build(
        cls, vertices: npt.ArrayLike, faces: npt.ArrayLike, colors: npt.ArrayLike = GREY
    ) -> "Mesh":
        """Make a mesh of array-likes; one colour may stand for all faces."""
        face_array = np.ascontiguousarray(faces, dtype=np.int64).reshape(-1, 3)
        color_array = np.broadcast_to(np.asarray(colors, dtype=np.uint8), (len(face_array), 3))
        return cls(
            np.ascontiguousarray(vertices, dtype=np.float64).reshape(-1, 3),
            face_array,
            np.ascontiguousarray(color_array),
        )

    @property
    def triangles(self) -> Floats:
        """Corner coordinates, shape (F, 3, 3)."""
        return self.vertices[self.faces]

    def to_trimesh(self) -> trimesh.Trimesh:
        """Return a trimesh view of the geometry, vertices neither merged nor moved."""
        return trimesh.Trimesh(self.vertices, self.faces, process=False)

    def sha256(self) -> str:
        """SHA-256 of the geometry and colours at stored precision.

        Coordinates count as little-endian float32, indices as int32: the form
        in which meshes are written (`lib.core.files`).
        """
        digest = hashlib.sha256()
        digest.update(np.array([len(self.vertices), len(self.faces)], dtype="<i8").tobytes())
        digest.update(self.vertices.astype("<f4").tobytes())
        digest.update(self.faces.astype("<i4").tobytes())
        digest.update(self.colors.tobytes())
        return digest.hexdigest()


def check(mesh: Mesh, name: str) -> Mesh:
    """Return `mesh` if it can be measured and rendered, or say why not.

    Parameters
    ----------
    mesh : Mesh
    name : str
        File or object that the message names.

    Raises
    ------
    BenchError
        Without faces, with NaN or infinite or enormous coordinates, with
        indices that point nowhere, with more than `MAX_FACES` faces, or with no
        surface at all.
    """
    if len(mesh.faces) == 0:
        raise BenchError(
            f"{name}: the mesh has no faces", "export it as triangles, not as points or curves"
        )
    if len(mesh.faces) > MAX_FACES:
        raise BenchError(
            f"{name}: {len(mesh.faces):,} faces, at most {MAX_FACES:,} are taken",
            "decimate the file first",
        )
    if mesh.faces.min() < 0 or mesh.faces.max() >= len(mesh.vertices):
        raise BenchError(
            f"{name}: a face points at vertex {int(mesh.faces.max())}, "
            f"the file has {len(mesh.vertices)}",
            "the file is cut short or damaged: fetch or export it again",
        )
    used = mesh.vertices[np.unique(mesh.faces)]
    if not np.isfinite(used).all():
        bad = int(np.flatnonzero(~np.isfinite(used).all(axis=1))[0])
        raise BenchError(f"{name}: vertex {bad} has a NaN or infinite coordinate", "mend the file")
    if np.abs(used).max() > MAX_COORDINATE:
        raise BenchError(
            f"{name}: coordinates reach {np.abs(used).max():.3g}, "
            f"at most {MAX_COORDINATE:.0e} are taken",
            "scale the file down",
        )
    extent = np.ptp(used, axis=0).max()
    unit = mesh.triangles / extent if extent > 0 else mesh.triangles
    normals = np.cross(unit[:, 1] - unit[:, 0], unit[:, 2] - unit[:, 0])
    if extent == 0 or np.linalg.norm(normals, axis=1).sum() < 1e-12:
        raise BenchError(
            f"{name}: the mesh is degenerate, its triangles have no area", "mend the file"
        )
    return mesh


def normalize(mesh: Mesh) -> Mesh:
    """Drop unused vertices, centre the bounding box and scale into the unit sphere.

    Returns
    -------
    Mesh
        Bounding-box centre at the origin, farthest vertex at distance 1,
        coordinates as from :func:`rounded`.
    """
    used, faces = np.unique(mesh.faces, return_inverse=True)
    vertices = mesh.vertices[used]
    vertices = vertices - (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    vertices = vertices / np.linalg.norm(vertices, axis=1).max()
    return rounded(Mesh(vertices, faces.reshape(-1, 3).astype(np.int64), mesh.colors))


def rounded(mesh: Mesh) -> Mesh:
    """Round coordinates to `DECIMALS` digits and then to float32.

    Rounding to float32 alone would keep the noise that another processor leaves around
    zero, 1e-17 here and 2e-17 there, and with it another hash.
    """
    vertices = (np.round(mesh.vertices, DECIMALS) + 0.0).astype(np.float32).astype(np.float64)
    return Mesh(vertices, mesh.faces, mesh.colors)
