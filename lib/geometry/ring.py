"""The ring that the cameras stand on."""

import functools

import numpy as np

from lib.core.arrays import Floats
from lib.core.params.render import RingParams

_DIGITS = 12

DEFAULT_RING = RingParams()


@functools.lru_cache(maxsize=4)
def cameras(ring: RingParams) -> tuple[Floats, Floats]:
    """Return camera positions, shape (views, 3), and rotations, shape (views, 3, 3).

    The rows of a rotation are the camera's right, up and backward axes in world
    coordinates.
    """
    # The system's sine differs between processors in its last bit, its twelfth digit
    # does not; all that follows is made of products and sums.
    azimuth = 2 * np.pi * np.arange(ring.views) / ring.views
    east, north = np.round(np.cos(azimuth), _DIGITS), np.round(np.sin(azimuth), _DIGITS)
    level, rise = rounded(np.cos, ring.elevation_deg), rounded(np.sin, ring.elevation_deg)
    back = np.stack([level * east, level * north, np.full(ring.views, rise)], axis=1)
    right = np.stack([-north, east, np.zeros(ring.views)], axis=1)
    up = np.stack([-rise * east, -rise * north, np.full(ring.views, level)], axis=1)
    distance = 1.0 / rounded(np.sin, ring.fov_deg / 2)
    return back * distance, np.stack([right, up, back], axis=1)


def rounded(function: np.ufunc, degrees: float) -> float:
    """Value of a trigonometric function, to as many digits as all processors agree on."""
    return round(float(function(np.radians(degrees))), _DIGITS)
