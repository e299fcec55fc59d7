"""Poses in which one surface may lie over another, from the principal axes of both."""

from dataclasses import dataclass
from functools import cache

import mpmath
import numpy as np
from scipy.spatial.transform import Rotation

from lib.core.arrays import Floats
from lib.geometry.align import areas, covariance
from lib.geometry.mesh import Mesh

_ALIKE = 0.06
"""Two spreads count as one if they differ by less than this share of the larger: noise
would turn such axes about each other."""

_TURNS = 24
_DIGITS = 9
_EXACT = 12


@dataclass(frozen=True, eq=False)
class Frame:
    """Place, size and axes of a surface.

    Attributes
    ----------
    centroid : ndarray of float64, shape (3,)
        Of the surface, in the file's units.
    radius : float
        Root mean square distance of the surface from its centroid; > 0.
    axes : ndarray of float64, shape (3, 3)
        Orthonormal rows, from the largest spread to the smallest; right-handed.
    spread : ndarray of float64, shape (3,)
        Share of the variance along each axis, falling; adds up to 1.
    """

    centroid: Floats
    radius: float
    axes: Floats
    spread: Floats


def frame(mesh: Mesh) -> Frame:
    """Measure a surface by its moments.

    Parameters
    ----------
    mesh : Mesh
        With an area above zero.
    """
    # About a corner and in units of the box, whatever origin and unit the file has.
    corners = mesh.triangles
    anchor, extent = corners[0, 0], float(np.ptp(corners.reshape(-1, 3), axis=0).max())
    weights = areas(Mesh((mesh.vertices - anchor) / extent, mesh.faces, mesh.colors))
    middle = ((corners - anchor) / extent).mean(axis=1)
    offset = (weights[:, None] * middle).sum(axis=0) / weights.sum()
    centroid = anchor + offset * extent
    variance = covariance(placed(mesh, centroid, extent))
    total = float(np.trace(variance))
    # As in lib.geometry.align: rounded, equal spreads give the same axes every time.
    spread, axes = _eigen(np.round(variance / total, _DIGITS))
    if np.linalg.det(axes) < 0:
        axes = axes * np.array([[1.0], [1.0], [-1.0]])
    return Frame(centroid, extent * float(np.sqrt(total)), axes, np.maximum(spread, 0.0))


def placed(mesh: Mesh, centroid: Floats, unit: float) -> Mesh:
    """Move `centroid` to the origin and make `unit` 1."""
    return Mesh((mesh.vertices - centroid) / unit, mesh.faces, mesh.colors)


def reflected(one: Frame) -> Frame:
    """Return the frame of the same surface after x was exchanged for -x."""
    flip = np.array([-1.0, 1.0, 1.0])
    axes = one.axes * flip * np.array([[1.0], [1.0], [-1.0]])
    return Frame(one.centroid * flip, one.radius, axes, one.spread)


def turned(points: Floats, rotations: Floats, shifts: Floats) -> Floats:
    """Move points by several poses.

    Parameters
    ----------
    points : ndarray of float64, shape (P, 3)
    rotations : ndarray of float64, shape (S, 3, 3)
    shifts : ndarray of float64, shape (S, 3)

    Returns
    -------
    ndarray of float64, shape (S, P, 3)
    """
    # No matrix product, whose last bits vary with the processor.
    x, y, z = (points[:, [k]] for k in range(3))
    r = rotations[:, None]
    return np.asarray(x * r[..., 0] + y * r[..., 1] + z * r[..., 2] + shifts[:, None])


def inverse(pose: Floats) -> Floats:
    """Invert a pose.

    Parameters
    ----------
    pose : ndarray of float64, shape (4, 4)
        A rotation, perhaps a reflection, one scale, and a shift.

    Returns
    -------
    ndarray of float64, shape (4, 4)
    """
    matrix = np.eye(4)
    matrix[:3, :3] = pose[:3, :3].T / (pose[0, :3] * pose[0, :3]).sum()
    matrix[:3, 3] = -(matrix[:3, :3] * pose[:3, 3]).sum(axis=1)
    return matrix


def rotations_between(a: Frame, b: Frame) -> Floats:
    """List the rotations that lay the axes of `a` over those of `b`.

    Returns
    -------
    ndarray of float64, shape (S, 3, 3)
        Four where no two axes are alike: each may point either way. Where two are, 48:
        turns about the third in steps of 15 degrees, either way up. Where all three are,
        the 60 rotations of the icosahedron besides: none is farther than 45 degrees from
        one of them.
    """
    within = [np.diag([1.0, 1, 1]), np.diag([1.0, -1, -1])]
    within += [np.diag([-1.0, 1, -1]), np.diag([-1.0, -1, 1])]
    alike = _alike(a.spread) | _alike(b.spread)
    if alike.all():
        return np.concatenate([_between(a, b, np.array(within)), everywhere()])
    if alike.any():
        lone = 2 if alike[0] else 0
        angles = np.arange(_TURNS) * (360 / _TURNS)
        about = Rotation.from_rotvec(angles[:, None] * np.eye(3)[lone], degrees=True)
        # Sines of another processor may differ in the last bit.
        turns = np.round(about.as_matrix(), _EXACT)
        over = within[1] if lone == 2 else within[2]
        return _between(a, b, np.concatenate([turns, turns * np.diag(over)]))
    return _between(a, b, np.array(within))


@cache
def everywhere() -> Floats:
    """Return the 60 rotations of the icosahedron, shape (60, 3, 3)."""
    return np.asarray(np.round(Rotation.create_group("I").as_matrix(), _EXACT))


def _alike(spread: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the first two axes are alike, and the last two."""
    return np.asarray(spread[:-1] - spread[1:] < _ALIKE * spread[:-1])


def _between(a: Frame, b: Frame, within: Floats) -> Floats:
    onto_a = (within[:, :, :, None] * a.axes).sum(axis=2)
    return np.asarray((b.axes.T[:, :, None] * onto_a[:, None]).sum(axis=2))


def _eigen(matrix: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues of a symmetric matrix, falling, and its eigenvectors as rows.

    LAPACK's last bits vary with the processor; here twenty digits are rounded to float64.
    """
    values, vectors = _twenty_digits().eigsy(_twenty_digits().matrix(matrix.tolist()))
    rows = np.array(vectors.T.tolist(), dtype=np.float64)
    return np.array(list(values), dtype=np.float64)[::-1], rows[::-1]


@cache
def _twenty_digits() -> mpmath.MPContext:
    context = mpmath.MPContext()
    context.dps = 20
    return context
