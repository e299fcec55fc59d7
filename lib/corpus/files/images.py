"""Texture files to pixels."""

import io
import warnings

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes


class BadImage(Exception):
    """Why a picture cannot be shown, a few words."""


def pixels(data: bytes) -> Bytes:
    """Decode a picture; transparency is dropped, 16 bits become 8.

    Parameters
    ----------
    data : bytes
        A file of any kind that Pillow reads.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        sRGB, row 0 at the top.

    Raises
    ------
    BadImage
        If it is none, or damaged.
    """
    if data.startswith(b"version https://git-lfs"):
        raise BadImage("a Git LFS pointer")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            image.load()
    except Exception as error:
        kind = "KTX2" if data[1:7] == b"KTX 20" else "damaged or of an unknown kind"
        raise BadImage(kind) from error
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, dtype=np.float64)
        # Pillow opens grey pictures of 16 bits so; `convert` would cut them off at 255.
        grey = np.round(np.clip(values / 257, 0, 255)).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    return np.asarray(image.convert("RGB"))
