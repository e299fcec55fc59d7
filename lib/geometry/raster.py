"""Which face is nearest behind each pixel, decided in integers.

Corners are snapped to 1/256 pixel and to 2²⁴ steps of depth. From there on the
inside of a face, its edges and its depth at a pixel are sums and products of
integers, and one division: no rounding depends on the processor, or on the order
of vertices, faces or corners. Where Embree and its like answer with the last bit
of a vectorised sum, there is nothing here to differ.
"""

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.core.jit import compiled

SUB = 256
"""Steps in a pixel. Faces smaller than one may vanish; neighbours never come apart."""

DEPTH_BITS = 24
"""Depths run from 1, the farthest, to 2²⁴ - 1."""

CODE_BITS = 24

CODE = (1 << CODE_BITS) - 1
"""Mask of the bits that hold what is drawn: the place of a colour, or of a face."""


@compiled
def project(
    vertices: Floats,
    position: Floats,
    rotation: Floats,
    half: float,
    size: int,
) -> Ints:
    """Snap vertices to the picture's grid.

    Parameters
    ----------
    vertices : ndarray of float64, shape (V, 3)
        Inside the unit sphere.
    position, rotation : ndarray of float64, shapes (3,) and (3, 3)
        Of the camera, whose rows of `rotation` are right, up and backward; farther
        than 1 from the origin.
    half : float
        Tangent of half the field of view.
    size : int
        Width and height of the picture, pixels; at most 1,024, or products of
        integers would no longer fit 64 bits.

    Returns
    -------
    ndarray of int64, shape (V, 3)
        Column and row in 1/`SUB` pixel, from the upper left corner, and depth: the
        reciprocal of the distance along the axis, which is linear in the picture.
    """
    distance = np.sqrt(position[0] ** 2 + position[1] ** 2 + position[2] ** 2)
    near, far = 1.0 / (distance - 1.0), 1.0 / (distance + 1.0)
    levels = float((1 << DEPTH_BITS) - 2)
    out = np.empty((len(vertices), 3), dtype=np.int64)
    for i in range(len(vertices)):
        x = vertices[i, 0] - position[0]
        y = vertices[i, 1] - position[1]
        z = vertices[i, 2] - position[2]
        right = rotation[0, 0] * x + rotation[0, 1] * y + rotation[0, 2] * z
        up = rotation[1, 0] * x + rotation[1, 1] * y + rotation[1, 2] * z
        back = rotation[2, 0] * x + rotation[2, 1] * y + rotation[2, 2] * z
        inverse = -1.0 / back
        scale = inverse / half
        out[i, 0] = np.int64(np.rint((right * scale + 1.0) * size * (SUB / 2)))
        out[i, 1] = np.int64(np.rint((1.0 - up * scale) * size * (SUB / 2)))
        level = (inverse - far) / (near - far)
        out[i, 2] = np.int64(np.rint(min(max(level, 0.0), 1.0) * levels)) + 1
    return out


@compiled
def draw(
    points: Ints,
    faces: Ints,
    codes: Ints,
    keys: Ints,
) -> None:
    """Draw faces into a picture of keys, each pixel keeping the greatest.

    A pixel belongs to a face if its centre lies inside, or on a left edge or a level
    upper one: of two faces side by side exactly one has the pixels on their edge.

    Parameters
    ----------
    points : ndarray of int64, shape (V, 3)
        From :func:`project`.
    faces : ndarray of int64, shape (F, 3)
    codes : ndarray of int64, shape (F,)
        What to draw, below 2²⁴; a face of a negative code is left out.
    keys : ndarray of int64, shape (size, size)
        Changed in place: depth in the high bits, code in the low ones. Of faces at
        the same step of depth the greatest code is kept, whatever their order.
    """
    size = len(keys)
    for f in range(len(faces)):
        code = codes[f]
        if code < 0:
            continue
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        area = (points[b, 0] - points[a, 0]) * (points[c, 1] - points[a, 1]) - (
            points[c, 0] - points[a, 0]
        ) * (points[b, 1] - points[a, 1])
        if area == 0:
            continue
        if area < 0:
            b, c, area = c, b, -area
        ax, ay, az = points[a, 0], points[a, 1], points[a, 2]
        bx, by, bz = points[b, 0], points[b, 1], points[b, 2]
        cx, cy, cz = points[c, 0], points[c, 1], points[c, 2]
        # Pixels whose centres lie in the box about the corners.
        left = max(0, (min(ax, bx, cx) + SUB // 2 - 1) // SUB)
        right = min(size - 1, (max(ax, bx, cx) - SUB // 2) // SUB)
        top = max(0, (min(ay, by, cy) + SUB // 2 - 1) // SUB)
        bottom = min(size - 1, (max(ay, by, cy) - SUB // 2) // SUB)
        if left > right or top > bottom:
            continue
        ux, uy = cx - bx, cy - by
        vx, vy = ax - cx, ay - cy
        wx, wy = bx - ax, by - ay
        x, y = left * SUB + SUB // 2, top * SUB + SUB // 2
        # Edge functions: twice the areas between each edge and the pixel's centre.
        u = ux * (y - by) - uy * (x - bx)
        v = vx * (y - cy) - vy * (x - cx)
        w = wx * (y - ay) - wy * (x - ax)
        depth = u * az + v * bz + w * cz
        depth_x = -SUB * (uy * az + vy * bz + wy * cz)
        depth_y = SUB * (ux * az + vx * bz + wx * cz)
        # A pixel on an edge counts by the rule above; one less puts the others outside.
        u -= 0 if uy < 0 or (uy == 0 and ux > 0) else 1
        v -= 0 if vy < 0 or (vy == 0 and vx > 0) else 1
        w -= 0 if wy < 0 or (wy == 0 and wx > 0) else 1
        lowest, highest = min(az, bz, cz), max(az, bz, cz)
        inverse = 1.0 / area
        slope = depth_x * inverse
        for row in range(top, bottom + 1):
            first, last = 0, right - left
            for value, step in ((u, uy * SUB), (v, vy * SUB), (w, wy * SUB)):
                if step > 0:
                    last = min(last, value // step)
                elif step < 0:
                    first = max(first, -(value // -step))
                elif value < 0:
                    last = -1
            start = depth * inverse + 0.5
            for k in range(first, last + 1):
                level = min(max(np.int64(start + k * slope), lowest), highest)
                key = (level << CODE_BITS) | code
                if key > keys[row, left + k]:
                    keys[row, left + k] = key
            u += ux * SUB
            v += vx * SUB
            w += wx * SUB
            depth += depth_y


@compiled
def paint(keys: Ints, colors: Bytes) -> Bytes:
    """Look up the colour of each key's code.

    Parameters
    ----------
    keys : ndarray of int64, shape (views, size, size)
    colors : ndarray of uint8, shape (N, 3)

    Returns
    -------
    ndarray of uint8, shape (views, size, size, 3)
    """
    views, height, width = keys.shape
    image = np.empty((views, height, width, 3), dtype=np.uint8)
    for v in range(views):
        for y in range(height):
            for x in range(width):
                code = keys[v, y, x] & CODE
                for k in range(3):
                    image[v, y, x, k] = colors[code, k]
    return image
