from typing import Any

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from lib.core.arrays import Floats
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders.shape_fingerprint import (
    EULER_END,
    MIDDLES,
    SHARES,
    ShapeFingerprint,
    measure,
    on_half_circles,
)
from lib.geometry.mesh import Mesh, check
from lib.geometry.perturb import jitter, permute
from tests.encoders.conftest import contract_meshes


def _mesh(shape: trimesh.Trimesh) -> Mesh:
    return Mesh.build(shape.vertices, shape.faces)


def _two_parts() -> Mesh:
    away = trimesh.creation.box([0.4, 0.7, 1.1]).apply_translation([2.0, 0.3, 0.1])
    return _mesh(trimesh.util.concatenate([trimesh.creation.cone(1, 1.5), away]))


MESHES = {
    **contract_meshes(),
    "torus": _mesh(trimesh.creation.torus(1, 0.3)),
    "two parts": _two_parts(),
    "open": _mesh(trimesh.creation.cone(1, 1).slice_plane([0, 0, 0.4], [0.2, 0, 1])),
}


def _encode(mesh: Mesh) -> Floats:
    return ShapeFingerprint(EmbedParams()).encode([Shape("x", check(mesh, "x"))])[0]


def _moved(mesh: Mesh, turn: Rotation, scale: float, shift: Floats) -> Mesh:
    return Mesh(turn.apply(mesh.vertices) * scale + shift, mesh.faces, mesh.colors)


def test_a_ball_is_all_ball() -> None:
    ratios, euler = measure(_mesh(trimesh.creation.icosphere(5)))
    assert euler == 2
    assert ratios.pop("offset") == pytest.approx(0, abs=1e-9)
    # A thousandth of the hull's area to the power of 1.5 is about a hundredth of the volume.
    assert ratios.pop("solidity") == pytest.approx(1 / (1 + 6 * np.sqrt(np.pi) / 1000), rel=1e-3)
    for name, value in ratios.items():
        assert value == pytest.approx(1, rel=2e-3), name


def test_a_cube() -> None:
    ratios, euler = measure(MESHES["cube"])
    assert euler == 2
    assert ratios["surface_ball"] == pytest.approx(np.sqrt(np.pi / 6))
    assert ratios["hull_ball"] == pytest.approx(np.sqrt(np.pi / 6))
    assert ratios["solidity"] == pytest.approx(1 / (1 + 6**1.5 / 1000))
    assert ratios["area_over_hull"] == pytest.approx(1)
    assert ratios["spread_over_hull"] == pytest.approx(1)
    assert ratios["hull_area_by_width"] == pytest.approx(6 / (np.pi * 1.5**2))
    assert ratios["width_over_reach"] == pytest.approx(1.5 / np.sqrt(3))
    assert ratios["radius_over_reach"] == pytest.approx(np.sqrt(5 / 9))
    assert [ratios[name] for name in SHARES if "axis" in name] == pytest.approx([1] * 4)


def test_a_torus_has_a_hole() -> None:
    ratios, euler = measure(_mesh(trimesh.creation.torus(1, 0.3, 128, 128)))
    assert euler == 0
    volume, area = 2 * np.pi**2 * 0.3**2, 4 * np.pi**2 * 0.3
    expected = 6 * np.sqrt(np.pi) * volume / area**1.5
    assert ratios["surface_ball"] == pytest.approx(expected, rel=2e-3)
    assert ratios["hull_ball"] > ratios["surface_ball"]
    assert ratios["surface_second_axis"] == pytest.approx(1)


def test_an_open_box_has_its_centroid_below_that_of_its_hull() -> None:
    box = trimesh.creation.box()
    open_box = Mesh.build(box.vertices, box.faces[(box.triangles_center[:, 2] < 0.5)])
    ratios, euler = measure(open_box)
    assert euler == 1
    assert ratios["area_over_hull"] == pytest.approx(5 / 6)
    # Four walls at height 0 and a floor at -1/2.
    low = -0.1
    square = 4 * (1 / 4 + 1 / 12 + 1 / 12) + (1 / 4 + 1 / 6)
    radius = np.sqrt(square / 5 - low**2)
    assert ratios["offset"] == pytest.approx(-low / radius)
    # The cone from the rim, a square at height 1/2, to the centroid is missing.
    assert ratios["surface_ball"] == pytest.approx(6 * np.sqrt(np.pi) * (1 - 0.2) / 5**1.5)


def test_each_number_has_the_same_say() -> None:
    vector = on_half_circles(*measure(_two_parts()))
    assert len(vector) == ShapeFingerprint.dim
    half = len(vector) // 2
    np.testing.assert_allclose(np.hypot(vector[:half], vector[half:]), 1)


def test_halfway_is_where_the_constants_say() -> None:
    middle = {**MIDDLES, **dict.fromkeys(SHARES, 0.5)}
    half = ShapeFingerprint.dim // 2
    np.testing.assert_allclose(on_half_circles(middle, 0), [0] * half + [1] * half, atol=1e-12)


