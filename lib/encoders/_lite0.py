"""EfficientNet-Lite0 on ring views, in exact integers."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from lib.core.arrays import Bytes, Floats
from lib.encoders._integer import ExactLayer
from lib.encoders._integer_grid import Scale
from lib.encoders._lite0_pixels import PIXELS, pixels
from lib.encoders._lite0_weights import BLOCKS, Convolution, read_convolutions

LAST = 1280
MIDDLE = {4: 40, 10: 112, 15: 320}
"""Blocks, from 0, that end a stage, and their channels."""

WIDE, NARROW = Scale(0, 1023, 6 / 1023), Scale(0, 255, 6 / 255)
"""A ReLU6's output before depthwise convolutions, and elsewhere, where up to 1,152 terms
are added up and steps have to be larger."""

LINEAR = 1023
RANGE = {0: 64, 1: 80, 3: 64, 5: 48, 8: 56, 11: 80, 15: 24}
"""Greatest magnitude of linear outputs, from this block to the next one named, since a
residual and what it is added to share their steps. Constants, a little above what views
of training objects reach; what is greater is clamped."""

_DOWN = {-1, 1, 3, 5, 11}
# Large maps of more views leave the processor's cache; on small maps of fewer views,
# calls take as long as sums.
_EARLY, _LATE = range(-1, 5), range(5, BLOCKS + 1)
_FEW, _MANY = 4, 64


@dataclass(frozen=True, eq=False)
class Features:
    """What the network makes of V views.

    Attributes
    ----------
    last : ndarray of float64, shape (V, 1280)
        Mean of the final features over the map, 0 to 6.
    middle : ndarray of float64, shape (V, 944), or None
        Means over the map, then standard deviations, of the linear outputs of block
        4, then of 10 and 15: 40, 40, 112, 112, 320, 320 numbers. None unless asked for.
    """

    last: Floats
    middle: Floats | None = None


class Lite0:
    """The network; most callers take that of :func:`load_network`.

    At 112 pixels it keeps the padding that it has at 224, also where the map is odd:
    zeros before and after as TensorFlow pads an even one.

    Parameters
    ----------
    convolutions : sequence of Convolution
        In order.

    Attributes
    ----------
    blocks : dict of int to list of ExactLayer
        By number, the stem as -1 and the head as 16.

    Raises
    ------
    BenchError
        If a layer is not exact: see :class:`ExactLayer`.
    """

    def __init__(self, convolutions: Sequence[Convolution]) -> None:
        self.blocks: dict[int, list[ExactLayer]] = {}
        given = linear = PIXELS
        for one in convolutions:
            if one.kind == "project":
                if one.block in RANGE:
                    linear = Scale(-LINEAR, LINEAR, RANGE[one.block] / LINEAR)
                gives = linear
            else:
                gives = WIDE if one.kind in {"stem", "expand"} else NARROW
            self.blocks.setdefault(one.block, []).append(_layer(one, given, gives))
            given = gives

    def features(self, views: Bytes, *, middle: bool = False) -> Features:
        """Apply the network to each view by itself; the number of views does not count.

        Parameters
        ----------
        views : ndarray of uint8, shape (V, size, size, 3)
            RGB; see :func:`pixels` for the size.
        middle : bool, optional
            Whether to give `Features.middle`.
        """
        with torch.inference_mode():
            parts = [
                self._features(views[start : start + _MANY], middle)
                for start in range(0, len(views), _MANY)
            ]
        last, between = zip(*parts, strict=True)
        return Features(np.concatenate(last), np.concatenate(between) if middle else None)

    def _features(self, views: Bytes, middle: bool) -> tuple[Floats, Floats]:
        images = torch.from_numpy(pixels(views))
        x = torch.cat([self._apply(_EARLY, some) for some in torch.split(images, _FEW)])
        statistics = [np.empty((len(views), 0))]
        for block in _LATE:
            if middle and block - 1 in MIDDLE:
                unit = self.blocks[block - 1][-1].gives.unit
                statistics += [_mean(x, unit), _deviation(x, unit)]
            x = self._apply([block], x)
        return _mean(x, NARROW.unit), np.concatenate(statistics, axis=1)

    def _apply(self, blocks: Iterable[int], x: torch.Tensor) -> torch.Tensor:
        for block in blocks:
            *layers, final = self.blocks[block]
            y = x
            for layer in layers:
                y = layer(y)
            # Others change the number of channels, or the size, and have no residual.
            x = final(y, x if block in range(BLOCKS) and block not in RANGE else None)
        return x


@functools.cache
def load_network() -> Lite0:
    """Load the network, once a process.

    Raises
    ------
    BenchError
        See :func:`read_convolutions` and :class:`Lite0`.
    """
    return Lite0(read_convolutions())


def _layer(one: Convolution, given: Scale, gives: Scale) -> ExactLayer:
    out, width, kernel, _ = one.weight.shape
    name = f"{one.kind} {one.block} of EfficientNet-Lite0"
    if kernel == 1:
        return ExactLayer(name, one.weight[:, :, 0, 0], one.bias, given, gives)
    down = one.block in _DOWN
    around = kernel - 2 if down else kernel - 1
    return ExactLayer(
        name,
        one.weight,
        one.bias,
        given,
        gives,
        stride=2 if down else 1,
        padding=(around // 2, around - around // 2),
        groups=out if width == 1 else 1,
    )


def _mean(x: torch.Tensor, unit: float) -> Floats:
    count, total = x[0, ..., 0].numel(), x.double().sum((1, 2)).numpy()
    return np.asarray(total * unit / count)


def _deviation(x: torch.Tensor, unit: float) -> Floats:
    """Deviation over the map; its sums of squares are beyond float32."""
    count, values = x[0, ..., 0].numel(), x.double()
    total, squares = values.sum((1, 2)).numpy(), values.square().sum((1, 2)).numpy()
    return np.asarray(np.sqrt(count * squares - total**2) * unit / count)
