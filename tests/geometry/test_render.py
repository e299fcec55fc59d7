import tarfile
from pathlib import Path

import numpy as np
import pytest
import trimesh

from lib.core.params.render import RingParams
from lib.corpus.files import load_mesh
from lib.corpus.parametric.corpus import class_names, make
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.perturb import permute, rotate, shift_hue
from lib.geometry.render import BACKGROUND, cast, render_ring
from lib.geometry.ring import cameras
from lib.geometry.shading import planes
from tests.conftest import from_trimesh
from tests.geometry import embree

RING = RingParams(size=64)
OFF42 = Path(__file__).resolve().parents[3] / "shared/data/modelnet40-off42.tar.xz"


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


def test_neither_order_nor_corners_show(cone: Mesh) -> None:
    """Two coplanar discs of other colours, one of them doubled: a rule decides, not the file."""
    disc = trimesh.creation.cylinder(1.0, 0.4, sections=7)
    parts = [cone, from_trimesh(disc, (9, 200, 30)), from_trimesh(disc.subdivide(), (200, 9, 90))]
    counts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    mesh = Mesh(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([p.faces + n for p, n in zip(parts, counts[:-1], strict=True)]),
        np.concatenate([part.colors for part in parts]),
    )
    expected = render_ring(mesh, RING)
    assert len(np.unique(expected.reshape(-1, 3), axis=0)) > 20
    for seed in range(4):
        shuffled = permute(mesh, np.random.default_rng(seed))
        np.testing.assert_array_equal(render_ring(shuffled, RING), expected)


def test_the_picture_is_that_of_the_nearest_faces(torus: Mesh) -> None:
    """Each pixel has the colour that its face has where it stands alone."""
    fitted = normalize(torus)
    images, faces = render_ring(fitted, RING), cast(fitted, RING)
    assert ((images != BACKGROUND).any(axis=3) == (faces >= 0)).all()
    for face in np.unique(faces[faces >= 0])[::40]:
        lone = Mesh(fitted.vertices, fitted.faces, np.zeros_like(fitted.colors))
        lone.colors[face] = fitted.colors[face]
        own = faces == face
        np.testing.assert_array_equal(render_ring(lone, RING)[own], images[own])
        assert (render_ring(lone, RING)[~own & (faces >= 0)] == 0).all()


@pytest.mark.parametrize("hue", [0.25, 0.6])
def test_hue_is_turned_pixel_by_pixel(cone: Mesh, hue: float) -> None:
    np.testing.assert_array_equal(
        render_ring(cone, RING, hue), shift_hue(render_ring(cone, RING), hue)
    )


def agreement(mesh: Mesh, ring: RingParams) -> float:
    """Share of the pixels that show the same colour as with Embree's faces."""
    fitted = normalize(mesh)
    table = np.vstack([fitted.colors, [BACKGROUND] * 3])
    ours, theirs = table[cast(fitted, ring)], table[embree.cast(fitted, ring)]
    return float((ours == theirs).all(axis=-1).mean())


@pytest.mark.parametrize("name", class_names())
def test_embree_sees_the_same(name: str) -> None:
    assert agreement(make(name, 3), RingParams(views=4)) > 0.995


@pytest.mark.slow
def test_embree_sees_the_same_of_real_shapes(tmp_path: Path) -> None:
    """Forty-two files of ModelNet40: soups, doubled and coplanar faces, slivers."""
    if not OFF42.exists():
        pytest.skip("the real shapes are not at hand (shared/data)")
    with tarfile.open(OFF42) as archive:
        archive.extractall(tmp_path, filter="data")
    paths = sorted(tmp_path.rglob("*.off"))
    assert len(paths) == 42
    for path in paths:
        mesh = load_mesh(path)
        assert agreement(painted(mesh), RingParams(views=2)) > 0.995, path.name


def painted(mesh: Mesh) -> Mesh:
    """Give each face the colour of its plane: of coplanar faces any may be seen."""
    normals = np.abs(planes(mesh.vertices, mesh.faces)[:, :3])
    return Mesh(mesh.vertices, mesh.faces, np.round(normals * 255).astype(np.uint8))


def test_cameras_are_orthonormal_and_on_the_ring() -> None:
    position, rotation = cameras(RingParams(elevation_deg=20))
    np.testing.assert_allclose(
        rotation @ rotation.transpose(0, 2, 1), np.tile(np.eye(3), (8, 1, 1)), atol=1e-12
    )
    np.testing.assert_allclose(np.linalg.det(rotation), 1)
    height = position[:, 2] / np.linalg.norm(position, axis=1)
    np.testing.assert_allclose(np.degrees(np.arcsin(height)), 20)
