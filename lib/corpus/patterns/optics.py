"""From a mask to what is printed of it: partially coherent light, then a resist.

Light that is partially coherent is a sum of coherent systems that do not interfere (Hopkins
1953; Cobb 1998): the intensity is a weighted sum of squared amplitudes, each of them the mask
under the kernel of one system. Here the kernels are Gaussians, where a simulator takes the
eigenfunctions of a real lens; what follows from partial coherence (corners are rounded, ends
are drawn back, neighbours help each other, and what is small does not print) follows from
these as well.
"""

from functools import lru_cache

import numpy as np

from lib.core.arrays import Bools, Bytes, Floats
from lib.core.params.sections import PatternsParams

_BITS = 20
_REACH = 4.0

PRINTED = 128
"""Least grey of what counts as printed."""


def simulated(mask: Bools, params: PatternsParams) -> Bytes:
    """Expose and develop a mask.

    Parameters
    ----------
    mask : ndarray of bool, shape (S, S)
    params : PatternsParams
        Kernels, dose, threshold and contrast.

    Returns
    -------
    ndarray of uint8, shape (S, S)
        What of the resist is printed, 0 to 255: rounded once, and from `PRINTED` on where
        the exposure reaches the threshold. No pixel depends on the processor, and a mask
        that is turned by 90 degrees, or mirrored, gives the same image so turned.
    """
    exposure = params.dose * aerial_image(mask, params.blur, params.weights)
    return np.round(255 * resist(exposure, params.threshold, params.contrast)).astype(np.uint8)


def aerial_image(mask: Bools, blur: tuple[float, ...], weights: tuple[float, ...]) -> Floats:
    """Intensity of the light, ``sum_k w_k (G_k * M)^2``, 1 where all is open.

    Parameters
    ----------
    mask : ndarray of bool, shape (S, S)
        All around it is dark.
    blur : tuple of float
        Standard deviations of the kernels, pixels.
    weights : tuple of float
        Of the squared amplitudes; they add up to 1.

    Returns
    -------
    ndarray of float64, shape (S, S)
    """
    intensity = np.zeros(mask.shape)
    for sigma, weight in zip(blur, weights, strict=True):
        intensity += weight * amplitude(mask, sigma) ** 2
    return intensity


def amplitude(mask: Bools, sigma: float) -> Floats:
    """Mask under a Gaussian kernel.

    Parameters
    ----------
    mask : ndarray of bool, shape (S, S)
    sigma : float
        Standard deviation, pixels. The kernel ends at four of them.

    Returns
    -------
    ndarray of float64, shape (S, S)
        In [0, 1]. Sums are of whole numbers below 2^53, exact in any order.
    """
    blurring = _blurring(len(mask), sigma)
    return np.asarray((blurring @ mask.astype(np.float64) @ blurring.T) / 4.0**_BITS)


def resist(exposure: Floats, threshold: float, contrast: float) -> Floats:
    """Share of the resist that is printed.

    A smooth step, ``r^2 (3 - 2 r)`` of ``r = 1/2 + contrast (exposure - threshold)``, cut off
    at 0 and 1: one half at the threshold, all or nothing from a distance of
    ``1 / (2 contrast)`` on. No library's exponential takes part, which processors round
    differently.
    """
    ramp = np.clip(0.5 + contrast * (exposure - threshold), 0.0, 1.0)
    return np.asarray(ramp * ramp * (3.0 - 2.0 * ramp))


@lru_cache(maxsize=8)
def _blurring(size: int, sigma: float) -> Floats:
    """Whole numbers, shape (size, size), that blur a column: each row a kernel of sum 2^20."""
    reach = int(_REACH * sigma + 0.5)
    offsets = np.arange(-reach, reach + 1)
    kernel = np.exp(-0.5 * (offsets / sigma) ** 2)
    whole = np.round(kernel / kernel.sum() * 2**_BITS)
    whole[reach] += 2**_BITS - whole.sum()
    rows, columns = np.indices((size, size))
    away = np.abs(rows - columns)
    return np.asarray(np.where(away <= reach, whole[reach + np.minimum(away, reach)], 0.0))
