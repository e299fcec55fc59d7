"""The perturbations that tiers and twins are made of: a mesh in, a mesh out."""

import math

import fast_simplification
import numpy as np
import numpy.typing as npt
import trimesh
from scipy.spatial.transform import Rotation
from skimage.color import hsv2rgb, rgb2hsv

from lib.core.arrays import Bytes, Floats
from lib.geometry.cut import clip, level_of_share
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import nearest_faces

MAX_TESSELLATION = 100_000
"""No edge is split any more that would lead beyond this many faces."""

_SNAP = 1e-9


def random_axis(rng: np.random.Generator) -> Floats:
    """Draw a unit vector, shape (3,), uniform on the sphere (Muller 1959)."""
    vector = rng.standard_normal(3)
    return vector / math.hypot(*vector)


def rotate(mesh: Mesh, axis: npt.ArrayLike, angle_deg: float) -> Mesh:
    """Turn `mesh` about the centre of its bounding box.

    Parameters
    ----------
    mesh : Mesh
    axis : array-like, shape (3,)
        Direction of the axis; its length does not matter.
    angle_deg : float
        Angle, degrees, right-handed.
    """
    direction = np.asarray(axis, dtype=np.float64)
    turn = Rotation.from_rotvec(np.radians(angle_deg) * direction / math.hypot(*direction))
    center = (mesh.vertices.min(axis=0) + mesh.vertices.max(axis=0)) / 2
    # No matrix product, whose last bits vary with the processor: decimation would
    # make other triangles of them. Lengths are `math.hypot` for the same reason.
    turned = ((mesh.vertices - center)[:, None] * turn.as_matrix()).sum(axis=2)
    return Mesh(turned + center, mesh.faces, mesh.colors)


def decimate(mesh: Mesh, keep: float) -> Mesh:
    """Simplify by quadric edge collapse (Garland & Heckbert 1997).

    Parameters
    ----------
    mesh : Mesh
    keep : float
        Share of the faces to keep, in (0, 1]. Open or non-manifold meshes may
        end with more, which is why callers record the count they got.

    Returns
    -------
    Mesh
        Vertices at equal positions are welded first, or no edge could collapse
        in a triangle soup. Each face takes the colour of the nearest original
        face. Where nothing with a surface would be left, `mesh` itself.
    """
    points, index = np.unique(mesh.vertices, axis=0, return_inverse=True)
    faces = index.reshape(-1)[mesh.faces]
    target = max(4, round(keep * len(faces)))
    if target >= len(faces):
        return mesh
    low_points, low_faces = fast_simplification.simplify(
        points, faces.astype(np.int32), target_count=target
    )
    simple = Mesh.build(low_points, low_faces)
    kept = _double_areas(simple) > 0
    if not kept.any():
        return mesh
    simple = Mesh.build(simple.vertices, simple.faces[kept])
    nearest = nearest_faces(mesh, simple.triangles.mean(axis=1))
    return Mesh(simple.vertices, simple.faces, mesh.colors[nearest])


def jitter(mesh: Mesh, sigma: float, rng: np.random.Generator) -> Mesh:
    """Move every vertex by Gaussian noise.

    Vertices at equal positions move together, so that noise never tears open a
    surface whose file lists each corner separately.

    Parameters
    ----------
    mesh : Mesh
    sigma : float
        Standard deviation per coordinate, as a share of the bounding box's
        diagonal.
    rng : numpy.random.Generator
    """
    points, index = np.unique(mesh.vertices, axis=0, return_inverse=True)
    noise = rng.standard_normal(points.shape) * (sigma * _diagonal(mesh))
    return Mesh(mesh.vertices + noise[index.reshape(-1)], mesh.faces, mesh.colors)


