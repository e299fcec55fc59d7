import numpy as np
import pytest
import trimesh

from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate
from lib.geometry.render import BACKGROUND, cast, render_ring
from lib.geometry.ring import RingParams, cameras
from tests.conftest import from_trimesh

RING = RingParams(size=64)


def test_up_is_up_and_colours_are_read(cone: Mesh) -> None:
    view = render_ring(cone, RING)[0].astype(int)
    drawn = (view != BACKGROUND).any(axis=2)
    rows = np.flatnonzero(drawn.any(axis=1))
    widths = drawn.sum(axis=1)
    assert widths[rows[2]] < widths[rows[-8]], "the tip of the cone must be at the top"
    red, blue = view[..., 0] - view[..., 2] > 40, view[..., 2] - view[..., 0] > 40
    assert np.argwhere(blue)[:, 0].mean() < np.argwhere(red & drawn)[:, 0].mean()


def test_right_is_right_and_not_mirrored() -> None:
    # The camera of view 0 stands on +x and looks along -x: +y is to its right.
    left = trimesh.creation.box(
        (0.2, 0.2, 0.2), trimesh.transformations.translation_matrix([0, -1, 0])
    )
    right = trimesh.creation.box(
        (0.4, 0.4, 0.4), trimesh.transformations.translation_matrix([0, 1, 0])
    )
    mesh = from_trimesh(trimesh.util.concatenate([left, right]))
    drawn = (render_ring(mesh, RING)[0] != BACKGROUND).any(axis=2)
    assert drawn[:, 32:].sum() > 2 * drawn[:, :32].sum() > 0


def test_next_camera_equals_turned_object(cone: Mesh) -> None:
    ring = RingParams(size=64, views=8)
    bump = trimesh.creation.box(
        (0.5, 0.2, 0.3), trimesh.transformations.translation_matrix([1, 0.2, 0.5])
    )
    shape = trimesh.util.concatenate([cone.to_trimesh(), bump])
    # A box about the origin keeps the bounding box's centre on the axis.
    frame = trimesh.creation.cylinder(2.0, 0.05, sections=8)
    mesh = from_trimesh(trimesh.util.concatenate([shape, frame]))
    turned = rotate(mesh, [0, 0, 1], -45)
    a, b = render_ring(mesh, ring)[1], render_ring(turned, ring)[0]
    assert (np.abs(a.astype(int) - b).max(axis=2) > 8).mean() < 0.01


def test_silhouette_of_a_sphere_has_the_right_size() -> None:
    ring = RingParams(size=200, views=1)
    mesh = from_trimesh(trimesh.creation.icosphere(subdivisions=5))
    share = (cast(mesh, ring) >= 0).mean()
    # The unit sphere touches the field of view's edge, its outline is a circle.
    assert share == pytest.approx(np.pi / 4, rel=0.01)


def test_position_and_scale_do_not_matter(cone: Mesh) -> None:
    moved = Mesh(cone.vertices * 40 + [3, -7, 100], cone.faces, cone.colors)
    differ = (render_ring(cone, RING) != render_ring(moved, RING)).any(axis=3)
    assert differ.mean() < 1e-3


def test_winding_does_not_matter(torus: Mesh) -> None:
    flipped = Mesh(torus.vertices, np.ascontiguousarray(torus.faces[:, ::-1]), torus.colors)
    assert (render_ring(torus, RING) == render_ring(flipped, RING)).all()


def test_cameras_are_orthonormal_and_on_the_ring() -> None:
    position, rotation = cameras(RingParams(elevation_deg=20))
    np.testing.assert_allclose(
        rotation @ rotation.transpose(0, 2, 1), np.tile(np.eye(3), (8, 1, 1)), atol=1e-12
    )
    np.testing.assert_allclose(np.linalg.det(rotation), 1)
    height = position[:, 2] / np.linalg.norm(position, axis=1)
    np.testing.assert_allclose(np.degrees(np.arcsin(height)), 20)
