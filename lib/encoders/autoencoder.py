"""Autoencoder: what a small network that rebuilds views keeps of them."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes, Floats
from lib.encoders._base import Shape
from lib.encoders._trained import TrainedEncoder

SIDE = 28
"""Width and height of what is rebuilt, pixels, in grey."""

CODE = 16
"""Numbers that a view is squeezed into."""


class Autoencoder(TrainedEncoder):
    """16 numbers from which a small network rebuilds 28-pixel grey views; learns no label.

    Two layers there and two back, with 64 units between, fitted to the views of the train
    sources by the squared error. A vector is the mean of the codes over the ring. Its
    other use is novelty: what it was not trained on it rebuilds worse (Hawkins et al.
    2002), see :meth:`errors`. As a row it is not listed, since it is there to be compared
    with in that.
    """

    dim = CODE
    needs = "views"
    listed = False
    pictures = True

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        rings = (view_pixels(shape.require_views()) for shape in shapes)
        return np.stack([self._code(ring).mean(axis=0) for ring in rings])

    def errors(self, pixels: Floats) -> Floats:
        """Mean squared error of rebuilt views.

        Parameters
        ----------
        pixels : ndarray of float64, shape (V, 784)
            From :func:`view_pixels`.

        Returns
        -------
        ndarray of float64, shape (V,)
        """
        hidden = _rectified(self._code(pixels) @ self._weights["2"] + self._weights["2.bias"])
        rebuilt = hidden @ self._weights["3"] + self._weights["3.bias"]
        return np.asarray(((rebuilt - pixels) ** 2).mean(axis=1))

    def _code(self, pixels: Floats) -> Floats:
        hidden = _rectified(pixels @ self._weights["0"] + self._weights["0.bias"])
        return np.asarray(hidden @ self._weights["1"] + self._weights["1.bias"])

    @cached_property
    def _weights(self) -> dict[str, Floats]:
        # In float64 a sum's last bits, which depend on the processor, are rounded away.
        return {name: array.astype(np.float64) for name, array in self.learned.arrays.items()}


def view_pixels(ring: Bytes) -> Floats:
    """Bring views to what the network sees.

    Parameters
    ----------
    ring : ndarray of uint8, shape (V, H, W, 3)

    Returns
    -------
    ndarray of float64, shape (V, 784)
        Darkness, 0 for white to 1 for black.
    """
    small = [
        np.asarray(Image.fromarray(view).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX))
        for view in ring
    ]
    return 1 - np.stack(small).reshape(len(ring), -1) / 255


def _rectified(values: Floats) -> Floats:
    return np.maximum(values, 0.0)
