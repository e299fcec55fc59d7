"""Two meshes laid over each other, and what is measured of them there.

Cheap questions come first: a pose in which both surfaces are one ends the search, and a
part is only looked for where the whole does not fit.
"""

from dataclasses import dataclass, replace

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.pose import (
    Frame,
    everywhere,
    frame,
    placed,
    reflected,
    rotations_between,
    turned,
)
from lib.duplicates.relations.registration import (
    Cloud,
    cloud,
    mirror_image,
    misfit,
    polish,
    refine,
)
from lib.duplicates.relations.surfaces import diagonal, gap
from lib.geometry.align import areas
from lib.geometry.mesh import Mesh

_POINTS = 2000
_LOOK = 128
_EXACT = 200
_DIGITS = 6

_CLEAR = 2e-5
"""Share of the diagonal below which nothing is left to improve."""

_SAME = 0.004
"""Share of the diagonal below which no part is looked for."""

_FAR = 0.03
"""Share of the diagonal beyond which a pose is not worth polishing."""

_UNLIKE = 0.15
"""Difference of the spreads from which on two surfaces cannot be one."""

_NEAR = 0.01
"""Share of the diagonal within which a surface counts as covered."""

_FLOOR = 5e-4
_GAIN = 1.5
_COLOUR = 0.01
_REFLECT = np.diag([-1.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two: in its own frame, with points of it."""

    mesh: Mesh
    frame: Frame
    cloud: Cloud
    area: float
    diagonal: float

    def in_units(self, unit: float) -> "_Side":
        """Measure in `unit`, in units of the file, instead of the radius."""
        factor = self.frame.radius / unit
        points = self.cloud.points * factor
        return replace(
            self,
            mesh=Mesh(self.mesh.vertices * factor, self.mesh.faces, self.mesh.colors),
            cloud=Cloud(points, self.cloud.normals, self.cloud.colors),
            area=self.area * factor**2,
            diagonal=self.diagonal * factor,
        )

    def mirror_image(self) -> "_Side":
        """Exchange x for -x."""
        mesh = Mesh(self.mesh.vertices * np.diag(_REFLECT), self.mesh.faces, self.mesh.colors)
        return replace(self, mesh=mesh, frame=reflected(self.frame), cloud=mirror_image(self.cloud))


@dataclass(frozen=True, eq=False)
class _Laid:
    """A pose, and what lies between the surfaces in it; distances as shares of a diagonal."""

    rotation: Floats
    shift: Floats
    distance: float
    colour: float


def compare(a: Mesh, b: Mesh, *, identical: bool = False) -> Evidence:
    """Lay `a` over `b` and measure what is left between them.

    Parameters
    ----------
    a, b : Mesh
        In the units of their files, with an area above zero.
    identical : bool, optional
        The files have the same bytes: nothing is measured.

    Returns
    -------
    Evidence
        Depends on the two meshes alone. Once a pose without a reflection leaves nothing
        between the surfaces, the one with a reflection is not improved any more.
    """
    if identical:
        return Evidence(True, 0.0, 0.0, 1.0, 0.0, 1.0, False, 0.0, np.eye(4))
    one, other = _side(a), _side(b)
    scale = other.frame.radius / one.frame.radius
    image = one.mirror_image()
    proper = _whole(one, other)
    mirrored = _whole(image, other, thorough=proper.distance > _CLEAR)
    reflect = proper.distance + _FLOOR > _GAIN * (mirrored.distance + _FLOOR)
    best = mirrored if reflect else proper
    pose = _matrix(best, one.frame, other.frame, scale, reflect)
    a_is_part = one.area * one.frame.radius**2 < other.area * other.frame.radius**2
    small, large = (one, other) if a_is_part else (other, one)
    unit = large.frame.radius
    small, large = small.in_units(unit), large.in_units(unit)
    if best.distance <= _SAME:
        part = _same_place(best, small, large, a_is_part, reflect)
    else:
        part = _part(small, large)
        if part.distance * 2 < best.distance:
            best = part
            pose = _matrix(part, small.frame, large.frame, 1.0, False)
            pose = pose if a_is_part else np.linalg.inv(pose)
    covered = _covered(part, small, large)
    return Evidence(
        identical=False,
        distance=round(proper.distance, _DIGITS),
        mirrored=round(mirrored.distance, _DIGITS),
        scale=round(scale, _DIGITS),
        inside=round(part.distance, _DIGITS),
        covered=round(covered, _DIGITS),
        a_is_part=bool(a_is_part),
        colour=round(best.colour, _DIGITS),
        pose=pose,
    )


def _side(mesh: Mesh) -> _Side:
    own = frame(mesh)
    unit = placed(mesh, own.centroid, own.radius)
    return _Side(
        unit, own, cloud(unit, _POINTS, mesh.sha256()), float(areas(unit).sum()), diagonal(unit)
    )


def _whole(a: _Side, b: _Side, thorough: bool = True) -> _Laid:
    """Find the pose in which all of `a` lies over all of `b`, both of radius 1."""
    rotations = rotations_between(a.frame, b.frame)
    shifts = np.zeros((len(rotations), 3))
    score = misfit(a.cloud, b.cloud, rotations, shifts, _LOOK)
    order = np.argsort(score, kind="stable")[: 3 if len(rotations) < 5 else 6]
    rotations, shifts = rotations[order], shifts[order]
    first = _between(a, b, rotations[0], shifts[0])
    alike = np.abs(a.frame.spread - b.frame.spread).max() < _UNLIKE
    if not thorough or not alike or first.distance < _CLEAR:
        return first
    rotations, shifts = refine(a.cloud, b.cloud, rotations, shifts, _LOOK, 8)
    score = misfit(a.cloud, b.cloud, rotations, shifts, 2 * _LOOK)
    laid = [first]
    for k in np.argsort(score, kind="stable")[:2]:
        rotation, shift = rotations[k], shifts[k]
        rotation, shift = refine(a.cloud, b.cloud, rotation[None], shift[None], 2 * _LOOK, 4)
        rotation, shift = rotation[0], shift[0]
        tried = _between(a, b, rotation, shift)
        if tried.distance < _FAR:
            points, _ = a.cloud.thinned(_EXACT)
            rotation, shift = polish(points, b.mesh, rotation, shift, 5)
            laid.append(_between(a, b, rotation, shift))
        laid.append(tried)
    return min(laid, key=lambda one: one.distance + _COLOUR * one.colour)


def _between(a: _Side, b: _Side, rotation: Floats, shift: Floats) -> _Laid:
    """Measure both ways."""
    there, colors = a.cloud.thinned(_EXACT)
    onto = gap(b.mesh, turned(there, rotation[None], shift[None])[0], colors)
    back, colors = b.cloud.thinned(_EXACT)
    from_b = gap(a.mesh, turned(back - shift, rotation.T[None], np.zeros((1, 3)))[0], colors)
    distance = (onto.distances.mean() + from_b.distances.mean()) / 2 / b.diagonal
    return _Laid(rotation, shift, float(distance), (onto.colour + from_b.colour) / 2)


def _part(small: _Side, large: _Side) -> _Laid:
    """Find the pose in which `small` lies within the surface of `large`, at their own sizes."""
    as_they_are = (small.frame.centroid - large.frame.centroid) / large.frame.radius
    rotations = np.concatenate(
        [np.eye(3)[None], rotations_between(small.frame, large.frame), everywhere()]
    )
    shifts = np.zeros((len(rotations), 3))
    shifts[0] = as_they_are
    for keep, n, steps in ((len(rotations), 64, 6), (8, _LOOK, 8), (2, 2 * _LOOK, 8)):
        score = misfit(small.cloud, large.cloud, rotations, shifts, n)
        order = np.argsort(score, kind="stable")[:keep]
        rotations, shifts = refine(
            small.cloud, large.cloud, rotations[order], shifts[order], n, steps
        )
    laid = []
    points, colors = small.cloud.thinned(_EXACT)
    for rotation, shift in zip(rotations, shifts, strict=True):
        rotation, shift = polish(points, large.mesh, rotation, shift, 4)
        onto = gap(large.mesh, turned(points, rotation[None], shift[None])[0], colors)
        distance = float(onto.distances.mean()) / large.diagonal
        laid.append(_Laid(rotation, shift, distance, onto.colour))
    return min(laid, key=lambda one: one.distance + _COLOUR * one.colour)


def _same_place(best: _Laid, small: _Side, large: _Side, a_is_part: bool, reflect: bool) -> _Laid:
    """Measure the smaller one at its own size in the pose in which both fit as wholes."""
    rotation = best.rotation @ _REFLECT if reflect else best.rotation
    rotation = rotation if a_is_part else rotation.T
    shift = np.zeros(3)
    points, colors = small.cloud.thinned(_EXACT)
    onto = gap(large.mesh, turned(points, rotation[None], shift[None])[0], colors)
    distance = float(onto.distances.mean()) / large.diagonal
    return _Laid(rotation, shift, distance, onto.colour)


def _covered(part: _Laid, small: _Side, large: _Side) -> float:
    points, colors = large.cloud.thinned(_EXACT)
    back = turned(points - part.shift, part.rotation.T[None], np.zeros((1, 3)))[0]
    away = gap(small.mesh, back, colors).distances
    return float((away < _NEAR * large.diagonal).mean())


def _matrix(laid: _Laid, a: Frame, b: Frame, scale: float, reflect: bool) -> Floats:
    """Write a pose of the frames as one of the files' coordinates, shape (4, 4)."""
    matrix = np.eye(4)
    matrix[:3, :3] = scale * (laid.rotation @ _REFLECT if reflect else laid.rotation)
    unit = b.radius
    matrix[:3, 3] = b.centroid + unit * laid.shift - (matrix[:3, :3] * a.centroid).sum(axis=1)
    return matrix
