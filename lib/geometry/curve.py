"""Order in space: a curve on which what lies together comes together."""

import numpy as np

from lib.core.arrays import Floats, Ints

_BITS = 10


def along_curve(points: Floats) -> Ints:
    """Order points along the Morton curve of their bounding cube (Morton 1966).

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)

    Returns
    -------
    ndarray of int64, shape (N,)
        Rows of `points`. The cube has 2¹⁰ cells a side; points in one cell keep their
        order.
    """
    low = points.min(axis=0)
    extent = np.ptp(points, axis=0).max()
    top = (1 << _BITS) - 1
    cells = ((points - low) * (top / extent if extent > 0 else 0.0)).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(_BITS):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(code, kind="stable")
