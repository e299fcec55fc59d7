import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import kstest

from lib.core.rng import generator
from lib.geometry.identity import shape_sha256
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.perturb import (
    cut_away,
    decimate,
    jitter,
    permute,
    random_axis,
    rescale,
    retessellate,
    rotate,
    shift_hue,
)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(30, 180))
def test_rotation_is_rigid(seed: int, angle: float) -> None:
    rng = np.random.default_rng(seed)
    mesh = Mesh.build(rng.standard_normal((12, 3)), rng.permutation(12).reshape(4, 3))
    turned = rotate(mesh, random_axis(rng), angle)
    np.testing.assert_allclose(pdist(turned.vertices), pdist(mesh.vertices), rtol=1e-9)
    edges = [m.triangles[:, 1:] - m.triangles[:, :1] for m in (mesh, turned)]
    volume = [
        np.linalg.det(np.concatenate([e, np.cross(e[:, :1], e[:, 1:])], axis=1)) for e in edges
    ]
    np.testing.assert_allclose(volume[0], volume[1], rtol=1e-6)


def test_rotation_by_a_known_angle() -> None:
    mesh = Mesh.build([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], [[0, 1, 2], [0, 2, 3]])
    np.testing.assert_allclose(rotate(mesh, [0, 0, 5], 90).vertices[0], [1, -1, 0], atol=1e-12)


def test_axes_are_uniform_on_the_sphere() -> None:
    axes = np.array([random_axis(generator(7, f"object-{n}")) for n in range(4000)])
    # Archimedes: every coordinate of a uniform point on the sphere is uniform on [-1, 1].
    for axis in axes.T:
        assert kstest(axis, "uniform", args=(-1, 2)).pvalue > 1e-3


@pytest.mark.parametrize("keep", [0.75, 0.5, 0.25])
def test_decimation_reaches_its_count_and_keeps_colours(cone: Mesh, keep: float) -> None:
    simple = decimate(cone, keep)
    assert len(simple.faces) == pytest.approx(keep * len(cone.faces), rel=0.05)
    height = simple.triangles.mean(axis=1)[:, 2]
    blue = simple.colors[:, 2] > 200
    assert height[blue].min() > 0.85
    assert height[~blue].max() < 1.15


def test_decimation_welds_a_triangle_soup(torus: Mesh) -> None:
    soup = Mesh.build(
        torus.triangles.reshape(-1, 3), np.arange(3 * len(torus.faces)), torus.colors[0]
    )
    assert len(decimate(soup, 0.5).faces) == pytest.approx(0.5 * len(soup.faces), rel=0.05)


def test_decimation_of_next_to_nothing_gives_a_surface() -> None:
    single = Mesh.build([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]])
    assert len(decimate(single, 0.5).faces) == 1


@pytest.mark.parametrize("scale", [0.01, 1.0, 50.0])
def test_noise_has_its_scale(torus: Mesh, scale: float) -> None:
    mesh = Mesh(torus.vertices * scale, torus.faces, torus.colors)
    moved = jitter(mesh, 0.01, generator(1, "a")).vertices - mesh.vertices
    diagonal = np.linalg.norm(np.ptp(mesh.vertices, axis=0))
    assert moved.std() == pytest.approx(0.01 * diagonal, rel=0.05)
    assert abs(moved.mean()) < 0.001 * diagonal


