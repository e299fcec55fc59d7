"""Spherical harmonics, for all encoders that describe what lies on spheres."""

import numpy as np
from scipy.special import sph_harm_y

from lib.core.arrays import Floats


def real_harmonics(polar: Floats, azimuth: Floats, degrees: int) -> Floats:
    """Real orthonormal spherical harmonics.

    Parameters
    ----------
    polar, azimuth : ndarray of float64, shape (N,)
        Angle from the z axis and angle about it, radians.
    degrees : int
        Degrees 0 to `degrees` - 1.

    Returns
    -------
    ndarray of float64, shape (N, degrees²)
        Degree l in the columns l² to (l + 1)² - 1, by its order from -l to l.
    """
    columns = []
    for degree in range(degrees):
        for order in range(-degree, degree + 1):
            value = sph_harm_y(degree, abs(order), polar, azimuth)
            part = value.imag if order < 0 else value.real
            columns.append(part * (np.sqrt(2) if order else 1.0))
    return np.stack(columns, axis=1)
