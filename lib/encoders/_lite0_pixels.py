"""Ring views as EfficientNet-Lite0 sees them, in integers."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from lib.core.arrays import Bytes
from lib.encoders._integer_grid import Scale

SIZE = 112
"""Width and height of what the network sees, pixels."""

PIXELS = Scale(-508, 512, 1 / 512)
"""Sum of two by two pixels less 508, which stands for (m - 127) / 128 of their mean m."""


def pixels(views: Bytes) -> npt.NDArray[np.float32]:
    """Bring views to what the network sees: sums of 2 × 2 pixels less 508.

    Parameters
    ----------
    views : ndarray of uint8, shape (V, size, size, 3)
        Of another size than 224 they are first resized to 224 by area, which Pillow
        does in integers, rounding to whole grey levels.

    Returns
    -------
    ndarray of float32, shape (V, 112, 112, 3)
        Integers on the scale `PIXELS`.
    """
    if views.shape[1:3] != (2 * SIZE, 2 * SIZE):
        views = np.stack([_resized(view) for view in views])
    rows = np.add(views[:, ::2], views[:, 1::2], dtype=np.int16)
    pairs = rows.reshape(-1, SIZE, SIZE, 6)
    sums = np.empty((len(views), SIZE, SIZE, 3), dtype=np.float32)
    # Channel by channel, as an inner loop of three is three times as slow.
    for channel in range(3):
        sums[..., channel] = pairs[..., channel] + pairs[..., channel + 3]
    sums += PIXELS.low
    return sums


def _resized(view: Bytes) -> Bytes:
    return np.asarray(Image.fromarray(view).resize((2 * SIZE,) * 2, Image.Resampling.BOX))
