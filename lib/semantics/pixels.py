"""What pictures alone give: vectors and errors that any embedding has to be better than."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes, Floats

SIDE = 16
"""Width and height of the thumbnail that serves as a vector, pixels, in colour."""


def thumbnails(views: Sequence[Bytes]) -> Floats:
    """Thumbnail of each item, the mean over its views.

    Parameters
    ----------
    views : sequence of ndarray of uint8, shape (V, H, W, 3)

    Returns
    -------
    ndarray of float64, shape (N, 768)
        Shares of white, 0 to 1.
    """
    return np.stack([_small(ring).mean(axis=0) for ring in views])


def _small(ring: Bytes) -> Floats:
    small = [
        np.asarray(Image.fromarray(view).resize((SIDE, SIDE), Image.Resampling.BOX))
        for view in ring
    ]
    return np.stack(small).reshape(len(ring), -1) / 255
