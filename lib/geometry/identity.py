"""What makes two meshes the same object, however their files were written."""

import hashlib

import numpy as np

from lib.geometry.mesh import Mesh

_DECIMALS = 4


def shape_sha256(mesh: Mesh) -> str:
    """Hash the surface: equal for meshes that differ in order, position or scale.

    Parameters
    ----------
    mesh : Mesh
        Normalised (`lib.geometry.mesh.normalize`).

    Returns
    -------
    str
        SHA-256 over the sorted triangles, coordinates rounded to 4 digits.
        Colour does not count, winding neither.
    """
    corners = np.round(mesh.triangles, _DECIMALS) + 0.0
    for key in (2, 1, 0):
        order = np.argsort(corners[:, :, key], axis=1, kind="stable")
        corners = np.take_along_axis(corners, order[:, :, None], axis=1)
    flat = corners.reshape(len(corners), 9)
    return hashlib.sha256(np.unique(flat, axis=0).astype("<f8").tobytes()).hexdigest()
