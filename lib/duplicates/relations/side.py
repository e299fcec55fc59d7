"""One of two surfaces that are held against each other, and what lies between both."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.pose import Frame, frame, placed, reflected, turned
from lib.duplicates.relations.registration import Cloud, cloud, mirror_image
from lib.duplicates.relations.surfaces import diagonal, gap
from lib.geometry.align import areas
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree

POINTS = 200
"""Points of a surface whose exact distances from the other are averaged."""

COLOUR = 0.01
"""How much a wrong colour counts beside a distance of one diagonal."""

_CLOUD = 2000
_FLIP = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False)
class Side:
    """A surface in its own frame, centroid at the origin.

    Attributes
    ----------
    mesh : Mesh
        Of radius 1, or in another unit after :meth:`in_units`.
    frame : Frame
        In the coordinates of the file.
    cloud : Cloud
        Points of `mesh`.
    area, diagonal : float
        Of the surface, and of its bounding box, in the mesh's units.
    """

    mesh: Mesh
    frame: Frame
    cloud: Cloud
    area: float
    diagonal: float

    @cached_property
    def tree(self) -> FaceTree:
        """Search tree of the faces."""
        return FaceTree.of(self.mesh)

    def in_units(self, unit: float) -> "Side":
        """Measure in `unit`, in units of the file, instead of the radius."""
        factor = self.frame.radius / unit
        return replace(
            self,
            mesh=Mesh(self.mesh.vertices * factor, self.mesh.faces, self.mesh.colors),
            cloud=Cloud(self.cloud.points * factor, self.cloud.normals, self.cloud.colors),
            area=self.area * factor**2,
            diagonal=self.diagonal * factor,
        )

    def mirror_image(self) -> "Side":
        """Exchange x for -x."""
        mesh = Mesh(self.mesh.vertices * _FLIP, self.mesh.faces, self.mesh.colors)
        return replace(self, mesh=mesh, frame=reflected(self.frame), cloud=mirror_image(self.cloud))


@dataclass(frozen=True, eq=False)
class Laid:
    """Two sides in a pose.

    Attributes
    ----------
    rotation : ndarray of float64, shape (3, 3)
    shift : ndarray of float64, shape (3,)
        Take the one side's coordinates to the other's, in its units.
    distance : float
        Mean distance of the surfaces, as a share of the other's diagonal.
    colour : float
        Mean difference of the colours, in [0, 1].
    """

    rotation: Floats
    shift: Floats
    distance: float
    colour: float

    @property
    def cost(self) -> float:
        """What to choose a pose by: of those that are equal by shape, the right colours."""
        return self.distance + COLOUR * self.colour


def side(mesh: Mesh) -> Side:
    """Measure a mesh, in the units of its file and with an area above zero."""
    own = frame(mesh)
    unit = placed(mesh, own.centroid, own.radius)
    points = cloud(unit, _CLOUD, mesh.sha256())
    return Side(unit, own, points, float(areas(unit).sum()), diagonal(unit))


def lay(a: Side, b: Side, rotation: Floats, shift: Floats) -> Laid:
    """Measure both ways how far `a` lies from `b` in a pose."""
    there, back = onto(a, b, rotation, shift), within(a, b, rotation, shift)
    distance = (there.distance + float(back.mean()) / b.diagonal) / 2
    return Laid(rotation, shift, distance, there.colour)


def onto(a: Side, b: Side, rotation: Floats, shift: Floats) -> Laid:
    """Measure one way only, from `a` to `b`."""
    points, colors = a.cloud.thinned(POINTS)
    distances, colour = gap(b.tree, turned(points, rotation[None], shift[None])[0], colors)
    return Laid(rotation, shift, float(distances.mean()) / b.diagonal, colour)


def within(a: Side, b: Side, rotation: Floats, shift: Floats) -> Floats:
    """Measure the other way, from points of `b` to `a`, in their units, shape (P,)."""
    points, colors = b.cloud.thinned(POINTS)
    back = turned(points - shift, rotation.T[None], np.zeros((1, 3)))[0]
    return gap(a.tree, back, colors).distances
