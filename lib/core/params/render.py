"""The section `render` of params.yaml, apart from the others: a view's hash covers it."""

from pydantic import Field

from lib.core.params.section import Section


class RingParams(Section):
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

    views: int = Field(default=8, ge=1, le=64)
    size: int = Field(default=224, ge=16, le=1024)
    elevation_deg: float = Field(default=20.0, ge=-89, le=89)
    fov_deg: float = Field(default=30.0, ge=5, le=120)
