"""Ring views by ray casting: no GPU, no display, the same pixels everywhere.

Embree answers one question, which triangle a ray meets first. Colour is then a
table look-up by triangle, computed in float64 from the triangle's own normal, so
that the only thing taken from single-precision ray tracing is an integer.
"""

import functools

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from lib.geometry.mesh import Mesh, face_normals, normalize
from lib.geometry.open3d import open3d

BACKGROUND = 255
"""Grey value, 0-255, where no surface is hit."""

_AMBIENT = 0.34
# Lights ride with the camera (right, up, towards the viewer), so that every view
# of the ring is lit alike and no side of an object stays black.
_LIGHTS = (((-0.45, 0.65, 0.61), 0.56), ((0.75, 0.10, 0.65), 0.22))


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


def render_ring(mesh: Mesh, ring: RingParams = DEFAULT_RING) -> npt.NDArray[np.uint8]:
    """Render `mesh` from every camera of the ring.

    Parameters
    ----------
    mesh : Mesh
        Any position and scale; it is fitted into the view.
    ring : RingParams, optional

    Returns
    -------
    ndarray of uint8, shape (views, size, size, 3)
        RGB, row 0 at the top, flat shaded on white.
    """
    fitted = normalize(mesh)
    hit = cast(fitted, ring)
    images = np.empty((*hit.shape, 3), dtype=np.uint8)
    for image, shades, faces in zip(images, _shade(fitted, ring), hit, strict=True):
        # One look-up of a four-byte colour is several times faster than one of three bytes.
        image[:] = shades[faces].view(np.uint8).reshape(*faces.shape, 4)[..., :3]
    return images


def cast(mesh: Mesh, ring: RingParams) -> npt.NDArray[np.int64]:
    """Find the face behind every pixel.

    Parameters
    ----------
    mesh : Mesh
        Inside the unit sphere.

    Returns
    -------
    ndarray of int64, shape (views, size, size)
        Face index, or -1 where the ray meets nothing.
    """
    scene = open3d().t.geometry.RaycastingScene(nthreads=1)
    scene.add_triangles(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32))
    hits = scene.cast_rays(_rays(ring), nthreads=1)["primitive_ids"].numpy()
    return np.asarray(hits.view(np.int32), dtype=np.int64)


@functools.lru_cache(maxsize=4)
def cameras(ring: RingParams) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return camera positions, shape (views, 3), and rotations, shape (views, 3, 3).

    The rows of a rotation are the camera's right, up and backward axes in world
    coordinates.
    """
    azimuth = 2 * np.pi * np.arange(ring.views) / ring.views
    elevation = np.radians(ring.elevation_deg)
    back = np.stack(
        [
            np.cos(elevation) * np.cos(azimuth),
            np.cos(elevation) * np.sin(azimuth),
            np.full(ring.views, np.sin(elevation)),
        ],
        axis=1,
    )
    right = np.stack([-np.sin(azimuth), np.cos(azimuth), np.zeros(ring.views)], axis=1)
    up = np.cross(back, right)
    distance = 1.0 / np.sin(np.radians(ring.fov_deg) / 2)
    return back * distance, np.stack([right, up, back], axis=1)


@functools.lru_cache(maxsize=4)
def _rays(ring: RingParams) -> npt.NDArray[np.float32]:
    position, rotation = cameras(ring)
    half = np.tan(np.radians(ring.fov_deg) / 2)
    step = half * ((np.arange(ring.size) + 0.5) * 2 / ring.size - 1)
    x, y = np.meshgrid(step, -step)
    local = np.stack([x, y, np.full_like(x, -1.0)], axis=-1)
    direction = np.einsum("hwk,vkj->vhwj", local, rotation)
    origin = np.broadcast_to(position[:, None, None, :], direction.shape)
    return np.concatenate([origin, direction], axis=-1).astype(np.float32)


def _shade(mesh: Mesh, ring: RingParams) -> npt.NDArray[np.uint32]:
    """Colour of each face in each view, shape (views, F + 1), as bytes R, G, B and one spare.

    The last is the background, which the index -1 of a miss finds.
    """
    position, rotation = cameras(ring)
    normals = face_normals(mesh)
    centers = mesh.triangles.mean(axis=1)
    table = np.full((ring.views, len(mesh.faces) + 1, 4), BACKGROUND, dtype=np.uint8)
    for view in range(ring.views):
        # Files disagree about winding, so a face is lit on the side that is seen.
        facing = np.sign(np.einsum("fk,fk->f", normals, position[view] - centers))
        seen = (normals * facing[:, None]) @ rotation[view].T
        light = np.full(len(seen), _AMBIENT)
        for direction, strength in _LIGHTS:
            light += strength * np.clip(seen @ np.asarray(direction), 0, None)
        lit = mesh.colors * light[:, None]
        table[view, :-1, :3] = np.clip(np.round(lit, 6) + 0.5, 0, 255).astype(np.uint8)
    return table.view(np.uint32)[..., 0]
