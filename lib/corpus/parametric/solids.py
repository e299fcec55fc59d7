"""Unit solids, made once by trimesh and kept: a mesh has dozens of each."""

import functools
from typing import Literal

import numpy as np
import trimesh
from numpy.typing import ArrayLike

from lib.core.arrays import Floats, Ints


@functools.cache
def template(
    kind: Literal["box", "cylinder", "sphere", "cushion"], sections: int = 0
) -> tuple[Floats, Ints]:
    """Vertices, shape (V, 3), and faces, shape (F, 3), of a unit solid; read-only.

    Parameters
    ----------
    kind : str
        ``box`` of edge 1 and ``sphere`` of radius 1 about the origin; ``cylinder``
        of radius 1 from z = 0 to 1, with 4 sections a square column whose sides
        face the axes; ``cushion``, a sphere that touches its bounding cube in
        small facets, without a vertex on a plane of symmetry but for its poles.
    sections : int
        Sides of a cylinder or sphere, steps a quarter circle of a cushion.
    """
    if kind == "box":
        part = trimesh.creation.box()
    elif kind == "cylinder":
        part = trimesh.creation.cylinder(1.0, 1.0, sections=sections)
        part.apply_translation((0, 0, 0.5))
    elif kind == "sphere":
        part = trimesh.creation.uv_sphere(radius=1.0, count=(sections // 2, sections))
    else:
        # Half a step off the axes leaves the sides flat; the stretch takes them back to full size.
        angles = np.radians(90) * (np.arange(sections) + 0.5) / sections
        stretch = 1 / np.cos(angles[0])
        arc = np.column_stack([np.sin(angles) * stretch, np.cos(angles)]) * stretch
        profile = np.vstack([[0, -arc[0, 1]], arc * [1, -1], arc[::-1], [0, arc[0, 1]]])
        part = trimesh.creation.revolve(profile, sections=4 * sections)
    vertices = np.array(part.vertices)
    if kind == "cushion" or (kind == "cylinder" and sections == 4):
        half = np.radians(45 / (sections if kind == "cushion" else 1))
        turned = [[np.cos(half), np.sin(half), 0], [-np.sin(half), np.cos(half), 0], [0, 0, 1]]
        vertices = vertices @ np.array(turned)
    # Rounded, since signs and powers would blow up the noise of what should be zero.
    vertices, faces = np.round(vertices, 12), np.array(part.faces)
    vertices.flags.writeable = faces.flags.writeable = False
    return vertices, faces


def stand(vertices: Floats, start: ArrayLike, end: ArrayLike) -> Floats:
    """Put a solid of unit height along z between two points, by the least rotation.

    Parameters
    ----------
    vertices : ndarray of float64, shape (V, 3)
        z = 0 goes to `start`, z = 1 to `end`; x and y keep their lengths.
    """
    tip = np.subtract(end, start).astype(float)
    length = float(np.sqrt((tip**2).sum()))
    x, y, z = tip / length
    if z < -0.999999:
        axes = np.diag([1.0, -1.0, -1.0])
    else:
        k = 1 / (1 + z)
        axes = np.array(
            [[1 - k * x * x, -k * x * y, -x], [-k * x * y, 1 - k * y * y, -y], [x, y, z]]
        )
    return np.asarray((vertices * [1, 1, length]) @ axes + np.asarray(start, dtype=float))
