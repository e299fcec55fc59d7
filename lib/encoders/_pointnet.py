"""A PointNet (Qi et al. 2017) that gives the same numbers on every processor."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from lib.core.arrays import Floats, Ints
from lib.encoders._frames import FLIPS, REACH, STEPS
from lib.encoders._integer import ExactLayer
from lib.encoders._integer_grid import Scale

TOP = 511
"""Greatest integer of a hidden channel; weights of 1 and less take the rest of 24 bits."""

POINTS = Scale(-STEPS, STEPS, REACH / STEPS)
"""Coordinates, see :mod:`lib.encoders._frames`."""

HIDDEN = Scale(0, TOP, 1 / TOP)
"""Hidden channels: the training scales each so that it reaches 1 on what it has learned from."""


class Dense(NamedTuple):
    """A layer ``x @ weight.T + bias``.

    Attributes
    ----------
    weight : ndarray of float32, shape (out, in)
    bias : ndarray of float32, shape (out,)
    """

    weight: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]


class PointNet:
    """Point layers shared by all points, greatest and mean over the points, and a head.

    The point layers are :class:`~lib.encoders._integer.ExactLayer`, so that maximum and
    sum over the points are exact, in whatever order. The head is float64: its input is
    the same everywhere, and what its sums differ in lies far below the sixth decimal.

    Parameters
    ----------
    arrays : dict of str to ndarray
        ``point.<i>.weight`` and ``.bias``, then ``head.<i>.weight`` and ``.bias``,
        counted from 0; ReLU after all but the last.

    Raises
    ------
    KeyError
        If a layer has no bias.
    BenchError
        As for :class:`~lib.encoders._integer.ExactLayer`.
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.float32]]) -> None:
        self._points = [
            ExactLayer(
                f"point.{i}",
                layer.weight.astype(np.float64),
                layer.bias.astype(np.float64),
                HIDDEN if i else POINTS,
                HIDDEN,
            )
            for i, layer in enumerate(layers(arrays, "point"))
        ]
        self._head = layers(arrays, "head")
        self.dim = len(self._head[-1].bias)

    @torch.inference_mode()
    def __call__(self, points: Ints) -> Floats:
        """Embed one object, averaged over the four frames that its axes allow.

        Parameters
        ----------
        points : ndarray of int64, shape (N, 3)
            From :func:`~lib.encoders._frames.own_points`.

        Returns
        -------
        ndarray of float64, shape (dim,)
        """
        turned = points * FLIPS[:, None]
        x = torch.from_numpy(turned.astype(np.float32))
        for layer in self._points:
            x = layer(x)
        # Sums of some thousand integers up to TOP are below 2^24, hence exact in float32.
        pooled = torch.cat([x.amax(dim=1).double(), x.sum(dim=1).double() / len(points)], dim=1)
        return np.asarray(self._finish(pooled.numpy() * HIDDEN.unit).mean(axis=0))

    def _finish(self, pooled: Floats) -> Floats:
        for i, layer in enumerate(self._head):
            pooled = np.maximum(pooled, 0) if i else pooled
            pooled = pooled @ layer.weight.T.astype(np.float64) + layer.bias
        return pooled


def layers(arrays: dict[str, npt.NDArray[np.float32]], part: str) -> list[Dense]:
    """Collect the layers of a part, ``point`` or ``head``, in order."""
    count = sum(name.startswith(f"{part}.") and name.endswith(".weight") for name in arrays)
    return [Dense(arrays[f"{part}.{i}.weight"], arrays[f"{part}.{i}.bias"]) for i in range(count)]