def cut_away(mesh: Mesh, direction: npt.ArrayLike, share: float) -> Mesh:
    """Cut off the part of the surface that lies furthest along `direction`.

    The cut is a plane and stays open. Faces that it meets are clipped.

    Parameters
    ----------
    mesh : Mesh
    direction : array-like, shape (3,)
        Where the missing part lies; its length does not matter.
    share : float
        Share of the surface area that goes, in [0, 1). Less goes where the
        plane would have to pass through faces that lie in it: those stay.
    """
    along = np.asarray(direction, dtype=np.float64)
    heights = (mesh.vertices * (along / math.hypot(*along))).sum(axis=1)
    corners = heights[mesh.faces]
    reach = float(np.ptp(corners))
    if reach <= _SNAP * _diagonal(mesh):
        return mesh
    heights = (heights - corners.min()) / reach
    level = level_of_share(_double_areas(mesh), heights[mesh.faces], share)
    # Vertices beside the plane by no more than the last bits would leave slivers.
    heights[np.abs(heights - level) <= _SNAP] = level
    return clip(mesh, heights, level)


def rescale(mesh: Mesh, factor: float) -> Mesh:
    """Scale `mesh` by `factor` about the centre of its bounding box.

    Every mesh is fitted into the unit sphere before it is rendered or embedded
    (`lib.geometry.mesh.normalize`), which undoes this. An object that moves in
    an embedding all the same shows that something skips that step.
    """
    center = (mesh.vertices.min(axis=0) + mesh.vertices.max(axis=0)) / 2
    return Mesh((mesh.vertices - center) * factor + center, mesh.faces, mesh.colors)


def retessellate(mesh: Mesh, max_edge: float, max_faces: int = MAX_TESSELLATION) -> Mesh:
    """Split long edges in two until none is left: other triangles, same surface.

    Parameters
    ----------
    mesh : Mesh
        Faces that share an edge by its vertices share its new vertex, too.
    max_edge : float
        Longest edge to leave, as a share of the bounding box's diagonal, in (0, 1].
    max_faces : int, optional
        Edges are split to half the diagonal first, then to half of that; the
        last length at which no more faces than this are made is the one that
        counts. A soup of thousands of long slivers keeps longer edges thereby,
        and a mesh that has this many faces already stays as it is.

    Returns
    -------
    Mesh
        Each piece has the colour of the face it was cut from. Coordinates are
        rounded to 1e-9 of the diagonal, or last bits could choose between the
        two diagonals of a symmetric quadrangle.
    """
    diagonal = _diagonal(mesh)
    vertices = np.round(mesh.vertices / diagonal, 9) + 0.0
    faces, colors = mesh.faces, mesh.colors
    halvings = max(0, math.ceil(-math.log2(max_edge)))
    for step in range(halvings, -1, -1):
        split = trimesh.remesh.subdivide_to_size(
            vertices, faces, max_edge * 2**step, return_index=True
        )
        if len(split[1]) > max_faces:
            break
        vertices, faces, colors = split[0], split[1], colors[split[2]]
    return Mesh.build(vertices * diagonal, faces, colors)


def permute(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Shuffle vertices and faces and the first corner of each face.

    The surface stays what it is; what goes is the order, through which a clone
    could be told from the file alone.
    """
    vertex_order = rng.permutation(len(mesh.vertices))
    place = np.empty_like(vertex_order)
    place[vertex_order] = np.arange(len(vertex_order))
    face_order = rng.permutation(len(mesh.faces))
    faces = place[mesh.faces[face_order]]
    first = rng.integers(3, size=(len(faces), 1))
    faces = np.take_along_axis(faces, (first + np.arange(3)) % 3, axis=1)
    return Mesh(mesh.vertices[vertex_order], faces, mesh.colors[face_order])


def shift_hue(images: Bytes, shift: float) -> Bytes:
    """Rotate the hue of every pixel in HSV; grey pixels have none and stay.

    Parameters
    ----------
    images : ndarray of uint8, shape (..., 3)
        RGB.
    shift : float
        Share of the colour circle, 1 is once around.
    """
    if shift == 0:
        return images
    hsv = rgb2hsv(images / 255.0)
    hsv[..., 0] = np.mod(hsv[..., 0] + shift, 1.0)
    # Where rounding could go either way, six digits decide, not the last bit.
    turned = np.clip(np.round(hsv2rgb(hsv) * 255, 6) + 0.5, 0, 255)
    return np.asarray(turned.astype(np.uint8))


def _double_areas(mesh: Mesh) -> Floats:
    """Twice the area of each face, shape (F,)."""
    corners = mesh.triangles
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(normals, axis=1))


def _diagonal(mesh: Mesh) -> float:
    return math.hypot(*np.ptp(mesh.vertices, axis=0))
