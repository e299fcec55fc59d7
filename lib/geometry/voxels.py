"""Occupancy: which cells of a cubic grid a mesh passes through or closes in."""

import numpy as np
from scipy.ndimage import label

from lib.core.arrays import Bools, Ints
from lib.core.jit import compiled
from lib.geometry.mesh import Mesh

_STEPS = 4096


def voxelize(mesh: Mesh, n: int = 32) -> Bools:
    """Mark the cells that the surface inside the cube [-1, 1]³ overlaps.

    -1 and 1 fall on the centres of the outermost cells, so that a face in the
    cube's wall is inside its cell. A face in the wall between two cells belongs
    to the upper one.

    Parameters
    ----------
    mesh : Mesh
        What lies outside the cube is left out.
    n : int, optional
        Cells along an edge.

    Returns
    -------
    ndarray of bool, shape (n, n, n)
        Indexed by x, y, z.
    """
    # In whole steps of 1/4096 cell the overlap test is exact, so that rounding errors
    # cannot decide on which side of a wall a face lies.
    snapped = np.round(mesh.vertices * ((n - 1) / 2 * _STEPS)).astype(np.int64)
    occupied = np.zeros((n, n, n), dtype=np.bool_)
    _mark(snapped + n * _STEPS // 2, mesh.faces, occupied)
    return occupied


@compiled
def _mark(points: Ints, faces: Ints, occupied: Bools) -> None:
    """Mark the cells that each face overlaps, by separating axes (Akenine-Möller 2001).

    Corners in steps; products of three stay below 2⁵⁷ for up to 64 cells.
    """
    half = _STEPS // 2
    n = len(occupied)
    low, high = np.empty(3, dtype=np.int64), np.empty(3, dtype=np.int64)
    corner, edge = np.empty((3, 3), dtype=np.int64), np.empty((3, 3), dtype=np.int64)
    center = np.empty(3, dtype=np.int64)
    for f in range(len(faces)):
        for k in range(3):
            for i in range(3):
                corner[i, k] = points[faces[f, i], k]
            for i in range(3):
                edge[i, k] = corner[(i + 1) % 3, k] - corner[i, k]
            low[k] = max(0, min(corner[0, k], corner[1, k], corner[2, k]) // _STEPS)
            high[k] = min(n - 1, max(corner[0, k], corner[1, k], corner[2, k]) // _STEPS)
        nx = edge[0, 1] * edge[1, 2] - edge[0, 2] * edge[1, 1]
        ny = edge[0, 2] * edge[1, 0] - edge[0, 0] * edge[1, 2]
        nz = edge[0, 0] * edge[1, 1] - edge[0, 1] * edge[1, 0]
        offset = nx * corner[0, 0] + ny * corner[0, 1] + nz * corner[0, 2]
        reach = half * (abs(nx) + abs(ny) + abs(nz))
        for x in range(low[0], high[0] + 1):
            center[0] = x * _STEPS + half
            for y in range(low[1], high[1] + 1):
                center[1] = y * _STEPS + half
                for z in range(low[2], high[2] + 1):
                    center[2] = z * _STEPS + half
                    away = nx * center[0] + ny * center[1] + nz * center[2] - offset
                    if abs(away) <= reach and not occupied[x, y, z]:
                        occupied[x, y, z] = not _apart(corner, edge, center, half)


@compiled
def _apart(
    corner: Ints,
    edge: Ints,
    center: Ints,
    half: int,
) -> bool:
    """Whether an edge of the cell and one of the face span a separating plane."""
    for i in range(3):
        for k in range(3):
            p, q = (k + 1) % 3, (k + 2) % 3
            ep, eq = edge[i, p], edge[i, q]
            reach = half * (abs(ep) + abs(eq))
            # The edge's own corners project to one point, the third to another.
            one = ep * (corner[i, q] - center[q]) - eq * (corner[i, p] - center[p])
            j = (i + 2) % 3
            other = ep * (corner[j, q] - center[q]) - eq * (corner[j, p] - center[p])
            if min(one, other) > reach or max(one, other) < -reach:
                return True
    return False


def occupancy(mesh: Mesh, n: int = 32) -> Bools:
    """Voxelise `mesh` as it stands, its bounding box centred and the longest side filling n.

    Parameters
    ----------
    mesh : Mesh
        Any position and scale.
    n : int, optional
        Cells along an edge.

    Returns
    -------
    ndarray of bool, shape (n, n, n)
        Surface cells, indexed by x, y, z; at least one is True.
    """
    used = mesh.vertices[np.unique(mesh.faces)]
    low, high = used.min(axis=0), used.max(axis=0)
    fitted = (mesh.vertices - (low + high) / 2) * (2 / (high - low).max())
    return voxelize(Mesh(fitted, mesh.faces, mesh.colors), n)


def fill(occupied: Bools) -> Bools:
    """Add the cells from which no path through faces of empty cells leads outside.

    A surface with gaps narrower than a cell counts as closed, an open one stays
    as it is.

    Parameters
    ----------
    occupied : ndarray of bool, shape (n, n, n)

    Returns
    -------
    ndarray of bool, shape (n, n, n)
    """
    regions, _ = label(np.pad(~occupied, 1, constant_values=True))
    # The padding is the first cell visited, so the outside is region 1.
    return np.asarray(regions[1:-1, 1:-1, 1:-1] != 1)
