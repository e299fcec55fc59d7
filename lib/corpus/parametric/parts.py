"""Coloured building blocks of the parametric corpus, on trimesh's creation functions.

Units are metres, z is up, colours are sRGB triples 0-255. Every function returns
a new `trimesh.Trimesh` with one colour a face; generators move and join them.
"""

from collections.abc import Sequence

import numpy as np
import shapely
import trimesh
from numpy.typing import ArrayLike

Color = tuple[int, int, int]
Part = trimesh.Trimesh


def paint(part: Part, color: Color) -> Part:
    """Give every face of `part` the colour `color`; returns `part`."""
    part.visual = trimesh.visual.ColorVisuals(
        part, face_colors=np.tile([*color, 255], (len(part.faces), 1)).astype(np.uint8)
    )
    return part


def box(size: ArrayLike, center: ArrayLike, color: Color) -> Part:
    """Axis-aligned box of edge lengths `size` (x, y, z) about `center`."""
    part = trimesh.creation.box(extents=np.asarray(size, dtype=float))
    part.apply_translation(center)
    return paint(part, color)


def rod(start: ArrayLike, end: ArrayLike, radius: float, color: Color, sections: int = 12) -> Part:
    """Solid cylinder of `radius` from `start` to `end`."""
    segment = np.asarray([start, end], dtype=float)
    return paint(trimesh.creation.cylinder(radius, sections=sections, segment=segment), color)


def lathe(
    profile: ArrayLike, color: Color, center: ArrayLike = (0, 0, 0), sections: int = 32
) -> Part:
    """Turn a (radius, z) polyline, shape (N, 2), about the z axis through `center`."""
    part = trimesh.creation.revolve(np.asarray(profile, dtype=float), sections=sections)
    part.apply_translation(center)
    return paint(part, color)


def slab(outline: ArrayLike, thickness: float, center: ArrayLike, color: Color) -> Part:
    """Extrude a polygon, shape (N, 2) in the xy plane, by `thickness` along z.

    The outline's own coordinates are kept in x and y and then moved by `center`,
    which is half-way up the thickness.
    """
    part = trimesh.creation.extrude_polygon(shapely.Polygon(np.asarray(outline)), thickness)
    part.apply_translation(np.asarray(center, dtype=float) - [0, 0, thickness / 2])
    return paint(part, color)


def pipe(path: ArrayLike, radius: float, color: Color, sections: int = 12) -> Part:
    """Sweep a disc of `radius` along the polyline `path`, shape (N, 3)."""
    disc = shapely.Point(0, 0).buffer(radius, quad_segs=max(1, sections // 4))
    return paint(trimesh.creation.sweep_polygon(disc, np.asarray(path, dtype=float)), color)


def turn(part: Part, degrees: float, axis: ArrayLike, about: ArrayLike = (0, 0, 0)) -> Part:
    """Rotate `part` in place about an axis through the point `about`; returns it."""
    part.apply_transform(
        trimesh.transformations.rotation_matrix(np.radians(degrees), axis, np.asarray(about))
    )
    return part


def mirror(parts: Sequence[Part], axis: int) -> list[Part]:
    """Mirrored copies of `parts` across the plane through the origin normal to `axis`."""
    flip = np.eye(4)
    flip[axis, axis] = -1
    copies = [part.copy() for part in parts]
    for copy in copies:
        copy.apply_transform(flip)
    return copies
