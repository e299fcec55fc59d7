"""Submitted vectors as stage `embed` writes them: every score of a row is one of these."""

import numpy as np
import numpy.typing as npt

from lib.core.rounding import rounded
from lib.encoders.submitted.loading import Vectors

DECIMALS = 9
"""Digits after the point that are kept. The vectors' median length is 1 by then, and
float32 holds about as many."""


def as_written(vectors: Vectors) -> npt.NDArray[np.float64]:
    """Divide by the median length and round, so that rounding treats all authors alike.

    Parameters
    ----------
    vectors : ndarray of float16 or float32, shape (N, D)
        Finite, none zero.

    Returns
    -------
    ndarray of float64, shape (N, D)
        What :func:`lib.core.files.read_vectors` reads back after these were written with
        `DECIMALS` digits. Cosines, and who is longer than whom, stay up to rounding; a
        vector that is far too short or long becomes zero or infinite, which
        :func:`lib.encoders.submitted.reading.read_checked` refuses.
    """
    wide = vectors.astype(np.float64)
    evened = wide / np.median(np.sqrt((wide**2).sum(axis=1)))
    # Infinity is refused with the name of its row.
    with np.errstate(over="ignore"):
        return rounded(evened, DECIMALS).astype(np.float64)