def test_euler_numbers_count_up_to_an_end() -> None:
    ratios, _ = measure(MESHES["cube"])
    found = {n: on_half_circles(ratios, n) for n in (-5000, -1000, -2, 0, 2, 4, 1000, 5000)}
    np.testing.assert_array_equal(found[5000], found[EULER_END])
    np.testing.assert_array_equal(found[-5000], found[-EULER_END])
    place = ShapeFingerprint.dim // 2 - 1
    along = [found[n][place] for n in (-1000, -2, 0, 2, 4, 1000)]
    np.testing.assert_allclose(along[::5], [1, -1])
    assert (np.diff(along) < -0.01).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", MESHES)
@given(data=st.data())
def test_neither_pose_nor_place_nor_size_counts(name: str, data: Any) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    scale = 10.0 ** data.draw(st.integers(-150, 10))
    shift = data.draw(st.integers(-3, 3)) * scale * np.array([1.0, -2.0, 0.5])
    moved = _moved(MESHES[name], Rotation.random(rng=rng), scale, shift)
    np.testing.assert_allclose(_encode(moved), _encode(MESHES[name]), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", MESHES)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_in_the_file_does_not_count_at_all(name: str, seed: int) -> None:
    mesh = MESHES[name]
    shuffled = permute(mesh, np.random.default_rng(seed))
    np.testing.assert_array_equal(_encode(shuffled), _encode(mesh))


@given(
    st.lists(st.tuples(*[st.integers(-4, 4)] * 3), min_size=3, max_size=12, unique=True),
    st.data(),
)
def test_any_mesh_has_a_fingerprint(points: list[tuple[int, ...]], data: Any) -> None:
    corner = st.integers(0, len(points) - 1)
    faces = data.draw(st.lists(st.tuples(corner, corner, corner), min_size=1, max_size=20))
    mesh = Mesh.build(points, faces)
    corners = mesh.triangles
    if not np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).any():
        return
    ratios, _ = measure(mesh)
    for name in SHARES:
        assert -1e-9 <= ratios[name] <= 1 + 1e-9, name
    for name in MIDDLES:
        assert 0 <= ratios[name] < np.inf, name
    assert np.isfinite(_encode(mesh)).all()


@pytest.mark.parametrize("name", MESHES)
def test_a_little_noise_changes_little(name: str) -> None:
    noisy = jitter(MESHES[name], 1e-9, np.random.default_rng(2))
    np.testing.assert_allclose(_encode(noisy), _encode(MESHES[name]), atol=1e-5)


def test_a_soup_is_its_surface() -> None:
    mesh = _two_parts()
    soup = Mesh.build(mesh.triangles.reshape(-1, 3), np.arange(3 * len(mesh.faces)))
    np.testing.assert_array_equal(_encode(soup), _encode(mesh))
    assert measure(soup)[1] == 4


def test_faces_that_occur_twice_count_once() -> None:
    mesh = _two_parts()
    twice = Mesh.build(mesh.vertices, np.concatenate([mesh.faces, mesh.faces[::2]]))
    np.testing.assert_array_equal(_encode(twice), _encode(mesh))


def test_only_the_volume_is_lost_where_faces_are_listed_both_ways() -> None:
    mesh = _two_parts()
    both = Mesh.build(mesh.vertices, np.concatenate([mesh.faces, mesh.faces[:, ::-1]]))
    found, expected = measure(both), measure(mesh)
    lost = {"surface_ball": 0.0, "solidity": 0.0}
    assert found == ({**expected[0], **lost}, expected[1])


def test_the_side_that_faces_are_seen_from_does_not_count() -> None:
    mesh = _two_parts()
    turned = Mesh.build(mesh.vertices, mesh.faces[:, ::-1])
    np.testing.assert_array_equal(_encode(turned), _encode(mesh))


def test_a_missing_face_is_a_small_loss() -> None:
    whole = _mesh(trimesh.creation.icosphere(3))
    ratios, euler = measure(Mesh.build(whole.vertices, whole.faces[1:]))
    assert euler == 1
    for name, value in measure(whole)[0].items():
        assert ratios[name] == pytest.approx(value, abs=5e-3), name


@pytest.mark.parametrize("name", ["plate", "triangle"])
def test_what_is_flat_has_no_volume(name: str) -> None:
    ratios, euler = measure(MESHES[name])
    assert euler == 1
    for part in ("surface_ball", "solidity", "hull_ball", "surface_third_axis", "hull_third_axis"):
        assert ratios[part] == pytest.approx(0, abs=1e-9), part
    assert ratios["area_over_hull"] == pytest.approx(0.5)
    assert ratios["spread_over_hull"] == pytest.approx(1)
    assert ratios["offset"] == pytest.approx(0, abs=1e-9)


def test_vertices_without_a_face_do_not_count() -> None:
    mesh = MESHES["spike"]
    more = Mesh(np.append(mesh.vertices, [[50.0, 60.0, 70.0]], axis=0), mesh.faces, mesh.colors)
    np.testing.assert_array_equal(_encode(more), _encode(mesh))


def test_unlike_objects_are_not_almost_parallel() -> None:
    vectors = np.stack([_encode(mesh) for mesh in MESHES.values()])
    cosines = vectors @ vectors.T / (ShapeFingerprint.dim / 2)
    np.testing.assert_allclose(np.diag(cosines), 1)
    apart = cosines[np.triu_indices(len(cosines), 1)]
    assert np.median(apart) < 0.8
    assert apart.min() < 0.3
