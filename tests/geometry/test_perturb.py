import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import kstest

from lib.geometry.identity import shape_sha256
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.perturb import decimate, jitter, permute, random_axis, rotate, shift_hue
from lib.rng import generator


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
