"""Colours of pictures and of meshes, turned about the colour circle."""

import numpy as np
from skimage.color import hsv2rgb, rgb2hsv

from lib.core.arrays import Bytes, Floats
from lib.geometry.mesh import Mesh

_DARKEST = 0.3
"""Least value (HSV) of a face that was given another colour."""


def shift_hue(images: Bytes, shift: float) -> Bytes:
    """Rotate the hue of every pixel in HSV; grey pixels have none and stay.

    Parameters
    ----------
    images : ndarray of uint8, shape (..., 3)
        RGB.
    shift : float
        Share of the colour circle, 1 is once around.
    """
    if shift == 0:
        return images
    hsv = rgb2hsv(images / 255.0)
    hsv[..., 0] = np.mod(hsv[..., 0] + shift, 1.0)
    return _to_bytes(hsv2rgb(hsv))


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
    return Mesh(mesh.vertices, mesh.faces, _to_bytes(hsv2rgb(hsv[None])[0]))


def _to_bytes(rgb: Floats) -> Bytes:
    """Colours in [0, 1] as 0 to 255."""
    # Where rounding could go either way, six digits decide, not the last bit.
    return np.asarray(np.clip(np.round(rgb * 255, 6) + 0.5, 0, 255).astype(np.uint8))
