"""Polygons cut into triangles."""

import mapbox_earcut
import numpy as np

from lib.core.arrays import Bools, Floats, Ints

_FLAT = 1e-9
"""A triangle turned over by less than this share of the polygon's size squared counts as flat."""


def triangulate(vertices: Floats, counts: Ints, corners: Ints) -> tuple[Ints, Ints]:
    """Cut polygons into triangles that cover them, concave ones too.

    Polygons that are seen whole from their first corner, convex ones among them, become
    fans from there; others are cut by the ear clipping of Mapbox in the plane that
    Newell's normal gives. A polygon that crosses itself has no inside, and is a fan.

    Parameters
    ----------
    vertices : ndarray of float64, shape (V, 3)
    counts : ndarray of int64, shape (P,)
        Corners of each polygon; those with fewer than three give nothing.
    corners : ndarray of int64, shape (sum of counts,)
        Indices into `vertices`, polygon by polygon.

    Returns
    -------
    places : ndarray of int64, shape (F, 3)
        Places in `corners`, so that other values a corner can be picked alike.
    polygon : ndarray of int64, shape (F,)
        The polygon that a triangle comes from, ascending.
    """
    if (counts == 3).all():
        return np.arange(3 * len(counts)).reshape(-1, 3), np.arange(len(counts))
    starts = np.cumsum(counts) - counts
    places, polygon = [np.zeros((0, 3), dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for count in np.unique(counts[counts >= 3]):
        chosen = np.flatnonzero(counts == count)
        ring = starts[chosen, None] + np.arange(count)
        triangles = np.broadcast_to(_fan(int(count)), (len(chosen), count - 2, 3))
        if count > 3:
            triangles = triangles.copy()
            # A corner at infinity leaves a fan, which `Mesh.check` refuses.
            with np.errstate(invalid="ignore", over="ignore"):
                flat = _flattened(vertices[corners[ring]])
                folded = np.flatnonzero(_folded(flat))
            for row in folded:
                ears = (
                    mapbox_earcut.triangulate_float64(
                        np.ascontiguousarray(flat[row]), np.array([count], dtype=np.uint32)
                    )
                    .reshape(-1, 3)
                    .astype(np.int64)
                )
                # There are fewer than C - 2 where corners lie on a line.
                if _covers(flat[row], ears):
                    triangles[row] = 0
                    triangles[row, : len(ears)] = ears
        places.append((starts[chosen, None, None] + triangles).reshape(-1, 3))
        polygon.append(np.repeat(chosen, count - 2))
    all_places, all_polygons = np.concatenate(places), np.concatenate(polygon)
    order = np.argsort(all_polygons, kind="stable")
    order = order[all_places[order, 0] != all_places[order, 1]]
    return all_places[order], all_polygons[order]


def _fan(count: int) -> Ints:
    second = np.arange(1, count - 1)
    return np.column_stack([np.zeros_like(second), second, second + 1])


def _flattened(corner: Floats) -> Floats:
    """Polygons (n, C, 3) in the plane across their mean normal, (n, C, 2), counter-clockwise."""
    # Seen from the first corner: far from the origin, products of places lose the shape.
    corner = corner - corner[:, :1]
    normal = np.cross(corner, np.roll(corner, -1, axis=1)).sum(axis=1)
    drop = np.abs(normal).argmax(axis=1)
    # Two of three axes keep every crossing and turn; the sign keeps the sense.
    kept = (drop[:, None] + [1, 2]) % 3
    flat = np.take_along_axis(corner, kept[:, None, :], axis=2)
    backwards = np.take_along_axis(normal, drop[:, None], axis=1)[:, 0] < 0
    flat[backwards] = flat[backwards][:, :, ::-1]
    return np.asarray(flat)


def _folded(flat: Floats) -> Bools:
    """Whether a triangle of the fan lies upside down, so that the fan spills outside."""
    size = np.ptp(flat, axis=1).max(axis=1)
    doubled = _doubled(flat[:, :1], flat[:, 1:-1], flat[:, 2:])
    return np.asarray((doubled < -_FLAT * size[:, None] ** 2).any(axis=1))


def _doubled(a: Floats, b: Floats, c: Floats) -> Floats:
    """Twice the signed areas of triangles."""
    first, second = b - a, c - a
    doubled: Floats = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return doubled


def _covers(flat: Floats, ears: Ints) -> bool:
    inside = _doubled(flat[:1], flat[1:-1], flat[2:]).sum()
    covered = np.abs(_doubled(*flat[ears].swapaxes(0, 1))).sum()
    return bool(abs(covered - inside) <= 1e-6 * abs(inside))
