"""Tell whether a row is another row, turned, scaled, padded or moved.

Cosines between objects survive every rotation, reflection, scaling and zero-padding of
an embedding, and those of centred vectors also a shift of all by the same vector. Two
rows whose cosines agree, over pairs of objects that are chosen once for all, are
one row.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats
from lib.core.rng import generator
from lib.core.vectors import unit

OBJECTS = 256
"""Objects whose cosines are compared: 32,640 pairs."""

COPY = 0.02
"""Distance below which a row is a copy. Rounding to float16 moves the rows of this
repository's encoders by 0.0006 at most, also shifted by as much as they are long; noise
of a hundredth of each vector's length by 0.017. Two different ones are 0.7 to 1.2
apart; the nearest are one and another that builds on it."""

KIN = 0.3
"""Distance below which rows are too near for strangers."""

_SEED = 4


def fingerprint(vectors: npt.NDArray[np.floating], objects: pd.DataFrame) -> Floats:
    """Cosines between some objects of different content, the same for every row.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
        Finite, no row zero.
    objects : pandas.DataFrame
        The manifest, N rows.

    Returns
    -------
    ndarray of float64, shape (3, P)
        Of the vectors, of the vectors less their mean, and of their directions less
        the mean direction. P is 32,640, or fewer in a small manifest.
    """
    rows = np.flatnonzero(~objects["content_sha256"].duplicated().to_numpy())
    rng = generator(_SEED, "objects that tell rows apart")
    chosen = np.sort(rng.choice(rows, min(OBJECTS, len(rows)), replace=False))
    # float16 would overflow where lengths are summed.
    wide, units = vectors.astype(np.float64), unit(vectors)
    looks = (units, wide - wide.mean(axis=0), units - units.mean(axis=0))
    return np.stack([_cosines(look[chosen]) for look in looks])


def distance(one: Floats, other: Floats) -> float:
    """Compare two fingerprints.

    Each of the three looks at one row is compared with each at the other, since vectors
    that were centred and then normalised look like the other's centred ones.

    Parameters
    ----------
    one, other : ndarray of float64, shape (L, P)

    Returns
    -------
    float
        Root mean square of the difference, in units of the larger standard
        deviation of the two, for the looks that agree best; 0 for copies, about 1.4
        for unrelated rows of the same mean and spread.
    """
    return min(_apart(a, b) for a in one for b in other)


def verdict(apart: float) -> Literal["copy", "kin", "different"]:
    """Say what a distance means."""
    return "copy" if apart < COPY else "kin" if apart < KIN else "different"


def _cosines(vectors: Floats) -> Floats:
    """Cosines of all pairs of rows; 0 with a row that lies in the origin."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return np.asarray((units @ units.T)[np.triu_indices(len(units), k=1)])


def _apart(one: Floats, other: Floats) -> float:
    spread = max(float(one.std()), float(other.std()))
    apart = float(np.sqrt(((one - other) ** 2).mean()))
    return apart / spread if spread > 0 else float(apart > 0)
