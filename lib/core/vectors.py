"""Cosine similarity that is the same on every machine, up to a declared tolerance."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats

TIE_TOLERANCE = 1e-10
"""Cosines that differ by no more than this are equal.

Another BLAS kernel, thread count or block size moves a float64 cosine by some
1e-15. A tolerance keeps true ties tied under such shifts; rounding to decimals
would tear apart those that straddle a rounding boundary.
"""


def unit(vectors: npt.ArrayLike) -> Floats:
    """Scale rows to length 1.

    Parameters
    ----------
    vectors : array-like, shape (N, D)
        Any numeric type and any scale that float64 holds.

    Returns
    -------
    ndarray of float64, shape (N, D)

    Raises
    ------
    ValueError
        If the array is not a matrix, or a row is zero or not finite; the
        message names the first such row.
    """
    rows = np.array(vectors, dtype=np.float64, order="C")
    if rows.ndim != 2:
        raise ValueError(f"vectors must have shape (N, D), got {rows.shape}")
    peak = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    for name, bad in (("not finite", ~np.isfinite(peak[:, 0])), ("zero", peak[:, 0] == 0)):
        if bad.any():
            raise ValueError(f"row {int(np.flatnonzero(bad)[0])} is {name} and has no direction")
    # Squares of very large or very small entries would overflow or vanish.
    rows /= peak
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def require_unit(rows: Floats, name: str) -> None:
    """Check that rows have length 1, as :func:`unit` makes them.

    A matrix is scaled once, by whoever has it whole; what ranks and mines takes parts
    of it, many times.

    Raises
    ------
    ValueError
        If `rows` is no matrix, or the length of a row is not 1; the message names the
        first such row.
    """
    if rows.ndim != 2:
        raise ValueError(f"{name} must have shape (N, D), got {rows.shape}")
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))
    bad = np.flatnonzero(~(np.abs(lengths - 1) <= TIE_TOLERANCE))
    if len(bad):
        raise ValueError(f"row {bad[0]} of {name} has length {lengths[bad[0]]:g}, scale it first")
