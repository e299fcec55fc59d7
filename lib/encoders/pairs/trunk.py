"""The network that all trainings on pairs share: a map of what a picture shows where."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from lib.core.arrays import Bytes, Floats
from lib.core.rounding import rounded

CHANNELS = 8
"""Numbers at a place of the map."""

STRIDE = 8
"""Pixels from one place to the next."""

DECIMALS = 5
"""Digits after the point that are kept."""

_DARK = 0.25
_BATCH = 32

Arrays = Mapping[str, npt.NDArray[Any]]


class Trunk(nn.Module):
    """Three convolutions, 8,000 weights in all.

    Whatever lies in the middle of a layer costs weights once and is applied everywhere: a
    defect looks the same wherever it lies, and there are a few hundred pictures to learn
    from. The map is not pooled, as where a defect lies tells layouts apart.
    """

    def __init__(self) -> None:
        super().__init__()
        self.edges = nn.Conv2d(1, 16, 8, 4, 2)
        self.shapes = nn.Conv2d(16, 32, 3, 2, 1)
        self.last = nn.Conv2d(32, CHANNELS, 3, 1, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Look at pictures.

        Parameters
        ----------
        pictures : Tensor, shape (B, 1, S, S)
            In [0, 1]; S is a multiple of 8.

        Returns
        -------
        Tensor, shape (B, 8, S / 8, S / 8)
        """
        x = torch.relu(self.edges(pictures - _DARK))
        x = torch.relu(self.shapes(x))
        found: torch.Tensor = self.last(x)
        return found


@torch.inference_mode()
def see(arrays: Arrays, prefix: str, pictures: Bytes) -> Floats:
    """Apply a trained trunk.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Weights, by their names with `prefix` and a dot before them.
    prefix : str
    pictures : ndarray of uint8, shape (N, S, S)

    Returns
    -------
    ndarray of float64, shape (N, 8, S / 8, S / 8)
        Computed in double precision and rounded, so that another processor or number of
        threads, which sum in another order, gives the same.
    """
    trunk = Trunk().double()
    own = {
        name.removeprefix(f"{prefix}."): torch.from_numpy(array.astype(np.float64))
        for name, array in arrays.items()
        if name.startswith(f"{prefix}.")
    }
    trunk.load_state_dict(own)
    parts = []
    for start in range(0, len(pictures), _BATCH):
        some = torch.from_numpy(pictures[start : start + _BATCH, None].astype(np.float64) / 255)
        parts.append(trunk(some).numpy())
    found = rounded(np.concatenate(parts), DECIMALS)
    return np.asarray(found, dtype=np.float64)


def weights_of(trunk: Trunk, prefix: str) -> dict[str, npt.NDArray[np.float16]]:
    """Write weights down as :func:`see` reads them, at half precision."""
    return {
        f"{prefix}.{name}": tensor.detach().numpy().astype(np.float16)
        for name, tensor in trunk.state_dict().items()
    }
