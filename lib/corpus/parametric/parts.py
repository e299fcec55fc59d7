"""Coloured building blocks of the parametric corpus, on trimesh's creation functions.

Units are metres, z is up, colours are sRGB triples 0-255. Every function returns
a new `trimesh.Trimesh` with one colour a face; generators move and join them.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import shapely
import trimesh
from numpy.typing import ArrayLike

from lib.core.arrays import Floats
from lib.corpus.parametric.solids import stand, template

Color = tuple[int, int, int]
Part: TypeAlias = trimesh.Trimesh


def paint(part: Part, color: Color) -> Part:
    """Give every face of `part` the colour `color`; returns `part`."""
    part.visual = trimesh.visual.ColorVisuals(
        part, face_colors=np.tile([*color, 255], (len(part.faces), 1)).astype(np.uint8)
    )
    return part


def box(size: ArrayLike, center: ArrayLike, color: Color) -> Part:
    """Axis-aligned box of edge lengths `size` (x, y, z) about `center`."""
    return boxes(size, center, color)


def rod(start: ArrayLike, end: ArrayLike, radius: float, color: Color, sections: int = 12) -> Part:
    """Solid cylinder of `radius` from `start` to `end`."""
    vertices, faces = template("cylinder", sections)
    placed = stand(vertices * [radius, radius, 1], start, end)
    return paint(trimesh.Trimesh(placed, faces, process=False), color)


def stub(
    start: ArrayLike, length: float, radius: float, color: Color, sections: int = 12, axis: int = 0
) -> Part:
    """Rod of `length` along a coordinate axis: a button, a hub; backwards below zero."""
    end = np.array(start, dtype=float)
    end[axis] += length
    return rod(start, end, radius, color, sections)


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


def both(parts: Sequence[Part], axis: int = 1) -> list[Part]:
    """`parts`, then their mirrored copies: what stands on the left and on the right."""
    return [*parts, *mirror(parts, axis)]


def taper(
    start: ArrayLike,
    end: ArrayLike,
    start_radius: float,
    end_radius: float,
    color: Color,
    sections: int = 12,
) -> Part:
    """Cone frustum from `start` to `end`: a tapered or splayed leg, a shade, a spout.

    With ``sections=4`` it is a square leg whose sides face the axes when upright,
    and whose radii are half its widths.
    """
    vertices, faces = template("cylinder", sections)
    # The corners of a square stand farther out than its sides.
    scale = np.sqrt(2.0) if sections == 4 else 1.0
    radii = start_radius + (end_radius - start_radius) * vertices[:, 2:]
    flared = vertices * np.hstack([scale * radii, scale * radii, np.ones_like(radii)])
    placed = stand(flared, start, end)
    return paint(trimesh.Trimesh(placed, faces, process=False), color)


def torus(
    major: float,
    minor: float,
    center: ArrayLike,
    color: Color,
    axis: ArrayLike,
    sections: int = 32,
) -> Part:
    """Ring of radius `major` and thickness radius `minor` about `axis` through `center`."""
    part = trimesh.creation.torus(
        major, minor, major_sections=sections, minor_sections=8 if sections > 20 else 5
    )
    part.apply_transform(trimesh.geometry.align_vectors((0, 0, 1), axis))
    part.apply_translation(center)
    return paint(part, color)


def ellipsoid(
    radii: ArrayLike, center: ArrayLike, color: Color, power: float = 1.0, sections: int = 24
) -> Part:
    """Superellipsoid with half-axes `radii`; ``power`` below 1 swells it to a cushion."""
    unit, faces = template("sphere", sections)
    swollen = np.sign(unit) * np.abs(unit) ** power * np.asarray(radii, dtype=float)
    return paint(trimesh.Trimesh(swollen + center, faces, process=False), color)


def rounded_box(
    size: ArrayLike, center: ArrayLike, color: Color, radius: float, steps: int = 3
) -> Part:
    """Box whose edges and corners are rounded by `radius`, at most half the least edge."""
    half = np.asarray(size, dtype=float) / 2
    radius = min(radius, 0.999 * float(half.min()))
    ball, faces = template("cushion", steps)
    corners = ball * radius + np.sign(ball) * (half - radius) + np.asarray(center, dtype=float)
    return paint(trimesh.Trimesh(corners, faces, process=False), color)


def loft(rings: ArrayLike, color: Color) -> Part:
    """Skin over closed cross-sections, shape (R, P, 3), capped at both ends.

    Successive rings run counter-clockwise seen from the last one, and the first
    and last are star-shaped about their centroids.
    """
    points = np.asarray(rings, dtype=float)
    count, size, _ = points.shape
    low = (np.arange(count - 1)[:, None] * size + np.arange(size)).ravel()
    low_next = (np.arange(count - 1)[:, None] * size + np.roll(np.arange(size), -1)).ravel()
    around, after = np.arange(size), np.roll(np.arange(size), -1)
    last = (count - 1) * size
    bottom, top = np.full(size, count * size), np.full(size, count * size + 1)
    faces = np.vstack(
        [
            np.column_stack([low, low_next, low_next + size]),
            np.column_stack([low, low_next + size, low + size]),
            np.column_stack([bottom, after, around]),
            np.column_stack([top, around + last, after + last]),
        ]
    )
    caps = [points[0].mean(axis=0), points[-1].mean(axis=0)]
    vertices = np.vstack([points.reshape(-1, 3), caps])
    return paint(trimesh.Trimesh(vertices, faces, process=False), color)


def panel(
    outline: ArrayLike, thickness: float, center: ArrayLike, color: Color, normal: int
) -> Part:
    """Upright slab: an outline of (y, z) for ``normal=0`` or of (x, z) for ``normal=1``.

    The outline's coordinates are kept and then moved by `center`, which is
    half-way through the thickness.
    """
    part = slab(outline, thickness, (0, 0, 0), color)
    order = [2, 0, 1] if normal == 0 else [0, 2, 1]
    part.vertices = np.asarray(part.vertices)[:, order] + np.asarray(center, dtype=float)
    if normal == 1:
        part.invert()
    return part


def oval(width: float, depth: float, power: float = 2.0, points: int = 32) -> Floats:
    """Superellipse outline, shape (points, 2): ``power`` 2 is an ellipse, more is squarer."""
    angles = 2 * np.pi * (np.arange(points) + 0.5) / points
    unit = np.column_stack([np.cos(angles), np.sin(angles)])
    half = np.array([width, depth]) / 2
    return np.asarray(np.sign(unit) * np.abs(unit) ** (2 / power) * half)


def rounded_rectangle(width: float, depth: float, radius: float) -> Floats:
    """Rectangle outline about the origin with corners of `radius`, shape (N, 2)."""
    inner = shapely.box(
        radius - width / 2, radius - depth / 2, width / 2 - radius, depth / 2 - radius
    )
    return np.asarray(inner.buffer(radius, quad_segs=5).exterior.coords)[:-1]


def boxes(sizes: ArrayLike, centers: ArrayLike, colors: ArrayLike) -> Part:
    """Many boxes as one part: slats, keys, books, bricks.

    Parameters
    ----------
    sizes, centers : array_like, shape (N, 3)
        Edge lengths and middles; one row may stand for all.
    colors : array_like, shape (N, 3)
        One row may stand for all.
    """
    vertices, faces = template("box", 0)
    size, center = np.broadcast_arrays(np.atleast_2d(sizes), np.atleast_2d(centers))
    corners = vertices * size[:, None, :] + center[:, None, :]
    faces = faces + 8 * np.arange(len(size))[:, None, None]
    part = trimesh.Trimesh(corners.reshape(-1, 3), faces.reshape(-1, 3), process=False)
    rgba = np.full((len(size), 4), 255, dtype=np.uint8)
    rgba[:, :3] = np.atleast_2d(colors)
    part.visual = trimesh.visual.ColorVisuals(part, face_colors=np.repeat(rgba, 12, axis=0))
    return part
