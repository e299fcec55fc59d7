"""Cut a mesh with a plane, so that a given share of its surface lies beyond."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.geometry.mesh import Mesh

_HALVINGS = 60


def clip(mesh: Mesh, heights: npt.ArrayLike, level: float) -> Mesh:
    """Keep the surface at or below `level`; faces that straddle it are cut along it.

    Parameters
    ----------
    mesh : Mesh
    heights : array-like of float64, shape (V,)
        A linear function of the vertices, such as their coordinate along an axis.
    level : float
        Where to cut. Faces that lie in the cut stay.

    Returns
    -------
    Mesh
        Only vertices in use; both faces at a cut edge share the new vertex.
        Pieces of a face keep its winding and colour.
    """
    height = np.asarray(heights, dtype=np.float64)
    above = (height > level)[mesh.faces]
    below = (height < level)[mesh.faces]
    count = above.sum(axis=1)
    crossed = np.flatnonzero((count > 0) & below.any(axis=1))
    single = count[crossed] == 1
    # The corner that is alone on its side comes first: a, against b and c.
    alone = np.where(single[:, None], above[crossed], ~above[crossed]).argmax(axis=1)
    order = (alone[:, None] + np.arange(3)) % 3
    a, b, c = np.take_along_axis(mesh.faces[crossed], order, axis=1).T

    edges = np.stack([np.stack([a, b], axis=1), np.stack([a, c], axis=1)])
    kept_first = np.where(single[None, :, None], edges[..., ::-1], edges)
    unique, place = np.unique(kept_first.reshape(-1, 2), axis=0, return_inverse=True)
    kept, gone = unique.T
    step = (level - height[kept]) / (height[gone] - height[kept])
    added = mesh.vertices[kept] + step[:, None] * (mesh.vertices[gone] - mesh.vertices[kept])
    index = np.where(height[kept] == level, kept, len(mesh.vertices) + np.arange(len(unique)))
    p, q = index[place.reshape(2, -1)]

    whole = np.flatnonzero(count == 0)
    corner, rest = crossed[~single], crossed[single]
    faces = np.concatenate(
        [
            mesh.faces[whole],
            np.stack([a, p, q], axis=1)[~single],
            np.stack([p, b, c], axis=1)[single],
            np.stack([p, c, q], axis=1)[single],
        ]
    )
    parent = np.concatenate([whole, corner, rest, rest])
    # An edge that starts in the cut adds no vertex, and its sliver has no area.
    real = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    used, compact = np.unique(faces[real], return_inverse=True)
    return Mesh(
        np.concatenate([mesh.vertices, added])[used],
        compact.reshape(-1, 3).astype(np.int64),
        mesh.colors[parent[real]],
    )


def level_of_share(areas: npt.ArrayLike, heights: npt.ArrayLike, share: float) -> float:
    """Find the lowest level above which lies at most `share` of the area.

    Parameters
    ----------
    areas : array-like of float64, shape (F,)
        Area of each face.
    heights : array-like of float64, shape (F, 3)
        Height of each corner, in [0, 1].
    share : float
        In [0, 1).

    Returns
    -------
    float
        Exact to 2**-60. Less than `share` lies above it only where faces lie
        level at that very height.
    """
    area = np.asarray(areas, dtype=np.float64)
    low, middle, high = np.sort(np.asarray(heights, dtype=np.float64), axis=1).T
    bottom, top = 0.0, 1.0
    for _ in range(_HALVINGS):
        level = (bottom + top) / 2
        beyond = area * _share_above(low, middle, high, level)
        if beyond.sum() <= share * area.sum():
            top = level
        else:
            bottom = level
    return top


def _share_above(low: Floats, middle: Floats, high: Floats, level: float) -> Floats:
    """Share of each triangle's area above `level`, by similar triangles."""
    share = np.where(level < low, 1.0, 0.0)
    base = (low <= level) & (level < middle)
    a, b, c = low[base], middle[base], high[base]
    share[base] = 1 - (level - a) / (b - a) * ((level - a) / (c - a))
    tip = (middle <= level) & (level < high)
    a, b, c = low[tip], middle[tip], high[tip]
    share[tip] = (c - level) / (c - b) * ((c - level) / (c - a))
    return share
