"""Colours of a texture at points of triangles."""

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.files.contents import Texture, Wrap


def lattice(step: int) -> Floats:
    """Barycentric centres of the `step`² equal parts of a triangle: none on the rim."""
    i, j = np.divmod(np.arange(step * step), step)
    upright = np.stack([i, j], axis=1)[i + j < step] + 1 / 3
    inverted = np.stack([i, j], axis=1)[i + j < step - 1] + 2 / 3
    first = np.concatenate([upright, inverted]) / step
    return np.column_stack([first, 1 - first.sum(axis=1)])


def look_up(image: Texture, uv: Floats, weights: Floats) -> Bytes:
    """Find the nearest texels at points inside triangles.

    Parameters
    ----------
    image : Texture
    uv : ndarray of float64, shape (n, 3, 2)
        Texture coordinates of each corner, v upwards.
    weights : ndarray of float64, shape (P, 3)
        Barycentric.

    Returns
    -------
    ndarray of uint8, shape (n, P, 3)
    """
    height, width = image.pixels.shape[:2]
    a, b, c = uv.swapaxes(0, 1)[:, :, None, :]
    first, second = weights.T[:2, None, :, None]
    # Differences, so that a triangle in one point of the texture stays there; and a sum
    # spelt out: a fused product could fall on another texel on another CPU.
    toward_a, toward_b = first * (a - c), second * (b - c)
    point = toward_a + toward_b + c
    column = _wrapped(point[..., 0], width, image.wrap[0])
    row = height - 1 - _wrapped(point[..., 1], height, image.wrap[1])
    texels: Bytes = image.pixels[row, column]
    return texels


def _wrapped(place: Floats, size: int, wrap: Wrap) -> Ints:
    """Texel at a texture coordinate, 0 to `size` - 1."""
    if wrap == "clamp":
        return np.minimum(_texel(np.clip(place, 0, 1), size), size - 1)
    # Some files count in the billions of turns; a whole number of pairs changes nothing.
    turn = _texel(np.fmod(place, 2.0), size) % (2 * size)
    return np.where(turn < size, turn, turn - size if wrap == "repeat" else 2 * size - 1 - turn)


def _texel(place: Floats, size: int) -> Ints:
    texel: Ints = np.floor(place * size).astype(np.int64)
    return texel
