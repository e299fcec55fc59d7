"""Position, size and pose of a surface, from its moments.

Moments are integrals over the triangles, exact but for rounding, so they depend
on neither samples nor on how a surface is cut into triangles.
"""

import numpy as np

from lib.core.arrays import Floats
from lib.geometry.mesh import Mesh

_DIGITS = 9


def areas(mesh: Mesh) -> Floats:
    """Area of each face, shape (F,)."""
    corners = mesh.triangles
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(normals, axis=1) / 2)


def center(mesh: Mesh) -> Mesh:
    """Move the surface's centroid to the origin and its farthest vertex to distance 1.

    Unlike `lib.geometry.mesh.normalize`, whose centre is that of the bounding
    box, this commutes with rotations.
    """
    # Subtracting a corner first keeps the digits of objects far from the origin.
    corners = mesh.triangles
    anchor = corners[0, 0]
    weights = areas(mesh)
    centroid = anchor + weights @ (corners - anchor).mean(axis=1) / weights.sum()
    vertices = mesh.vertices - centroid
    radius = np.linalg.norm(vertices[mesh.faces], axis=2).max()
    return Mesh(vertices / radius, mesh.faces, mesh.colors)


def covariance(mesh: Mesh) -> Floats:
    """Mean of x xᵀ over the surface, shape (3, 3); the covariance if centred.

    For one triangle with corners a, b, c and sum s it is
    (aaᵀ + bbᵀ + ccᵀ + ssᵀ) / 12.
    """
    corners = mesh.triangles
    weights = areas(mesh)
    points = np.concatenate([corners, corners.sum(axis=1, keepdims=True)], axis=1).reshape(-1, 3)
    # No matrix product, whose last bits vary with the processor.
    weighted = points * np.repeat(weights, 4)[:, None]
    total = np.stack([(weighted * points[:, [k]]).sum(axis=0) for k in range(3)])
    return np.asarray(total / (12 * weights.sum()))


def third_moments(mesh: Mesh) -> Floats:
    """Mean of x³, y³ and z³ over the surface, shape (3,).

    For one triangle it is a tenth of the complete homogeneous symmetric
    polynomial of degree 3 in the corners' coordinates, here from their power
    sums s, s₂, s₃ as (s³ + 3 s s₂ + 2 s₃) / 6.
    """
    corners = mesh.triangles
    squares = corners * corners
    total = corners.sum(axis=1)
    cubic = total * (total * total + 3 * squares.sum(axis=1)) + 2 * (squares * corners).sum(axis=1)
    weights = areas(mesh)
    return np.asarray(weights @ cubic / (60 * weights.sum()))


def principal_axes(mesh: Mesh) -> Floats:
    """Axes of largest, middle and smallest variance of a centred surface.

    Each points to the side with the longer tail: the third moment along it is
    not negative. Three independent signs may make a reflection of the rotation;
    they are kept, because tying one to the other two would let a symmetric axis,
    whose sign means nothing, flip one that has a meaning.

    Parameters
    ----------
    mesh : Mesh
        From :func:`center`.

    Returns
    -------
    ndarray of float64, shape (3, 3)
        Orthonormal rows.
    """
    # Equal variances leave the axes to the last bits of a sum, which move with
    # the order of faces. Rounding makes such a matrix the same one every time.
    _, vectors = np.linalg.eigh(np.round(covariance(mesh), _DIGITS))
    axes = vectors.T[::-1]
    turned = Mesh(mesh.vertices @ axes.T, mesh.faces, mesh.colors)
    skew = np.round(third_moments(turned), _DIGITS)
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)[:, 0]
    signs = np.where(np.where(skew == 0, largest, skew) < 0, -1.0, 1.0)
    return np.asarray(axes * signs[:, None])


def align(mesh: Mesh) -> Mesh:
    """Turn `mesh` into its own frame.

    Returns
    -------
    Mesh
        Surface centroid at the origin, farthest vertex at distance 1, x along
        the axis of largest variance and z along that of the smallest, see
        :func:`principal_axes`.
    """
    centered = center(mesh)
    return Mesh(centered.vertices @ principal_axes(centered).T, mesh.faces, mesh.colors)
