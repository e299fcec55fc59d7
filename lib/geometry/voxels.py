"""Occupancy: which cells of a cubic grid a mesh passes through or closes in."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import label

from lib.geometry.mesh import Mesh
from lib.geometry.open3d import open3d

_STEPS = 4096.0


def voxelize(mesh: Mesh, n: int = 32) -> npt.NDArray[np.bool_]:
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
    o3d = open3d()
    # On multiples of 1/4096 cell the overlap test is exact in double precision,
    # so that rounding errors cannot decide on which side of a wall a face lies.
    scaled = np.round(mesh.vertices * ((n - 1) / 2 * _STEPS)) / _STEPS + n / 2
    surface = o3d.geometry.TriangleMesh(
        o3d.utility.Vector3dVector(scaled), o3d.utility.Vector3iVector(mesh.faces.astype(np.int32))
    )
    grid = o3d.geometry.VoxelGrid.create_from_triangle_mesh_within_bounds(
        surface, 1.0, np.zeros(3), np.full(3, float(n))
    )
    occupied = np.zeros((n, n, n), dtype=np.bool_)
    voxels = grid.get_voxels()
    if voxels:
        cells = np.concatenate([voxel.grid_index for voxel in voxels]).reshape(-1, 3)
        cells = cells[((cells >= 0) & (cells < n)).all(axis=1)]
        occupied[tuple(cells.T)] = True
    return occupied


def occupancy(mesh: Mesh, n: int = 32) -> npt.NDArray[np.bool_]:
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


def fill(occupied: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
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
