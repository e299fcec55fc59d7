"""Two meshes seen from the same side, and where the surface of one leaves the other's."""

from typing import NamedTuple

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes, Floats
from lib.core.params.render import RingParams
from lib.geometry.align import areas
from lib.geometry.mesh import GREY, Mesh
from lib.geometry.perturb import retessellate
from lib.geometry.render import render_ring
from lib.geometry.ring import rounded
from lib.report import style

SCALES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Distances that the strongest colour may stand for, shares of the diagonal.

Few and round, so that pictures side by side can be compared; the first lies well above
what noise of scanning and rounding leaves, so that equal surfaces stay grey.
"""

STOPS = (GREY, (242, 180, 60), (213, 60, 20), (110, 10, 60))
"""sRGB colours of distances from 0 to the strongest, evenly spaced, mixed in between.

Shading darkens them all alike, so that hue and not lightness tells the distance.
"""

_COVERED = 0.95
_AZIMUTH = 40.0
_FINER = 2
_FINE = 1 / 16
_MOST_FACES = 8_000

Frame = Floats
"""Takes a mesh's coordinates to those it is seen in, shape (4, 4)."""


class Difference(NamedTuple):
    """A mesh whose faces are coloured by distance.

    Attributes
    ----------
    mesh : Mesh
    strongest : float
        The distance that the last of `STOPS` stands for, one of `SCALES`.
    """

    mesh: Mesh
    strongest: float


def front() -> Frame:
    """Return the frame of a mesh that is seen as it stands in its file, a little from the left."""
    cosine, sine = rounded(np.cos, _AZIMUTH), rounded(np.sin, _AZIMUTH)
    turn = np.eye(4)
    turn[:2, :2] = [[cosine, sine], [-sine, cosine]]
    return turn


def beside(frame: Frame, pose: Floats) -> Frame:
    """Return the frame in which one mesh is seen from the same side as another.

    Parameters
    ----------
    frame : ndarray of float64, shape (4, 4)
        Of the other one.
    pose : ndarray of float64, shape (4, 4)
        Takes coordinates of the one to the other's; of any scale, with or without a
        reflection.

    Returns
    -------
    ndarray of float64, shape (4, 4)
        Without a reflection: where the pose has one, the two are seen as left and right
        hand, mirrored from left to right.
    """
    moved = np.asarray(frame @ pose, dtype=np.float64)
    if np.linalg.det(moved[:3, :3]) < 0:
        # The camera stands on +x, so y runs from left to right.
        moved[1] = -moved[1]
    return moved


def view(mesh: Mesh, frame: Frame, side: int) -> Bytes:
    """Draw a mesh.

    Parameters
    ----------
    mesh : Mesh
    frame : ndarray of float64, shape (4, 4)
        From :func:`front` or :func:`beside`.
    side : int
        Width and height, pixels.

    Returns
    -------
    ndarray of uint8, shape (side, side, 3)
        RGB on white; the object fills the picture.
    """
    moved = (mesh.vertices[:, None] * frame[:3, :3]).sum(axis=2) + frame[:3, 3]
    ring = RingParams(views=1, size=_FINER * side)
    drawn = style.trim(render_ring(Mesh(moved, mesh.faces, mesh.colors), ring)[0])
    small = Image.fromarray(drawn).resize((side, side), Image.Resampling.HAMMING)
    return np.asarray(small)


def finer(mesh: Mesh) -> Mesh:
    """Cut large faces, so that one colour a face shows where on it a difference lies."""
    return retessellate(mesh, _FINE, _MOST_FACES)


def coloured(mesh: Mesh, distances: Floats) -> Difference:
    """Colour each face by its distance from another surface.

    Parameters
    ----------
    mesh : Mesh
    distances : ndarray of float64, shape (F,)
        A distance a face, share of the diagonal, >= 0.

    Returns
    -------
    Difference
        The strongest colour stands for the first of `SCALES` that 95 % of the surface does
        not exceed; what lies beyond has it, too.
    """
    order = np.argsort(distances, kind="stable")
    reached = np.cumsum(areas(mesh)[order])
    most = distances[order[np.searchsorted(reached, _COVERED * reached[-1])]]
    strongest = next((scale for scale in SCALES if most <= scale), SCALES[-1])
    place = np.clip(distances / strongest, 0, 1) * (len(STOPS) - 1)
    mixed = [np.interp(place, range(len(STOPS)), channel) for channel in zip(*STOPS, strict=True)]
    colors = np.floor(np.stack(mixed, axis=1) + 0.5).astype(np.uint8)
    return Difference(Mesh(mesh.vertices, mesh.faces, colors), strongest)
