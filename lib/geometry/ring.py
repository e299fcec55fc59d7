"""The ring that the cameras stand on."""

import functools

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

_DIGITS = 12


class RingParams(BaseModel):
    """Where the cameras stand and how large the pictures are.

    Attributes
    ----------
    views : int
        Cameras on the ring, evenly spaced about the up axis, the first on +x.
    size : int
        Width and height of a view, pixels.
    elevation_deg : float
        Height of the ring above the horizon, degrees.
    fov_deg : float
        Full field of view, degrees; the unit sphere just fits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    views: int = Field(default=8, ge=1, le=64)
    size: int = Field(default=224, ge=16, le=1024)
    elevation_deg: float = Field(default=20.0, ge=-89, le=89)
    fov_deg: float = Field(default=30.0, ge=5, le=120)


DEFAULT_RING = RingParams()


@functools.lru_cache(maxsize=4)
def cameras(ring: RingParams) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
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
