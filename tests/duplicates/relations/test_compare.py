"""What is measured of pairs whose relation is known."""

import subprocess
import sys

import numpy as np
import pytest
import trimesh

from lib.core.params.copies import CopiesParams
from lib.duplicates.relations.compare import compare
from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.surfaces import face_distances
from lib.duplicates.relations.table import evidence_row
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import cut_away, permute, rescale, retessellate
from lib.objects.copies import copy_recipe
from lib.objects.recipe import make

PARAMS = CopiesParams()


def copy_of(mesh: Mesh, kind: str, item: str = "lamp_0003") -> Mesh:
    return make(copy_recipe(kind, 3, item, PARAMS), mesh, 3, f"{item}.{kind}")


def both_ways(a: Mesh, b: Mesh) -> list[Evidence]:
    return [compare(a, b), compare(b, a)]


def test_the_same_bytes_need_no_measuring(lamp: Mesh) -> None:
    found = compare(lamp, lamp, identical=True)
    assert found.identical
    assert (found.distance, found.mirrored, found.scale, found.colour) == (0, 0, 1, 0)


def test_two_equal_meshes_lie_on_each_other(lamp: Mesh) -> None:
    found = compare(lamp, lamp)
    assert found.distance == 0
    assert found.mirrored > 0.005
    assert (found.inside, found.covered, found.colour, found.scale) == (0, 1, 0, 1)


def test_a_turn_and_another_order_change_nothing(lamp: Mesh) -> None:
    copy = copy_of(lamp, "re-exported")
    for found in both_ways(lamp, copy):
        assert found.distance <= 1e-6
        assert found.mirrored > 0.005
        assert found.colour == 0
    np.testing.assert_allclose(face_distances(lamp, copy, compare(lamp, copy).pose), 0, atol=1e-6)


def test_other_colours_are_seen_where_the_surfaces_meet(lamp: Mesh) -> None:
    copy = copy_of(lamp, "recoloured")
    off = np.abs(lamp.colors[0].astype(float) - copy.colors[0]).mean() / 255
    for found in both_ways(lamp, copy):
        assert found.distance <= 1e-6
        assert found.colour == pytest.approx(off, abs=1e-6)


def test_size_is_measured(lamp: Mesh) -> None:
    large = rescale(copy_of(lamp, "re-exported"), 1.7)
    assert compare(lamp, large).scale == pytest.approx(1.7, abs=1e-5)
    assert compare(large, lamp).scale == pytest.approx(1 / 1.7, abs=1e-5)
    assert compare(lamp, large).distance <= 1e-6


def test_a_small_change_of_size_is_no_noise(lamp: Mesh) -> None:
    copy = copy_of(lamp, "re-meshed")
    assert compare(lamp, copy).scale == pytest.approx(1, abs=0.01)
    assert compare(lamp, rescale(copy, 1.05)).scale == pytest.approx(1.05, abs=0.01)


def test_left_and_right_exchanged(lamp: Mesh) -> None:
    copy = copy_of(lamp, "mirrored")
    for a, b in ((lamp, copy), (copy, lamp)):
        found = compare(a, b)
        assert found.mirrored <= 1e-6
        assert found.distance > 0.005
        assert np.linalg.det(found.pose[:3, :3]) == pytest.approx(-1)
        np.testing.assert_allclose(face_distances(a, b, found.pose), 0, atol=1e-6)


@pytest.mark.parametrize("shape", ["torus", "table", "grey_box", "cone"])
def test_a_symmetric_shape_is_its_own_mirror_image(
    shape: str, request: pytest.FixtureRequest
) -> None:
    mesh = request.getfixturevalue(shape)
    found = compare(mesh, copy_of(mesh, "mirrored"))
    assert found.distance <= 2e-5
    assert np.linalg.det(found.pose[:3, :3]) > 0


def test_noise_and_other_triangles_stay_near(lamp: Mesh) -> None:
    for item in ("lamp_0001", "lamp_0002", "lamp_0003", "lamp_0004"):
        for found in both_ways(lamp, copy_of(lamp, "re-meshed", item)):
            assert 1e-4 < found.distance < 0.004
            assert found.mirrored > found.distance
            assert found.scale == pytest.approx(1, abs=0.03)


def test_a_part_lies_within_the_whole(lamp: Mesh) -> None:
    part = copy_of(lamp, "part-of")
    for a, b in ((lamp, part), (part, lamp)):
        found = compare(a, b)
        assert found.a_is_part == (a is part)
        assert found.distance > 0.004
        assert found.inside <= 1e-5
        assert 0.5 < found.covered < 0.9
        assert np.linalg.det(found.pose[:3, :3]) == pytest.approx(1)
        part_of_whole = face_distances(lamp, part, np.eye(4) if a is part else found.pose)
        if a is lamp:
            np.testing.assert_allclose(part_of_whole, 0, atol=1e-5)


