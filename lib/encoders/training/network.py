"""The PointNet as it is trained: in floating point, with batch normalisation."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from lib.encoders._frames import FLIPS, REACH, STEPS

_CHUNK = 32

_LARGEST = 128
"""Most that the weights of a channel may add up to, when 1 is the most that it is to reach."""

_LEAST = 1e-12


class Network(nn.Module):
    """What :class:`lib.encoders._pointnet.PointNet` computes, differentiable.

    Batch normalisation stands after the pooling alone: on every point it would take
    longer than all the rest.

    Parameters
    ----------
    points : sequence of int
        Widths of the point layers.
    hidden : int
        Width of the head's hidden layer.
    dim : int
        Length of a vector.
    """

    def __init__(self, points: Sequence[int], hidden: int, dim: int) -> None:
        super().__init__()
        self.points = nn.ModuleList(nn.Linear(*pair) for pair in pairwise([3, *points]))
        self.pooled = nn.BatchNorm1d(2 * points[-1])
        self.first = nn.Linear(2 * points[-1], hidden)
        self.normed = nn.BatchNorm1d(hidden)
        self.last = nn.Linear(hidden, dim)

    def forward(self, points: torch.Tensor) -> torch.Tensor:
        """Embed clouds, averaged over the four frames.

        Parameters
        ----------
        points : Tensor of float32, shape (B, N, 3)
            In root mean square radii.

        Returns
        -------
        Tensor of float32, shape (B, dim)
        """
        flips = torch.from_numpy(FLIPS).to(points.dtype)
        x = (points[:, None] * flips[:, None]).reshape(-1, 3)
        for layer in self.points:
            x = torch.relu_(layer(x))
        x = x.view(len(points) * len(FLIPS), points.shape[1], -1)
        # Not amax, whose gradient visits every point.
        pooled = torch.cat([x.max(dim=1).values, x.mean(dim=1)], dim=1)
        hidden = torch.relu(self.normed(self.first(self.pooled(pooled))))
        vectors: torch.Tensor = self.last(hidden)
        return vectors.view(len(points), len(FLIPS), -1).mean(dim=1)


@torch.inference_mode()
def export(
    network: Network, clouds: npt.NDArray[np.int16], n_points: int
) -> dict[str, npt.NDArray[np.float32]]:
    """Write a network down as :class:`lib.encoders._pointnet.PointNet` reads it.

    Batch normalisation goes into the weights, and each hidden channel is scaled so that
    1 is the most that it reaches on `clouds`, less where it hardly ever wakes; the layer
    after takes the scale back, which changes nothing, as ReLU commutes with it.

    Parameters
    ----------
    network : Network
    clouds : ndarray of int16, shape (B, N, 3)
        What was learned from, see :func:`~lib.encoders.training.clouds.point_clouds`.
    n_points : int
        Points of a cloud to look at: the first of each run of ``N / n_points``.

    Returns
    -------
    dict of str to ndarray
    """
    points = [
        (layer.weight.double(), layer.bias.double())
        for layer in network.points
        if isinstance(layer, nn.Linear)
    ]
    reach = [torch.zeros(len(b), dtype=torch.float64) for _, b in points]
    flips = torch.from_numpy(FLIPS).double()
    for start in range(0, len(clouds), _CHUNK):
        some = clouds[start : start + _CHUNK, :: clouds.shape[1] // n_points]
        x = torch.from_numpy(some * (REACH / STEPS))
        x = (x[:, None] * flips[:, None]).reshape(-1, 3)
        for (weight, bias), most in zip(points, reach, strict=True):
            x = torch.relu(x @ weight.T + bias)
            torch.maximum(most, x.amax(dim=0), out=most)
    given = torch.full((3,), REACH, dtype=torch.float64)
    for i, most in enumerate(reach):
        weight, bias = points[i]
        # A channel that hardly ever wakes would get weights that leave no bits for sums.
        possible = weight.abs() @ given + bias.abs()
        gives = torch.maximum(most, possible / _LARGEST).clamp(min=_LEAST)
        given = given if i else torch.ones_like(given)
        points[i] = (weight * given / gives[:, None], bias / gives)
        given = gives
    head = _folded(network, torch.cat([given, given]))
    arrays = {}
    for part, pairs in (("point", points), ("head", head)):
        for i, (weight, bias) in enumerate(pairs):
            arrays[f"{part}.{i}.weight"] = weight.numpy().astype(np.float32)
            arrays[f"{part}.{i}.bias"] = bias.numpy().astype(np.float32)
    return arrays


def _folded(network: Network, given: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weights and biases of the head with the normalisations in them, float64.

    Parameters
    ----------
    network : Network
    given : Tensor of float64, shape (2 C,)
        What one unit of each pooled channel is worth.
    """
    gain, offset = _affine(network.pooled)
    weight, bias = network.first.weight.double(), network.first.bias.double()
    weight, bias = weight * gain, weight @ offset + bias
    gain, offset = _affine(network.normed)
    first = (weight * gain[:, None] * given, bias * gain + offset)
    return [first, (network.last.weight.double(), network.last.bias.double())]


def _affine(norm: nn.BatchNorm1d) -> tuple[torch.Tensor, torch.Tensor]:
    assert norm.running_mean is not None
    assert norm.running_var is not None
    gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    return gain, norm.bias.double() - norm.running_mean.double() * gain
