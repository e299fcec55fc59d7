"""A mesh with left and right exchanged, and one in other colours."""

import math

import numpy as np
import numpy.typing as npt
from skimage.color import hsv2rgb, rgb2hsv

from lib.geometry.mesh import Mesh

_DARKEST = 0.3
"""Least value (HSV) of a face that was given another colour."""


def mirror(mesh: Mesh, normal: npt.ArrayLike) -> Mesh:
    """Reflect `mesh` in a plane through the centre of its bounding box.

    Parameters
    ----------
    mesh : Mesh
    normal : array-like, shape (3,)
        Direction across the plane; its length does not matter.

    Returns
    -------
    Mesh
        Each face runs the other way round, so that what looked outward still does.
    """
    across = np.asarray(normal, dtype=np.float64)
    across = across / math.hypot(*across)
    center = (mesh.vertices.min(axis=0) + mesh.vertices.max(axis=0)) / 2
    heights = ((mesh.vertices - center) * across).sum(axis=1)
    faces = np.ascontiguousarray(mesh.faces[:, ::-1])
    return Mesh(mesh.vertices - 2 * heights[:, None] * across, faces, mesh.colors)


def recolour(mesh: Mesh, shift: float, saturation: float) -> Mesh:
    """Give every face another colour.

    Parameters
    ----------
    mesh : Mesh
    shift : float
        By which hues are rotated, as a share of the colour circle. A grey face, which
        has none, counts as red before.
    saturation : float
        What faces of less are raised to, in [0, 1], for otherwise grey would stay grey;
        nor is any darker than `_DARKEST`, for black has no other colour.
    """
    hsv = rgb2hsv(mesh.colors[None] / 255.0)[0]
    hsv[:, 0] = np.mod(hsv[:, 0] + shift, 1.0)
    hsv[:, 1:] = np.maximum(hsv[:, 1:], [saturation, _DARKEST])
    # Where rounding could go either way, six digits decide, not the last bit.
    colors = np.round(hsv2rgb(hsv[None])[0] * 255, 6) + 0.5
    return Mesh(mesh.vertices, mesh.faces, np.clip(colors, 0, 255).astype(np.uint8))
