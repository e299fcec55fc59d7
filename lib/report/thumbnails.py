"""Small pictures for a page that carries them inside itself, and maps laid over pictures."""

import base64
import io

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes, Floats

SIDE = 80
"""Width and height of a thumbnail, pixels."""

_COLOURS = 16
_CARRIES, _PARTS = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)
_OPAQUE = 190


def thumbnail(view: Bytes) -> str:
    """Shrink a view to few pixels and colours.

    Parameters
    ----------
    view : ndarray of uint8, shape (H, W, 3)

    Returns
    -------
    str
        PNG as a data URI; the same for the same view.
    """
    small = Image.fromarray(view).resize((SIDE, SIDE), Image.Resampling.BOX)
    method = Image.Quantize.MAXCOVERAGE
    return _uri(small.quantize(_COLOURS, method=method, kmeans=1, dither=Image.Dither.NONE))


def heat(falls: Floats) -> str:
    """Colour a map of falls, to be laid over a picture.

    Parameters
    ----------
    falls : ndarray of float64, shape (G, G)
        Positive values are orange, negative ones blue, as opaque as they are large beside
        the largest; where all are 0, nothing is coloured.

    Returns
    -------
    str
        PNG of G by G pixels as a data URI.
    """
    return _uri(Image.fromarray(_coloured(falls)))


def tinted(view: Bytes, falls: Floats) -> Bytes:
    """Lay a map over a view, coloured as by :func:`heat`.

    Parameters
    ----------
    view : ndarray of uint8, shape (H, W, 3)
    falls : ndarray of float64, shape (G, G)

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
    """
    down, across = (np.arange(size) * len(falls) // size for size in view.shape[:2])
    over = _coloured(falls)[down][:, across].astype(np.int64)
    opaque = over[..., 3:]
    return np.asarray((view * (255 - opaque) + over[..., :3] * opaque) // 255, dtype=np.uint8)


def _coloured(falls: Floats) -> Bytes:
    peak = np.abs(falls).max()
    pixels = np.zeros((*falls.shape, 4), dtype=np.uint8)
    pixels[falls > 0, :3], pixels[falls < 0, :3] = _CARRIES, _PARTS
    if peak > 0:
        pixels[..., 3] = np.round(_OPAQUE * np.abs(falls) / peak).astype(np.uint8)
    return pixels


def _uri(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