def test_a_part_without_a_common_triangle_is_found_all_the_same(lamp: Mesh) -> None:
    part = copy_of(retessellate(cut_away(lamp, (1, 0.2, 0.3), 0.3), 0.1), "re-exported")
    found = compare(part, retessellate(lamp, 0.07))
    assert found.a_is_part
    assert found.inside < 5e-4


def test_colours_choose_among_poses_that_are_equal_by_shape(grey_box: Mesh) -> None:
    """A square post painted on one side fits in eight poses, but for the paint."""
    shape = trimesh.creation.box((1.0, 1.0, 2.0)).subdivide().subdivide()
    paint = np.where(shape.face_normals[:, :1] > 0.9, (220, 30, 30), (90, 90, 90))
    mesh = Mesh.build(shape.vertices, shape.faces, paint)
    for item in ("a", "b", "c", "d"):
        found = compare(mesh, copy_of(mesh, "re-exported", item))
        assert found.distance <= 1e-5
        assert found.colour < 0.01
    bare = Mesh.build(shape.vertices, shape.faces, grey_box.colors[0])
    assert compare(mesh, bare).colour > 0.1


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_units_and_origin_do_not_matter(lamp: Mesh, unit: float, offset: float) -> None:
    copy = copy_of(lamp, "re-exported")
    here, there = (
        Mesh(mesh.vertices * unit + offset * unit, mesh.faces, mesh.colors) for mesh in (lamp, copy)
    )
    found = compare(here, there)
    assert found.distance <= 1e-6
    assert found.scale == pytest.approx(1, abs=1e-6)
    assert face_distances(here, there, found.pose).max() < 1e-5


ODD = {
    "one face": Mesh.build([[0.0, 0, 0], [1, 0, 0], [0, 2, 0]], [[0, 1, 2]]),
    "sheet": Mesh.build([[0.0, 0, 0], [3, 0, 0], [3, 2, 0], [0, 2, 0]], [[0, 1, 2], [0, 2, 3]]),
    "slivers": Mesh.build(
        [[0.0, 0, 0], [1, 0, 0], [2, 0, 0], [0, 1e-9, 0], [0, 1, 1]],
        [[0, 1, 2], [0, 1, 3], [0, 2, 4], [1, 1, 4]],
    ),
    "unused and doubled vertices": Mesh.build(
        [[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1], [9e9, 9e9, 9e9]],
        [[0, 1, 2], [3, 1, 4], [0, 1, 2]],
    ),
}


@pytest.mark.parametrize("a", list(ODD))
@pytest.mark.parametrize("b", list(ODD))
def test_odd_meshes_give_finite_evidence(a: str, b: str) -> None:
    found = compare(ODD[a], ODD[b])
    assert all(np.isfinite(value) for value in evidence_row(found).values())
    assert np.isfinite(found.pose).all()
    assert found.scale > 0
    assert 0 <= found.covered <= 1
    if a == b:
        assert found.distance <= 1e-6


@pytest.mark.slow
def test_unlike_shapes_are_far_apart(lamp: Mesh, table: Mesh, torus: Mesh) -> None:
    for a, b in ((lamp, table), (lamp, torus), (table, torus)):
        for found in both_ways(a, b):
            assert min(found.distance, found.mirrored) > 0.02
            assert found.inside > 0.005


def test_evidence_depends_on_the_surfaces_alone(lamp: Mesh) -> None:
    copy = copy_of(lamp, "re-meshed")
    shuffled = permute(copy, np.random.default_rng(4))
    first, second = compare(lamp, copy), compare(lamp, shuffled)
    assert first.distance == pytest.approx(second.distance, rel=0.1)
    again = compare(lamp, copy)
    assert evidence_row(again) == evidence_row(first)
    assert again.pose.tobytes() == first.pose.tobytes()


SCRIPT = """
import numpy as np, trimesh
from lib.duplicates.relations.compare import compare
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import cut_away, jitter
knot = trimesh.creation.torus(1.0, 0.3, major_sections=24, minor_sections=12)
whole = Mesh.build(knot.vertices * [1, 0.7, 1.2], knot.faces)
for other in (jitter(whole, 0.002, np.random.default_rng(1)), cut_away(whole, (1, 2, 0), 0.3)):
    print(compare(whole, other).pose.tobytes().hex())
"""


@pytest.mark.slow
def test_the_bytes_hang_neither_on_threads_nor_on_the_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={"OMP_NUM_THREADS": n, "OPENBLAS_NUM_THREADS": n, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for n in ("1", "2", "1")
    }
    assert len(answers) == 1
