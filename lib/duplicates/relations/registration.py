"""Iterative closest points: poses are scored and improved on points of two surfaces.

Each step pairs points with the nearest ones of the other surface and moves them so that
they come to lie in the planes there (Chen & Medioni 1992); a small pull towards the points
themselves keeps surfaces that can slide along each other, such as balls and boards, from
doing so. Open3D's own loop does the same, but adds up in parallel in an order that differs
from run to run, even on one core: the last bits of its poses do, too. Tests hold the two
against each other.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from lib.core.arrays import Floats
from lib.core.jit import compiled
from lib.core.rng import generator
from lib.duplicates.relations.pose import turned
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree
from lib.geometry.sample import surface_points

_PULL = 0.05
"""Weight of the distance from the paired point beside that from its plane."""

_COLOUR = 0.05
"""How much a wrong colour counts beside a distance of one radius: as much as tells poses
apart that are equal by shape."""

_EXACT = 1e-7
"""Mean distance, in radii, from which on a pose gets no better."""


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points of a surface, spread evenly.

    Attributes
    ----------
    points, normals, colors : ndarray of float64, shape (N, 3)
        Colours are in [0, 1].
    """

    points: Floats
    normals: Floats
    colors: Floats

    @cached_property
    def tree(self) -> cKDTree:
        """Search tree of the points."""
        return cKDTree(self.points)

    def thinned(self, n: int) -> tuple[Floats, Floats]:
        """Return about `n` of the points, spread as evenly, and their colours."""
        step = max(1, len(self.points) // n)
        return self.points[::step], self.colors[::step]


def cloud(mesh: Mesh, n: int, seed: str) -> Cloud:
    """Draw a cloud of `n` points.

    Parameters
    ----------
    mesh : Mesh
    n : int
    seed : str
        Names the surface: the same surface gives the same points.
    """
    points, faces = surface_points(mesh, n, generator(0, seed, "relation"))
    normals = _normals(mesh.triangles[faces])
    return Cloud(points, normals, mesh.colors[faces] / 255.0)


def mirror_image(one: Cloud) -> Cloud:
    """Exchange x for -x."""
    flip = np.array([-1.0, 1.0, 1.0])
    return Cloud(one.points * flip, one.normals * flip, one.colors)


def misfit(source: Cloud, target: Cloud, rotations: Floats, shifts: Floats, n: int) -> Floats:
    """Say how badly `source` lies over `target` in each pose.

    Parameters
    ----------
    source, target : Cloud
    rotations : ndarray of float64, shape (S, 3, 3)
    shifts : ndarray of float64, shape (S, 3)
    n : int
        Points to look at.

    Returns
    -------
    ndarray of float64, shape (S,)
        Mean distance from the nearest point; that of the colours counts a little.
    """
    points, colors = source.thinned(n)
    away, nearest = target.tree.query(turned(points, rotations, shifts))
    wrong = np.abs(target.colors[nearest] - colors).mean(axis=(1, 2))
    return np.asarray(away.mean(axis=1) + _COLOUR * wrong)


def refine(
    source: Cloud, target: Cloud, rotations: Floats, shifts: Floats, n: int, steps: int
) -> tuple[Floats, Floats]:
    """Improve poses side by side.

    Parameters
    ----------
    source, target : Cloud
    rotations : ndarray of float64, shape (S, 3, 3)
    shifts : ndarray of float64, shape (S, 3)
    n, steps : int
        Points of `source` to pair, and how often.

    Returns
    -------
    rotations : ndarray of float64, shape (S, 3, 3)
    shifts : ndarray of float64, shape (S, 3)
    """
    points, _ = source.thinned(n)
    for _ in range(steps):
        moved = turned(points, rotations, shifts)
        _, nearest = target.tree.query(moved)
        turns, moves = _steps(moved, target.points[nearest], target.normals[nearest], _PULL)
        rotations = (turns[:, :, :, None] * rotations[:, None]).sum(axis=2)
        shifts = (turns * shifts[:, None]).sum(axis=2) + moves
    return rotations, shifts


def polish(
    points: Floats, tree: FaceTree, rotation: Floats, shift: Floats, steps: int
) -> tuple[Floats, Floats]:
    """Improve one pose against the surface itself, instead of points of it.

    Parameters
    ----------
    points : ndarray of float64, shape (P, 3)
    tree : FaceTree
        What they shall lie on.
    rotation : ndarray of float64, shape (3, 3)
    shift : ndarray of float64, shape (3,)
    steps : int
        At most; it ends where the points lie on the surface.

    Returns
    -------
    rotation : ndarray of float64, shape (3, 3)
    shift : ndarray of float64, shape (3,)
    """
    rotations, shifts = rotation[None], shift[None]
    for _ in range(steps):
        moved = turned(points, rotations, shifts)
        faces, away = tree.nearest(moved[0])
        if away.mean() < _EXACT:
            break
        corners = tree.mesh.triangles[faces]
        normals = _normals(corners)
        turns, moves = _steps(moved, corners[None, :, 0], normals[None], 0.0)
        rotations = (turns[:, :, :, None] * rotations[:, None]).sum(axis=2)
        shifts = (turns * shifts[:, None]).sum(axis=2) + moves
    return rotations[0], shifts[0]


def _normals(corners: Floats) -> Floats:
    """Return the unit normal of each triangle, shape (F, 3); zero where it has no area."""
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.sqrt((normals * normals).sum(axis=1))
    return np.asarray(normals / np.where(lengths > 0, lengths, 1.0)[:, None])


@compiled
def _steps(moved: Floats, matched: Floats, normals: Floats, pull: float) -> tuple[Floats, Floats]:
    """Solve the least squares of each pose for a small turn and move.

    All arrays have shape (S, P, 3). The normal equations are solved by Cholesky's
    decomposition; the turn by the vector w is that of the quaternion (1, w / 2), which
    needs no sine.
    """
    count = len(moved)
    turns, moves = np.empty((count, 3, 3)), np.empty((count, 3))
    row = np.empty(6)
    for s in range(count):
        square, right = np.zeros((6, 6)), np.zeros(6)
        for p in range(moved.shape[1]):
            x, y, z = moved[s, p]
            for k in range(4):
                if k < 3:
                    nx, ny, nz = 1.0 * (k == 0), 1.0 * (k == 1), 1.0 * (k == 2)
                    weight = pull
                else:
                    nx, ny, nz = normals[s, p]
                    weight = 1.0
                row[0], row[1], row[2] = y * nz - z * ny, z * nx - x * nz, x * ny - y * nx
                row[3], row[4], row[5] = nx, ny, nz
                gap = (
                    nx * (matched[s, p, 0] - x)
                    + ny * (matched[s, p, 1] - y)
                    + nz * (matched[s, p, 2] - z)
                )
                for i in range(6):
                    right[i] += weight * gap * row[i]
                    for j in range(i + 1):
                        square[i, j] += weight * row[i] * row[j]
        for i in range(6):
            square[i, i] += 1e-9 * moved.shape[1]
        for i in range(6):
            for j in range(i + 1):
                total = square[i, j]
                for k in range(j):
                    total -= square[i, k] * square[j, k]
                square[i, j] = np.sqrt(total) if i == j else total / square[j, j]
        for i in range(6):
            for k in range(i):
                right[i] -= square[i, k] * right[k]
            right[i] /= square[i, i]
        for back in range(6):
            i = 5 - back
            for k in range(i + 1, 6):
                right[i] -= square[k, i] * right[k]
            right[i] /= square[i, i]
        u, v, w = right[0] / 2, right[1] / 2, right[2] / 2
        length = 1 + u * u + v * v + w * w
        turns[s, 0, 0] = (1 + u * u - v * v - w * w) / length
        turns[s, 1, 1] = (1 - u * u + v * v - w * w) / length
        turns[s, 2, 2] = (1 - u * u - v * v + w * w) / length
        turns[s, 0, 1], turns[s, 1, 0] = 2 * (u * v - w) / length, 2 * (u * v + w) / length
        turns[s, 0, 2], turns[s, 2, 0] = 2 * (u * w + v) / length, 2 * (u * w - v) / length
        turns[s, 1, 2], turns[s, 2, 1] = 2 * (v * w - u) / length, 2 * (v * w + u) / length
        moves[s] = right[3:]
    return turns, moves
