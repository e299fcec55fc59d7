"""How vectors are rounded before they are written."""

import numpy as np
import numpy.typing as npt


def rounded(vectors: npt.NDArray[np.floating], decimals: int) -> npt.NDArray[np.float32]:
    """Round to `decimals` digits after the point, without negative zeros.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
    decimals : int

    Returns
    -------
    ndarray of float32, shape (N, D)
        Little-endian on every machine, as in the file.
    """
    return (np.round(np.asarray(vectors, dtype=np.float64), decimals) + 0.0).astype("<f4")
