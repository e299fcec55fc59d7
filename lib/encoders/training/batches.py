"""Which shapes meet in a batch, and which two clouds of each."""

import numpy as np

from lib.core.arrays import Ints
from lib.encoders.training.clouds import COPIES, PER_SHAPE

NOISY = next(place for place, (tier, _) in enumerate(COPIES, start=1) if tier == 3)
"""Which cloud of a shape is its copy in the manner of tier 3, the hardest to recognise."""


def in_runs(classes: Ints, run: int, rng: np.random.Generator) -> Ints:
    """Shuffle shapes so that some of a class follow each other.

    What a shape is most easily mistaken for is another of its class: batches cut from
    this order have more of those than chance would give them.

    Parameters
    ----------
    classes : ndarray of int64, shape (S,)
    run : int
        Shapes of a class in a row; what is left of a class makes a shorter run.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (S,)
        A permutation.
    """
    runs = []
    for label in np.unique(classes):
        members = rng.permutation(np.flatnonzero(classes == label))
        runs += [members[start : start + run] for start in range(0, len(members), run)]
    return np.concatenate([runs[index] for index in rng.permutation(len(runs))])


def two_clouds(count: int, noisy_share: float, rng: np.random.Generator) -> Ints:
    """Choose two different clouds of each shape.

    Parameters
    ----------
    count : int
        Shapes.
    noisy_share : float
        Share of them whose second cloud is `NOISY`; the others' are any two.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (count, 2)
        Places among the clouds of a shape.
    """
    picked = rng.permuted(np.tile(np.arange(PER_SHAPE), (count, 1)), axis=1)
    pairs = picked[:, :2]
    other = np.where(picked[:, 0] == NOISY, picked[:, 1], picked[:, 0])
    noisy = rng.random(count) < noisy_share
    return np.where(noisy[:, None], np.stack([other, np.full(count, NOISY)], axis=1), pairs)