def test_noise_never_tears_a_soup_apart(torus: Mesh) -> None:
    soup = Mesh.build(
        torus.triangles.reshape(-1, 3), np.arange(3 * len(torus.faces)), torus.colors[0]
    )
    moved = jitter(soup, 0.01, generator(1, "a"))
    assert len(np.unique(moved.vertices, axis=0)) == len(np.unique(torus.vertices, axis=0))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_permutation_keeps_the_surface_and_nothing_else(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mesh = normalize(Mesh.build(rng.standard_normal((40, 3)), rng.integers(40, size=(60, 3))))
    mesh = Mesh(mesh.vertices, mesh.faces, rng.integers(256, size=(60, 3)).astype(np.uint8))
    shuffled = permute(mesh, generator(seed, "p"))
    assert shape_sha256(shuffled) == shape_sha256(mesh)
    assert shuffled.sha256() != mesh.sha256()

    def colored(m: Mesh) -> set[tuple[object, ...]]:
        return {
            (tuple(c), frozenset(map(tuple, t))) for c, t in zip(m.colors, m.triangles, strict=True)
        }

    assert colored(shuffled) == colored(mesh)


def test_permutation_keeps_winding(torus: Mesh) -> None:
    assert permute(torus, generator(0, "x")).to_trimesh().volume == pytest.approx(
        torus.to_trimesh().volume
    )


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 255), st.floats(0.01, 0.99))
def test_hue_shift_leaves_grey_alone(level: int, shift: float) -> None:
    grey = np.full((2, 3, 3), level, dtype=np.uint8)
    assert (shift_hue(grey, shift) == grey).all()


def test_hue_shift_by_thirds_permutes_channels() -> None:
    image = np.array([[[200, 30, 30], [10, 250, 60]]], dtype=np.uint8)
    third = shift_hue(image, 1 / 3)
    np.testing.assert_allclose(third, image[..., [2, 0, 1]], atol=1)
    assert (shift_hue(image, 0.2) != image).any(axis=2).all()
    assert (shift_hue(image, 0.0) == image).all()


def soup_of(seed: int, faces: int = 60) -> Mesh:
    rng = np.random.default_rng(seed)
    mesh = Mesh.build(rng.standard_normal((40, 3)), rng.integers(40, size=(faces, 3)))
    distinct = (mesh.faces != np.roll(mesh.faces, 1, axis=1)).all(axis=1)
    colors = rng.integers(256, size=(faces, 3)).astype(np.uint8)
    return Mesh(mesh.vertices, mesh.faces[distinct], colors[distinct])


def area(mesh: Mesh) -> float:
    return float(mesh.to_trimesh().area)


def longest_edge(mesh: Mesh) -> float:
    corners = mesh.triangles
    return float(np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.95))
def test_cutting_away_takes_its_share_from_the_far_side(seed: int, share: float) -> None:
    mesh, direction = soup_of(seed), random_axis(np.random.default_rng(seed + 1))
    rest = cut_away(mesh, 3 * direction, share)
    assert area(rest) == pytest.approx((1 - share) * area(mesh), rel=1e-7)
    level = (rest.vertices @ direction).max()
    # A library's own slice of the same mesh by the same plane keeps the same area.
    points, faces, _ = trimesh.intersections.slice_faces_plane(
        mesh.vertices, mesh.faces, -direction, level * direction
    )
    assert area(Mesh.build(points, faces)) == pytest.approx(area(rest), rel=1e-6)
    assert set(np.unique(rest.faces)) == set(range(len(rest.vertices)))


def test_a_box_cut_in_half_has_a_clean_rim() -> None:
    cube = trimesh.creation.box((2.0, 2.0, 2.0)).subdivide()
    mesh = Mesh.build(cube.vertices, cube.faces)
    half = cut_away(mesh, [0, 0, 1], 0.5)
    assert area(half) == pytest.approx(12)
    assert half.vertices[:, 2].max() == pytest.approx(0, abs=1e-9)
    # The mesh has its own edges at half height: nothing is clipped, no sliver stays.
    assert len(half.faces) == len(mesh.faces) / 2
    assert half.to_trimesh().euler_number == 1
    third = cut_away(mesh, [0, 0, 1], 1 / 3)
    edges = third.to_trimesh().edges_sorted
    rim = edges[trimesh.grouping.group_rows(edges, require_count=1)]
    np.testing.assert_allclose(third.vertices[rim, 2], 0.5, atol=1e-9)
    assert third.to_trimesh().euler_number == 1


