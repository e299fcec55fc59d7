from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.corpus.files.contents import Contents, Refused
from lib.geometry.mesh import MAX_FACES
from tests.corpus.files.gltf.build import FACES, TETRA, File, corners, volume

HALF = float(np.sqrt(0.5))
INSTANCING = "EXT_mesh_gpu_instancing"


def shown(contents: Contents) -> list:
    """Lowest corners of the parts."""
    return [np.round(part.vertices.min(axis=0), 6).tolist() for part in contents.parts]


def test_places_of_parents_scales_and_turns_are_chained(tmp_path: Path) -> None:
    file = File()
    mesh = file.mesh(file.primitive())
    child = file.node(False, mesh=mesh, rotation=[0, 0, HALF, HALF], translation=[4, 0, 0])
    middle = file.node(False, children=[child], translation=[0, 0, 1])
    file.node(mesh=mesh, scale=[2, 3, 4], children=[middle])
    top, bottom = file.read(tmp_path).parts
    assert corners(top) == (TETRA * [2, 3, 4])[FACES].tolist()
    # A quarter turn about z takes (x, y) to (-y, x); then shifts and the scale of the parent.
    turned = np.column_stack([-TETRA[:, 1], TETRA[:, 0], TETRA[:, 2]])
    expected = np.add(turned, [4, 0, 1]) * [2, 3, 4]
    np.testing.assert_allclose(bottom.vertices[bottom.faces], expected[FACES], atol=1e-12)


def test_matrix_counts_by_columns(tmp_path: Path) -> None:
    file = File()
    matrix = [1, 0, 0, 0, 5, 1, 0, 0, 0, 0, 1, 0, 7, 8, 9, 1]
    file.node(mesh=file.mesh(file.primitive()), matrix=matrix)
    expected = [[x + 5 * y + 7, y + 8, z + 9] for x, y, z in TETRA]
    (part,) = file.read(tmp_path).parts
    assert corners(part) == np.array(expected)[FACES].tolist()


def test_rotations_need_not_have_length_one(tmp_path: Path) -> None:
    file = File()
    file.node(mesh=file.mesh(file.primitive()), rotation=[2, 0, 0, 2])
    (part,) = file.read(tmp_path).parts
    expected = np.column_stack([TETRA[:, 0], -TETRA[:, 2], TETRA[:, 1]])
    np.testing.assert_allclose(part.vertices, expected, atol=1e-12)


@pytest.mark.parametrize(
    "place",
    [
        {"scale": [-1, 1, 1]},
        {"matrix": [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]},
        {"scale": [-1, -2, -1], "rotation": [0, 0, 1, 0]},
    ],
)
def test_mirrored_parts_still_face_outwards(tmp_path: Path, place: dict) -> None:
    file = File()
    file.node(mesh=file.mesh(file.primitive()), **place)
    size = abs(np.prod(place.get("scale", [1])))
    assert volume(file.read(tmp_path)) == pytest.approx(size / 6)


def test_two_mirrors_cancel(tmp_path: Path) -> None:
    file = File()
    child = file.node(False, mesh=file.mesh(file.primitive()), scale=[1, -1, 1])
    file.node(scale=[-1, 1, 1], children=[child])
    (part,) = file.read(tmp_path).parts
    assert part.faces.tolist() == FACES.tolist()


@pytest.mark.parametrize("chosen", [None, 0, 1])
def test_one_scene_is_shown_and_the_rest_counted(tmp_path: Path, chosen: int | None) -> None:
    file = File()
    mesh = file.mesh(file.primitive())
    for place in ([1, 0, 0], [2, 0, 0], [3, 0, 0]):
        file.node(False, mesh=mesh, translation=place)
    file.doc["scenes"] = [{"nodes": [2]}, {"nodes": [1, 0]}]
    file.doc["scene"] = chosen
    if chosen is None:
        del file.doc["scene"]
    contents = file.read(tmp_path)
    if chosen == 1:
        assert shown(contents) == [[2, 0, 0], [1, 0, 0]]
        assert contents.passed_over == ("1 mesh node outside the scene",)
    else:
        assert shown(contents) == [[3, 0, 0]]
        assert contents.passed_over == ("2 mesh nodes outside the scene",)


