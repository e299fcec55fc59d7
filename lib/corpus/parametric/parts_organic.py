"""Building blocks for what is grown, cast, sewn or moulded: lofts, tubes, leaves, cloth.

Companions of `lib.corpus.parametric.parts`, with the same units and colours, for
surfaces that trimesh has no creation function for.
"""

import functools
from collections.abc import Sequence

import numpy as np
import scipy.interpolate
import trimesh
from numpy.typing import ArrayLike

from lib.core.arrays import Bools, Floats, Ints
from lib.corpus.parametric.parts import Color, Part, loft, oval, paint


def repaint(part: Part, faces: Bools, color: Color) -> Part:
    """Give the faces of a boolean mask, shape (F,), another colour; returns `part`."""
    colors = np.array(part.visual.face_colors)
    colors[faces, :3] = color
    part.visual = trimesh.visual.ColorVisuals(part, face_colors=colors)
    return part


def centers(part: Part) -> Floats:
    """Middles of the faces' bounding boxes, shape (F, 3): what masks for `repaint` are made of.

    The two halves of a quad along the axes share theirs, so painted bands get straight edges.
    """
    corners = np.asarray(part.vertices)[part.faces]
    return np.asarray((corners.min(axis=1) + corners.max(axis=1)) / 2)


def points(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> Floats:
    """Points of these coordinates, which broadcast: rows (N, 3) or a grid (M, N, 3)."""
    return np.stack(np.broadcast_arrays(*np.atleast_1d(x, y, z)), axis=-1).astype(float)


def curve(knots: ArrayLike, samples: int, closed: bool = False) -> Floats:
    """Smooth curve through `knots`, shape (K, D), by a cubic spline over chord length.

    Returns
    -------
    ndarray of float64, shape (samples, D)
        Evenly spaced in the parameter; a closed curve does not repeat its start.
    """
    points = np.asarray(knots, dtype=float)
    if closed:
        points = np.concatenate([points, points[:1]])
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    spline = scipy.interpolate.CubicSpline(
        length, points, bc_type="periodic" if closed else "natural"
    )
    return np.asarray(spline(np.linspace(0, length[-1], samples, endpoint=not closed)))


def skin(rings: ArrayLike, color: Color) -> Part:
    """Loft over `rings`, shape (S, N, 3), facing outwards whichever way the sections run."""
    part = loft(rings, color)
    corners = np.asarray(part.vertices)[part.faces] - part.vertices[0]
    if np.einsum("fk,fk->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) < 0:
        part.invert()
    return part


def plate(outline: ArrayLike, offset: ArrayLike, color: Color) -> Part:
    """Flat piece of any slant: a closed outline, shape (N, 3), thickened by the vector `offset`."""
    return skin([np.asarray(outline), np.add(outline, offset)], color)


def lattice(stations: int, around: int) -> tuple[Ints, Ints]:
    """Where on the grid each face of `skin` over (stations, around) points lies.

    Returns
    -------
    rows, columns : ndarray of int64, shape (F,)
        Row k lies between sections k and k + 1; the caps are rows -1 and
        ``stations - 1``. Column j lies between points j and j + 1.
    """
    rows, columns = np.divmod(np.arange((stations - 1) * around), around)
    cap = np.arange(around)
    return (
        np.concatenate([rows, rows, np.full(around, -1), np.full(around, stations - 1)]),
        np.concatenate([columns, columns, cap, cap]),
    )


def hull(
    middles: ArrayLike,
    halves: ArrayLike,
    color: Color,
    axis: int = 2,
    power: float = 2.0,
    sections: int = 16,
) -> Part:
    """Loft of superellipses that stand across a coordinate axis.

    Parameters
    ----------
    middles : array_like, shape (S, 3)
        Centres of the cross-sections.
    halves : array_like, shape (S, 2) or (S, 1)
        Half-axes along the two other coordinates, in the order x, y, z; one stands for both.
    color : tuple of int
    axis : int, default 2
        The coordinate that is constant within a cross-section.
    power : float, default 2
        Exponent of the superellipse: 2 an ellipse, 4 and more a rounded rectangle.
    sections : int, default 16
        Points a cross-section; half a step off the axes, so that rectangles have sides.
    """
    unit = oval(2.0, 2.0, power, sections)
    rings = np.repeat(np.asarray(middles, dtype=float)[:, None], sections, axis=1)
    across = [other for other in range(3) if other != axis]
    rings[:, :, across] += unit * np.asarray(halves, dtype=float)[:, None]
    return skin(rings, color)


def tube(path: ArrayLike, radii: ArrayLike, color: Color, sections: int = 8) -> Part:
    """Round tube along the polyline `path`, shape (N, 3), `radii` a number or shape (N,)."""
    points = np.asarray(path, dtype=float)
    tangents = np.gradient(points, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    side = np.eye(3)[np.argmin(np.abs(tangents[0]))]
    angle = np.arange(sections) * 2 * np.pi / sections
    rings = np.empty((len(points), sections, 3))
    for row, (point, tangent, radius) in enumerate(
        zip(points, tangents, np.broadcast_to(radii, len(points)), strict=True)
    ):
        # Carrying the last frame along keeps the tube from twisting where it bends.
        side = side - np.einsum("k,k->", side, tangent) * tangent
        side = side / np.linalg.norm(side)
        up = np.cross(tangent, side)
        rings[row] = point + radius * (np.outer(np.cos(angle), side) + np.outer(np.sin(angle), up))
    return skin(rings, color)


@functools.lru_cache(maxsize=4)
def _sphere(subdivisions: int) -> Part:
    return trimesh.creation.icosphere(subdivisions)


def blob(center: ArrayLike, radii: ArrayLike, color: Color, subdivisions: int = 2) -> Part:
    """Ellipsoid with half-axes `radii` (x, y, z, or one number): 20 · 4^subdivisions faces."""
    ball = _sphere(subdivisions)
    vertices = np.asarray(ball.vertices) * np.broadcast_to(radii, 3) + np.asarray(center)
    return paint(trimesh.Trimesh(vertices, ball.faces, process=False), color)


def sheet(points: ArrayLike, offset: ArrayLike, color: Color) -> Part:
    """Cloth or card: a grid of points, shape (M, N, 3), thickened by the vector `offset`.

    Returns
    -------
    Part
        Closed: the grid, its copy moved by `offset`, and the rim between them.
    """
    front = np.asarray(points, dtype=float)
    rows, columns = front.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    one = np.concatenate([np.stack(f, axis=-1).reshape(-1, 3) for f in ((a, b, c), (a, c, d))])
    back = rows * columns
    edge = np.concatenate([index[0], index[1:, -1], index[-1, -2::-1], index[-2:0:-1, 0]])
    ahead = np.roll(edge, -1)
    rim = [[edge, edge + back, ahead + back], [edge, ahead + back, ahead]]
    faces = np.concatenate([one, one[:, ::-1] + back, *(np.stack(strip, axis=-1) for strip in rim)])
    vertices = np.concatenate([front.reshape(-1, 3), front.reshape(-1, 3) + np.asarray(offset)])
    return paint(trimesh.Trimesh(vertices, faces, process=False), color)


def leaf(
    length: float,
    width: float,
    color: Color,
    droop: float = 0.3,
    fold: float = 0.2,
    widest: float = 0.4,
    stations: int = 7,
) -> Part:
    """Leaf or petal that starts at the origin and grows along +x, its upper side up.

    Parameters
    ----------
    length, width : float
        Along the midrib and across the widest place, metres.
    color : tuple of int
    droop : float, default 0.3
        How far the tip hangs below the base, in lengths; below zero it rises.
    fold : float, default 0.2
        Height of the edges above the midrib, in half-widths.
    widest : float, default 0.4
        Where along the midrib the leaf is widest, 0 at the base, 1 at the tip.
    stations : int, default 7
        Cross-sections, the fineness of the bend.
    """
    along = np.linspace(0, 1, stations)
    # The power moves the top of the sine to `widest`.
    half = width / 2 * (0.06 + 0.94 * np.sin(np.pi * along ** (np.log(0.5) / np.log(widest))))
    spine = np.stack([length * along, 0 * along, -droop * length * along**2], axis=1)
    lift = np.stack([0 * along, half, fold * half], axis=1)
    thick = np.array([0, 0, 0.02 * width])
    return skin(
        np.stack([spine - thick, spine + lift, spine + thick, spine + lift * [1, -1, 1]], axis=1),
        color,
    )


def rotations(yaw: ArrayLike, pitch: ArrayLike = 0.0, roll: ArrayLike = 0.0) -> Floats:
    """Matrices, shape (K, 3, 3): roll about x, then raise +x by `pitch`, then turn by `yaw`.

    Angles in radians, numbers or shape (K,).
    """
    yaw, pitch, roll = np.broadcast_arrays(
        np.atleast_1d(np.asarray(yaw, dtype=float)), np.asarray(pitch), np.asarray(roll)
    )
    zero, one = np.zeros(len(yaw)), np.ones(len(yaw))

    def stack(*rows: Sequence[Floats]) -> Floats:
        return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)

    cos, sin = np.cos, np.sin
    about_z = stack((cos(yaw), -sin(yaw), zero), (sin(yaw), cos(yaw), zero), (zero, zero, one))
    about_y = stack(
        (cos(pitch), zero, -sin(pitch)), (zero, one, zero), (sin(pitch), zero, cos(pitch))
    )
    about_x = stack((one, zero, zero), (zero, cos(roll), -sin(roll)), (zero, sin(roll), cos(roll)))
    return np.asarray(np.einsum("kij,kjl,klm->kim", about_z, about_y, about_x))


def scatter(
    part: Part,
    places: ArrayLike,
    turns: ArrayLike | None = None,
    scales: ArrayLike = 1.0,
    colors: ArrayLike | None = None,
) -> Part:
    """Many copies of one part, joined: key caps, leaves, petals, rungs.

    Parameters
    ----------
    part : Part
        The pattern, about the origin.
    places : array_like, shape (K, 3)
        Where the copies' origins go.
    turns : array_like, shape (K, 3, 3) or (1, 3, 3), optional
        Rotation of each copy.
    scales : array_like, default 1
        Factor of each copy, a number, shape (K, 1), or (K, 3) for x, y and z before turning.
    colors : array_like, shape (K, 3), optional
        sRGB 0-255 of each copy; without it copies keep the pattern's colours.
    """
    targets = np.asarray(places, dtype=float)
    count, corners = len(targets), len(part.vertices)
    factors = np.broadcast_to(scales, (count, 3))
    vertices = np.asarray(part.vertices)[None] * factors[:, None]
    if turns is not None:
        matrices = np.broadcast_to(np.asarray(turns), (count, 3, 3))
        vertices = np.einsum("kij,kvj->kvi", matrices, vertices)
    vertices = vertices + targets[:, None]
    faces = np.asarray(part.faces)[None] + corners * np.arange(count)[:, None, None]
    joined = trimesh.Trimesh(vertices.reshape(-1, 3), faces.reshape(-1, 3), process=False)
    paints = np.tile(np.asarray(part.visual.face_colors), (count, 1))
    if colors is not None:
        paints[:, :3] = np.repeat(np.asarray(colors), len(part.faces), axis=0)
    joined.visual = trimesh.visual.ColorVisuals(joined, face_colors=paints.astype(np.uint8))
    return joined