def test_faces_that_lie_in_the_cut_stay() -> None:
    flat = Mesh.build([[0.0, 0, 5], [1, 0, 5], [0, 1, 5]], [[0, 1, 2]])
    assert cut_away(flat, [0, 0, 1], 0.5) is flat
    # Base and lid hold a third of a cube each third, so a tenth is less than the lid.
    cube = Mesh.build(*(lambda box: (box.vertices, box.faces))(trimesh.creation.box()))
    assert area(cut_away(cube, [0, 0, 1], 0.1)) == pytest.approx(6)
    assert area(cut_away(cube, [0, 0, 1], 1 / 6 + 0.1)) == pytest.approx(6 * (5 / 6 - 0.1))
    assert area(cut_away(cube, [0, 0, 1], 0.95)) == pytest.approx(1)


def test_a_cut_keeps_colours_and_winding(cone: Mesh) -> None:
    rest = cut_away(cone, [0, 0, 1], 0.2)
    height = rest.triangles.mean(axis=1)[:, 2]
    assert ((rest.colors[:, 2] > 200) == (height > 1.0)).all()
    askew = cut_away(cone, [0.3, -0.2, -1], 0.4)
    # A cone is convex: seen from a point inside, every face looks away.
    outward = askew.triangles.mean(axis=1) - [0, 0, 0.5]
    assert ((outward * askew.to_trimesh().face_normals).sum(axis=1) > 0).all()


def test_rescaling_is_undone_by_normalization(torus: Mesh) -> None:
    moved = Mesh(torus.vertices + np.array([3.0, -2.0, 7.0]), torus.faces, torus.colors)
    large = rescale(moved, 1.7)
    np.testing.assert_allclose(pdist(large.vertices[:50]), 1.7 * pdist(moved.vertices[:50]))
    np.testing.assert_allclose(large.vertices.max(axis=0) + large.vertices.min(axis=0), [6, -4, 14])
    assert normalize(large).sha256() == normalize(moved).sha256()


@pytest.mark.parametrize("max_edge", [1.0, 0.3, 0.1, 0.03])
def test_retessellation_leaves_short_edges_and_the_same_surface(
    cone: Mesh, max_edge: float
) -> None:
    fine = retessellate(cone, max_edge)
    assert longest_edge(fine) <= max_edge * np.linalg.norm(np.ptp(cone.vertices, axis=0)) * 1.000001
    assert area(fine) == pytest.approx(area(cone), rel=1e-8)
    assert fine.to_trimesh().volume == pytest.approx(cone.to_trimesh().volume, rel=1e-8)
    assert fine.to_trimesh().is_watertight
    height = fine.triangles.mean(axis=1)[:, 2]
    assert ((fine.colors[:, 2] > 200) == (height > 1.0)).all()


def test_short_edges_are_left_alone(torus: Mesh) -> None:
    assert (retessellate(torus, 0.5).faces == torus.faces).all()


def test_retessellation_does_not_hang_on_last_bits() -> None:
    # Every quadrangle of a cube's side is symmetric: noise would choose its diagonal.
    cube = trimesh.creation.box().subdivide()
    noise = np.random.default_rng(0).uniform(-1e-14, 1e-14, cube.vertices.shape)
    plain, noisy = (
        retessellate(Mesh.build(points, cube.faces), 0.07)
        for points in (cube.vertices, cube.vertices + noise)
    )
    assert (plain.faces == noisy.faces).all()


def test_long_slivers_stop_at_the_most_faces() -> None:
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    tips = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
    spread = tips + np.roll(tips, 100, axis=0) * 1e-5
    corners = np.stack([-tips, tips, spread], axis=1).reshape(-1, 3)
    soup = Mesh.build(corners, np.arange(1200))
    few, many = retessellate(soup, 0.01, 5_000), retessellate(soup, 0.01)
    assert len(soup.faces) < len(few.faces) <= 5_000 < len(many.faces)
    assert area(few) == pytest.approx(area(soup), rel=1e-3)
    assert longest_edge(soup) > longest_edge(few) > longest_edge(many)
    assert (retessellate(soup, 0.01, 10).faces == soup.faces).all()