@pytest.mark.parametrize("scenes", [None, []])
def test_without_scenes_all_nodes_are_shown_each_once(tmp_path: Path, scenes: Any) -> None:
    file = File()
    mesh = file.mesh(file.primitive())
    child = file.node(False, mesh=mesh, translation=[0, 0, 5])
    file.node(False, mesh=mesh, translation=[1, 0, 0], children=[child])
    file.node(False, mesh=mesh, translation=[9, 0, 0])
    del file.doc["scene"], file.doc["scenes"]
    if scenes is not None:
        file.doc["scenes"] = scenes
    contents = file.read(tmp_path)
    assert shown(contents) == [[1, 0, 0], [1, 0, 5], [9, 0, 0]]
    assert contents.passed_over == ()


def test_cameras_and_lights_carry_meshes(tmp_path: Path) -> None:
    file = File()
    mesh = file.mesh(file.primitive())
    file.add("cameras", {"type": "perspective"})
    child = file.node(False, mesh=mesh, translation=[1, 0, 0])
    file.node(camera=0, translation=[0, 0, 5], children=[child])
    file.node(camera=0, mesh=mesh)
    light = {"KHR_lights_punctual": {"light": 0}}
    file.node(extensions=light, mesh=mesh, translation=[2, 0, 0])
    assert shown(file.read(tmp_path)) == [[1, 0, 5], [0, 0, 0], [2, 0, 0]]


def test_a_node_below_two_others_stands_in_both_places(tmp_path: Path) -> None:
    file = File()
    child = file.node(False, mesh=file.mesh(file.primitive()), translation=[0, 1, 0])
    file.node(children=[child])
    file.node(children=[child], translation=[5, 0, 0])
    assert shown(file.read(tmp_path)) == [[0, 1, 0], [5, 1, 0]]


@pytest.mark.parametrize(
    ("nodes", "roots", "words"),
    [
        ([{"children": [1]}, {"children": [0], "mesh": 0}], [0], "root of the scene and a child"),
        ([{"children": [0], "mesh": 0}], [0], "root of the scene and a child"),
        (
            [{"children": [1]}, {"children": [2]}, {"children": [1], "mesh": 0}],
            [0],
            "node 1 is below itself",
        ),
        ([{"children": [1]}, {"mesh": 0}], [0, 1], "node 1 is a root of the scene and a child"),
        ([{"mesh": 0}], [0, 0], "names a node twice"),
        ([{"children": [1, 1]}, {"mesh": 0}], [0], "node 0 names its child 1 twice"),
        ([{"children": [4]}, {"mesh": 0}], [0], "number 4 of its nodes and has 2"),
        ([{"mesh": 0}], [3], "number 3 of its nodes and has 1"),
        ([{"mesh": 0, "matrix": [1] * 15}], [0], "16 numbers under matrix"),
        ([{"mesh": 0, "matrix": [1] * 16}], [0], "projection"),
        ([{"mesh": 0, "translation": [0, "x", 0]}], [0], "3 numbers under translation"),
        ([{"mesh": 0, "rotation": [0, 0, 0, 0]}], [0], "quaternion of length 0"),
        ([{"mesh": 0, "children": {}}], [0], "list under children"),
        ({}, [0], "list of objects under nodes"),
    ],
)
def test_nodes_that_are_no_tree_are_refused(
    tmp_path: Path, nodes: Any, roots: list[int], words: str
) -> None:
    file = File()
    file.mesh(file.primitive())
    file.doc["nodes"], file.doc["scenes"] = nodes, [{"nodes": roots}]
    with pytest.raises(Refused, match=words):
        file.read(tmp_path)


def test_a_circle_without_scenes_is_refused(tmp_path: Path) -> None:
    file = File()
    file.mesh(file.primitive())
    file.doc["nodes"] = [{"children": [1], "mesh": 0}, {"children": [0]}]
    del file.doc["scenes"], file.doc["scene"]
    with pytest.raises(Refused, match="circle"):
        file.read(tmp_path)


def test_deep_chains_are_read(tmp_path: Path) -> None:
    file = File()
    below = file.node(False, mesh=file.mesh(file.primitive()), translation=[1, 0, 0])
    for _ in range(5000):
        below = file.node(False, children=[below], translation=[1, 0, 0])
    file.doc["scenes"][0]["nodes"] = [below]
    assert shown(file.read(tmp_path)) == [[5001, 0, 0]]


def test_scene_without_meshes_is_refused_with_what_is_beside_it(tmp_path: Path) -> None:
    file = File()
    file.node(False, mesh=file.mesh(file.primitive()))
    file.mesh(file.primitive())
    file.node(name="empty")
    with pytest.raises(Refused, match="1 mesh node outside the scene, 1 mesh definition without"):
        file.read(tmp_path)


