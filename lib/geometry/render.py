"""Ring views: no GPU, no display, the same bytes on every processor."""

import numpy as np

from lib.core.arrays import Bytes, Ints
from lib.core.params.render import RingParams
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.perturb import shift_hue
from lib.geometry.raster import CODE, draw, paint, project
from lib.geometry.ring import DEFAULT_RING, cameras, rounded
from lib.geometry.shading import LIGHTS, planes, shade

BACKGROUND = 255
"""Grey value, 0-255, where no surface is hit."""

_WHITE = BACKGROUND * 0x010101


def render_ring(mesh: Mesh, ring: RingParams = DEFAULT_RING, hue: float = 0.0) -> Bytes:
    """Render `mesh` from every camera of the ring.

    Parameters
    ----------
    mesh : Mesh
        Any position and scale; it is fitted into the view.
    ring : RingParams, optional
    hue : float, optional
        By how much the hue of every pixel is turned, see
        :func:`lib.geometry.perturb.shift_hue`.

    Returns
    -------
    ndarray of uint8, shape (views, size, size, 3)
        RGB, row 0 at the top, flat shaded on white. Neither the order of vertices,
        faces or corners nor winding shows; of faces at the same depth that whose
        colour is the greatest number (red, then green, then blue) is seen.
    """
    fitted = normalize(mesh)
    surface = planes(fitted.vertices, fitted.faces)
    codes = np.stack(
        [
            shade(surface, fitted.colors, *camera, LIGHTS)
            for camera in zip(*cameras(ring), strict=True)
        ]
    )
    colors, place = np.unique(np.append(codes, _WHITE), return_inverse=True)
    # A colour's place stands for it while drawing: few colours, all turned at once.
    places = np.where(codes < 0, -1, place[:-1].reshape(codes.shape))
    keys = _drawn(fitted, ring, places, background=place[-1])
    rgb = np.stack([colors >> shift & 255 for shift in (16, 8, 0)], axis=-1).astype(np.uint8)
    return paint(keys, shift_hue(rgb, hue))


def cast(mesh: Mesh, ring: RingParams) -> Ints:
    """Find the face behind every pixel.

    Parameters
    ----------
    mesh : Mesh
        Inside the unit sphere.

    Returns
    -------
    ndarray of int64, shape (views, size, size)
        Face index, or -1 where there is none. Of faces at the same depth it is the
        last; in :func:`render_ring` it is the one whose colour is the greatest
        number, so that pictures do not depend on the order of faces.
    """
    surface = planes(mesh.vertices, mesh.faces)
    index = np.where(surface.any(axis=1), np.arange(len(mesh.faces)), -1)
    keys = _drawn(mesh, ring, np.broadcast_to(index, (ring.views, len(index))), background=-1)
    return np.where(keys < 0, -1, keys & CODE)


def _drawn(mesh: Mesh, ring: RingParams, codes: Ints, background: int) -> Ints:
    """Draw a code a face and view, shape (views, F), into keys of depth and code."""
    keys = np.full((ring.views, ring.size, ring.size), background, dtype=np.int64)
    half = rounded(np.tan, ring.fov_deg / 2)
    for view, code, position, rotation in zip(keys, codes, *cameras(ring), strict=True):
        draw(project(mesh.vertices, position, rotation, half, ring.size), mesh.faces, code, view)
    return keys
