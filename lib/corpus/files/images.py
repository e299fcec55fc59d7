"""Texture files to pixels."""

import io
import warnings

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes
from lib.corpus.files.source import is_pointer


class BadImage(Exception):  # noqa: N818 - it ends up as a few words of a message, not as an error
    """Why a picture cannot be shown, a few words."""


def pixels(data: bytes) -> Bytes:
    """Decode a picture; transparency is dropped, 16 bits become 8.

    Parameters
    ----------
    data : bytes
        A file of any kind that Pillow reads; of an animation, the first picture.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        sRGB, row 0 at the top.

    Raises
    ------
    BadImage
        If it is none, or damaged, or holds other numbers than colours.
    """
    if is_pointer(data):
        raise BadImage("a Git LFS pointer")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            if image.format == "EPS":
                # A program: Pillow would have Ghostscript run it.
                raise BadImage("PostScript, not pixels")
            image.load()
            return _bytes(image)
    except BadImage:
        raise
    except Image.DecompressionBombError as error:
        raise BadImage(f"more than {2 * Image.MAX_IMAGE_PIXELS:,} pixels") from error
    except Exception as error:
        kind = "KTX2" if data[1:7] == b"KTX 20" else "damaged or of an unknown kind"
        raise BadImage(kind) from error


def _bytes(image: Image.Image) -> Bytes:
    if image.mode == "F":
        raise BadImage("floating-point numbers, not colours")
    if image.mode == "I" and image.format not in ("PNG", "PPM"):
        raise BadImage("32-bit numbers, not colours")
    if image.mode.startswith("I"):
        # Grey of 16 bits; `convert` would cut all off that is above 255.
        values = np.asarray(image).astype(np.float64)
        grey = np.round(np.clip(values / 257, 0, 255)).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    return np.asarray(image.convert("RGB"))
