"""Tell whether a row is another row, turned, scaled or padded.

Cosines between objects survive every rotation, reflection, scaling and zero-padding of
an embedding. Two rows whose cosines agree, over pairs of objects that are chosen
once for all, are one row.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.retrieval.bootstrap import Floats
from lib.retrieval.similarity import unit
from lib.rng import generator

OBJECTS = 256
"""Objects whose cosines are compared: 32,640 pairs."""

COPY = 0.02
"""Distance below which a row is a copy. Rounding to float16 moves the rows of this
repository's encoders by 0.0004 at most, noise of a hundredth of each vector's length
by 0.017 at most; two different ones are 1.05 to 2.9 apart."""

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
    ndarray of float64, shape (P,)
        P is 32,640, or fewer in a small manifest.
    """
    rows = np.flatnonzero(~objects["content_sha256"].duplicated().to_numpy())
    rng = generator(_SEED, "objects that tell rows apart")
    chosen = np.sort(rng.choice(rows, min(OBJECTS, len(rows)), replace=False))
    units = unit(vectors[chosen])
    return np.asarray((units @ units.T)[np.triu_indices(len(chosen), k=1)])


def distance(one: Floats, other: Floats) -> float:
    """Compare two fingerprints.

    Returns
    -------
    float
        Root mean square of the difference, in units of the larger standard
        deviation of the two; 0 for copies, about 1.4 for unrelated rows of the
        same mean.
    """
    spread = max(float(one.std()), float(other.std()))
    apart = float(np.sqrt(((one - other) ** 2).mean()))
    return apart / spread if spread > 0 else float(apart > 0)


def verdict(apart: float) -> Literal["copy", "kin", "different"]:
    """Say what a distance means."""
    return "copy" if apart < COPY else "kin" if apart < KIN else "different"
