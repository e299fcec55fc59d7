"""Layers of a network whose sums are exact, so that every processor gives the same numbers.

Activations are integers, weights are integers times a power of two, and float32 carries
both. Each step of a layer then has one answer, whatever kernel computes it:

- convolve, or multiply by a matrix: all products and all partial sums, in whatever order,
  are multiples of one 2⁻ᵏ below 2²⁴ · 2⁻ᵏ. Every such number is a float32, so that no
  addition rounds;
- round to the nearest integer, ties to the even one: IEEE 754 leaves no choice, and what
  is rounded is exact;
- add the residual: a sum of integers below 2²⁴;
- clamp: chooses one of three numbers.
"""

import numpy as np
import torch
from torch.nn import functional

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.encoders._integer_grid import Scale, on_grid

# Fewer rows are below what lets torch choose a kernel of less precision.
_TESTED = 16


class ExactLayer:
    """A convolution, or a linear layer over the last axis, on integers.

    Parameters
    ----------
    name : str
        For messages.
    weight : ndarray of float64, shape (out, in) or (out, in / groups, kernel, kernel)
        In real units; two axes make a linear layer.
    bias : ndarray of float64, shape (out,)
        In real units.
    given, gives : Scale
        Of the layer's input and output; `gives` clamps, e.g. from 0 for a ReLU.
    stride, groups : int, optional
        Of a convolution.
    padding : tuple of int, optional
        Rows and columns of zeros before and after the map, after at least as many.

    Attributes
    ----------
    weight, bias : Tensor of float32
        As they are used, in steps of `gives`: multiples of 2⁻ᵏ.
    bits : ndarray of int, shape (out,)
        k of each output channel: the finest grid on which no sum reaches `LIMIT`.

    Raises
    ------
    BenchError
        If a sum could reach `LIMIT` on every grid, or this processor's sums are inexact.
    """

    def __init__(
        self,
        name: str,
        weight: Floats,
        bias: Floats,
        given: Scale,
        gives: Scale,
        *,
        stride: int = 1,
        padding: tuple[int, int] = (0, 0),
        groups: int = 1,
    ) -> None:
        before, after = padding
        if weight.ndim == 4 and after > before:
            # A kernel with leading zeros costs less than a padded copy of the map.
            weight = np.pad(weight, [(0, 0), (0, 0), *[(after - before, 0)] * 2])
        self.name, self.given, self.gives = name, given, gives
        self._stride, self._padding, self._groups = stride, after, groups
        ratio = given.unit / gives.unit
        steps, offset, self.bits = on_grid(name, weight * ratio, bias / gives.unit, given)
        self.bias = torch.from_numpy(np.ldexp(offset, -self.bits).astype(np.float32))
        scaled = np.ascontiguousarray(np.ldexp(steps.T, -self.bits), dtype=np.float32)
        # Inputs by outputs in memory, which multiplies faster.
        self.weight = torch.from_numpy(scaled).permute(*reversed(range(weight.ndim)))
        if weight.ndim == 4:
            self.weight = self.weight.contiguous(memory_format=torch.channels_last)
        self._require_exact()

    def __call__(self, x: torch.Tensor, residual: torch.Tensor | None = None) -> torch.Tensor:
        """Apply the layer.

        Parameters
        ----------
        x : Tensor of float32, shape (..., in) or, for a convolution, (N, H, W, in)
            Integers within `given`.
        residual : Tensor of float32, shape of the result, optional
            Integers within `gives`, added before the clamp.

        Returns
        -------
        Tensor of float32, shape (..., out) or (N, H', W', out)
            Integers within `gives`.
        """
        y = self._sums(x, self.weight, self.bias).round_()
        if residual is not None:
            y += residual
        return y.clamp_(self.gives.low, self.gives.high)

    def _sums(self, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        if weight.ndim == 2:
            flat = torch.addmm(bias, x.reshape(-1, x.shape[-1]), weight.T)
            return flat.reshape(*x.shape[:-1], -1)
        # NNPACK transforms its input to other numbers, whose sums are not bounded here.
        with torch.backends.nnpack.flags(enabled=False):
            y = functional.conv2d(
                x.permute(0, 3, 1, 2),
                weight,
                bias,
                stride=self._stride,
                padding=self._padding,
                groups=self._groups,
            )
        return y.permute(0, 2, 3, 1)

    def _require_exact(self) -> None:
        """Compare with float64, so that no kernel of fewer bits goes unseen."""
        shape = [_TESTED, self.weight.shape[1]]
        if self.weight.ndim == 4:
            side = self.weight.shape[-1]
            shape = [2, side, side, self.weight.shape[1] * self._groups]
        draw = np.random.default_rng(0).integers(self.given.low, self.given.high + 1, shape)
        x = torch.from_numpy(draw).double()
        got = self._sums(x.float(), self.weight, self.bias)
        expected = self._sums(x, self.weight.double(), self.bias.double())
        if not torch.equal(got.double(), expected):
            raise BenchError(
                f"layer {self.name}: torch {torch.__version__} adds float32 inexactly here",
                "let it use all 24 bits: torch.set_float32_matmul_precision('highest'), "
                "and neither ONEDNN_DEFAULT_FPMATH_MODE nor TF32 set to anything less",
            )