def test_hidden_nodes_and_all_below_are_left_out_and_counted(tmp_path: Path) -> None:
    file = File()
    mesh = file.mesh(file.primitive())
    hide = {"KHR_node_visibility": {"visible": False}}
    show = {"KHR_node_visibility": {"visible": True}}
    child = file.node(False, mesh=mesh, extensions=show)
    file.node(mesh=mesh, extensions=hide, children=[child])
    file.node(mesh=mesh, extensions=show, translation=[1, 0, 0])
    contents = file.read(tmp_path)
    assert shown(contents) == [[1, 0, 0]]
    assert contents.passed_over == ("2 hidden mesh nodes",)


@pytest.mark.parametrize("below", [True, False])
def test_only_the_finest_level_of_detail_is_shown(tmp_path: Path, below: bool) -> None:
    file = File()
    fine, coarse = file.mesh(file.primitive()), file.mesh(file.primitive(TETRA, FACES[:1]))
    low = file.node(False, mesh=coarse)
    high = file.node(mesh=fine, extensions={"MSFT_lod": {"ids": [low]}})
    if below:
        file.doc["nodes"][high]["children"] = [low]
    contents = file.read(tmp_path)
    assert [len(part.faces) for part in contents.parts] == [4]
    assert contents.passed_over == ("1 mesh node of a coarser level of detail",)


def test_instances_are_placed_in_the_place_of_their_node(tmp_path: Path) -> None:
    file = File()
    attributes = {
        "TRANSLATION": file.accessor([[0, 0, 0], [2, 0, 0]]),
        # Normalised shorts: no turn, and a quarter turn about z.
        "ROTATION": file.accessor([[0, 0, 0, 32767], [0, 0, 23170, 23170]], "i2", normalized=True),
        "SCALE": file.accessor([[1, 1, 1], [3, 1, -1]]),
        "_ID": file.accessor([[1], [2]]),
    }
    mesh = file.mesh(file.primitive())
    file.node(mesh=mesh, scale=[10, 10, 10], extensions={INSTANCING: {"attributes": attributes}})
    contents = file.read(tmp_path)
    first, second = (part.vertices for part in contents.parts)
    np.testing.assert_allclose(first, TETRA * 10, atol=1e-12)
    x, y, z = (TETRA * [3, 1, -1]).T
    np.testing.assert_allclose(second, np.column_stack([-y + 2, x, z]) * 10, atol=1e-6)
    assert volume(contents) == pytest.approx((1000 + 3000) / 6)


@pytest.mark.parametrize(("dtype", "one"), [("f4", 1), ("i1", 127), ("i2", 32767)])
def test_rotations_of_instances_in_each_form(tmp_path: Path, dtype: str, one: int) -> None:
    file = File()
    turn = file.accessor([[one, 0, 0, 0]], dtype, normalized=dtype == "i1")
    mesh = file.mesh(file.primitive())
    file.node(mesh=mesh, extensions={INSTANCING: {"attributes": {"ROTATION": turn}}})
    (part,) = file.read(tmp_path).parts
    np.testing.assert_allclose(part.vertices, TETRA * [1, -1, -1], atol=1e-12)


def test_attributes_of_instances_of_different_lengths_are_refused(tmp_path: Path) -> None:
    file = File()
    attributes = {"TRANSLATION": file.accessor(np.zeros((2, 3))), "SCALE": file.accessor(TETRA)}
    mesh = file.mesh(file.primitive())
    file.node(mesh=mesh, extensions={INSTANCING: {"attributes": attributes}})
    with pytest.raises(Refused, match="different lengths"):
        file.read(tmp_path)


def test_too_many_instances_are_refused_before_they_are_made(tmp_path: Path) -> None:
    file = File()
    count = MAX_FACES // 20_000 + 1
    shift = file.accessor(np.zeros((count, 3), dtype=np.float32))
    mesh = file.mesh(file.primitive(TETRA, np.tile(FACES, (5000, 1))))
    file.node(mesh=mesh, extensions={INSTANCING: {"attributes": {"TRANSLATION": shift}}})
    with pytest.raises(Refused, match=f"shows {20_000 * count:,} faces"):
        file.read(tmp_path)


@pytest.mark.slow
def test_nodes_that_double_at_each_level_are_refused_soon(tmp_path: Path) -> None:
    file = File()
    below = file.node(False, mesh=file.mesh(file.primitive()))
    for _ in range(40):
        pair = [file.node(False, children=[below]) for _ in range(2)]
        below = file.node(False, children=pair)
    file.doc["scenes"][0]["nodes"] = [below]
    with pytest.raises(Refused, match="shows 121 nodes more than 20,001 times"):
        file.read(tmp_path)
