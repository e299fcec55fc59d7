"""Flat colours of faces, as a camera sees them."""

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.core.jit import compiled

AMBIENT = 0.34
"""Light that reaches every face."""

LIGHTS = np.array([[-0.45, 0.65, 0.61, 0.56], [0.75, 0.10, 0.65, 0.22]])
"""One row a light: its direction and strength.

Lights ride with the camera (right, up, towards the viewer), so that every view of a
ring is lit alike and no side of an object stays black.
"""


@compiled
def planes(vertices: Floats, faces: Ints) -> Floats:
    """Return each face's unit normal n and the offset d of its plane, n · x = d.

    Corners are taken in the order of their coordinates: which comes first in the
    file must not reach the last bit, and winding means nothing here.

    Returns
    -------
    ndarray of float64, shape (F, 4)
        Zeros for a face without area.
    """
    out = np.zeros((len(faces), 4))
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        if _before(vertices, b, a):
            a, b = b, a
        if _before(vertices, c, b):
            b, c = c, b
        if _before(vertices, b, a):
            a, b = b, a
        px = vertices[b, 0] - vertices[a, 0]
        py = vertices[b, 1] - vertices[a, 1]
        pz = vertices[b, 2] - vertices[a, 2]
        qx = vertices[c, 0] - vertices[a, 0]
        qy = vertices[c, 1] - vertices[a, 1]
        qz = vertices[c, 2] - vertices[a, 2]
        x, y, z = py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx
        length = np.sqrt(x * x + y * y + z * z)
        if length > 0:
            x, y, z = x / length, y / length, z / length
            out[f, 0], out[f, 1], out[f, 2] = x, y, z
            out[f, 3] = x * vertices[a, 0] + y * vertices[a, 1] + z * vertices[a, 2]
    return out


@compiled
def shade(
    surface: Floats,
    colors: Bytes,
    position: Floats,
    rotation: Floats,
    lights: Floats,
) -> Ints:
    """Colour every face by Lambert's law, on the side that is seen.

    Parameters
    ----------
    surface : ndarray of float64, shape (F, 4)
        From :func:`planes`. Files disagree about winding, so a face's outside is
        where the camera is.
    colors : ndarray of uint8, shape (F, 3)
    position, rotation : ndarray of float64, shapes (3,) and (3, 3)
        Of the camera, see :func:`lib.geometry.raster.project`.
    lights : ndarray of float64, shape (L, 4)
        As `LIGHTS`.

    Returns
    -------
    ndarray of int64, shape (F,)
        Red, green and blue in one number, 0 to 2²⁴ - 1; -1 for a face without area.
    """
    codes = np.empty(len(surface), dtype=np.int64)
    for f in range(len(surface)):
        x, y, z, offset = surface[f, 0], surface[f, 1], surface[f, 2], surface[f, 3]
        if x == 0 and y == 0 and z == 0:
            codes[f] = -1
            continue
        towards = x * position[0] + y * position[1] + z * position[2] - offset
        # Exactly from the side a face has no seen side, and ambient light alone.
        side = 1.0 if towards > 0 else -1.0 if towards < 0 else 0.0
        right = side * (rotation[0, 0] * x + rotation[0, 1] * y + rotation[0, 2] * z)
        up = side * (rotation[1, 0] * x + rotation[1, 1] * y + rotation[1, 2] * z)
        back = side * (rotation[2, 0] * x + rotation[2, 1] * y + rotation[2, 2] * z)
        light = AMBIENT
        for i in range(len(lights)):
            cosine = right * lights[i, 0] + up * lights[i, 1] + back * lights[i, 2]
            light += lights[i, 3] * max(cosine, 0.0)
        code = np.int64(0)
        for k in range(3):
            code = (code << 8) | np.int64(min(colors[f, k] * light + 0.5, 255.0))
        codes[f] = code
    return codes


@compiled
def _before(vertices: Floats, one: int, other: int) -> bool:
    for k in range(3):
        if vertices[one, k] != vertices[other, k]:
            return bool(vertices[one, k] < vertices[other, k])
    return False
