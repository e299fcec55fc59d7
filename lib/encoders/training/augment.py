"""What happens to a point cloud each time it is shown: nothing that makes it another object."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.encoders._frames import REACH, STEPS

JITTER = 0.03
"""Most noise of a cloud's points, standard deviation, root mean square radii."""

TURN = 0.03
"""Standard deviation of a turn about each axis, radians."""

NOISE = 0.003
"""What an altered copy's moments are taken to be off by, as a share of their trace: axes
turn by it over the difference of their variances, freely where these are equal."""

_PLANES = ((0, 1), (1, 2), (0, 2))


def variances(clouds: npt.NDArray[np.int16]) -> Floats:
    """Variance along each axis, as a share of the sum.

    Parameters
    ----------
    clouds : ndarray of int16, shape (..., N, 3)

    Returns
    -------
    ndarray of float64, shape (..., 3)
    """
    squares = (clouds.astype(np.float64) ** 2).mean(axis=-2)
    return np.asarray(squares / squares.sum(axis=-1, keepdims=True))


def shown(
    clouds: npt.NDArray[np.int16],
    spread: Floats,
    n_points: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.float32]:
    """Draw some of the points of each cloud, turn them a little, and add noise.

    Parameters
    ----------
    clouds : ndarray of int16, shape (B, N, 3)
    spread : ndarray of float64, shape (B, 3)
        From :func:`variances`.
    n_points : int
        Divides N. Every so many-th point is taken, from a random one on.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (B, n_points, 3)
        In root mean square radii.
    """
    count, available, _ = clouds.shape
    step = available // n_points
    index = rng.integers(0, step, count)[:, None] + step * np.arange(n_points)
    points = clouds[np.arange(count)[:, None], index].astype(np.float32) * np.float32(REACH / STEPS)
    turned = np.einsum("bni,bji->bnj", points, _turns(spread, rng).astype(np.float32))
    sigma = JITTER * rng.random((count, 1, 1), dtype=np.float32)
    noise = rng.standard_normal(turned.shape, dtype=np.float32)
    return np.asarray(turned + noise * sigma)


def _turns(spread: Floats, rng: np.random.Generator) -> Floats:
    turn = np.broadcast_to(np.eye(3), (len(spread), 3, 3)).copy()
    for i, j in _PLANES:
        gap = np.maximum(np.abs(spread[:, i] - spread[:, j]), 1e-6)
        # A half turn either way is any turn there is.
        angle = rng.standard_normal(len(spread)) * np.minimum(TURN + NOISE / gap, np.pi)
        one = np.broadcast_to(np.eye(3), turn.shape).copy()
        one[:, i, i] = one[:, j, j] = np.cos(angle)
        one[:, i, j], one[:, j, i] = -np.sin(angle), np.sin(angle)
        turn = one @ turn
    return turn
