from pathlib import Path

import numpy as np
import pytest

from lib.corpus.files.contents import Refused
from tests.corpus.files.gltf.build import FACES, TETRA, File, volume

HALF = float(np.sqrt(0.5))


def columns(matrices: np.ndarray) -> np.ndarray:
    return np.asarray(matrices).swapaxes(1, 2).reshape(-1, 16)


def skinned(file: File, joints: list, weights: list, **skin: int) -> None:
    """A mesh on two bones: the first shifts by 10 along x, the second turns it about z."""
    attributes = {
        "JOINTS_0": file.accessor(joints, "u1"),
        "WEIGHTS_0": file.accessor(weights),
    }
    mesh = file.mesh(file.primitive(TETRA, FACES, **attributes))
    turned = file.node(False, rotation=[0, 0, HALF, HALF])
    root = file.node(False, translation=[10, 0, 0], children=[turned])
    file.add("skins", {"joints": [root, turned], **skin})
    file.node(children=[root])
    # The node's own place is not to matter.
    file.node(mesh=mesh, skin=0, translation=[0, 99, 0])


def test_vertices_follow_their_joints(tmp_path: Path) -> None:
    file = File()
    first, second, both = [1.0, 0, 0, 0], [0, 1.0, 0, 0], [0.25, 0.75, 0, 0]
    skinned(file, [[0, 1, 9, 9]] * 4, [first, second, both, first])
    (part,) = file.read(tmp_path).parts
    # Shifted: (10, 0, 0); turned: (x, y) to (10 - y, x).
    expected = [[10, 0, 0], [10, 1, 0], [0.25 * 10 + 0.75 * 9, 0.25, 0], [10, 0, 1]]
    np.testing.assert_allclose(part.vertices, expected, atol=1e-12)


def test_inverse_bind_matrices_come_first(tmp_path: Path) -> None:
    file = File()
    bind = np.stack([np.eye(4), np.eye(4)])
    bind[0, :3, 3] = [-10, 0, 2]
    inverse = file.accessor(columns(bind))
    skinned(file, [[0, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4, inverseBindMatrices=inverse)
    (part,) = file.read(tmp_path).parts
    np.testing.assert_allclose(part.vertices, np.add(TETRA, [0, 0, 2]), atol=1e-12)


def test_second_set_of_joints_and_weights_of_bytes(tmp_path: Path) -> None:
    file = File()
    skinned(file, [[0, 0, 0, 0]] * 4, [[0, 0, 0, 0]] * 4)
    attributes = file.doc["meshes"][0]["primitives"][0]["attributes"]
    attributes["WEIGHTS_0"] = file.accessor([[100, 0, 0, 0]] * 4, "u1", normalized=True)
    attributes["JOINTS_1"] = file.accessor([[1, 0, 0, 0]] * 4, "u2")
    attributes["WEIGHTS_1"] = file.accessor([[150, 0, 0, 0]] * 4, "u1", normalized=True)
    (part,) = file.read(tmp_path).parts
    # 100 and 150 of 255 do not sum to one: shares 0.4 and 0.6.
    turned = np.column_stack([10 - TETRA[:, 1], TETRA[:, 0], TETRA[:, 2]])
    expected = 0.4 * (np.add(TETRA, [10, 0, 0])) + 0.6 * turned
    np.testing.assert_allclose(part.vertices, expected, atol=1e-12)


def test_a_mirrored_skeleton_keeps_faces_outwards(tmp_path: Path) -> None:
    file = File()
    skinned(file, [[0, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4)
    file.doc["nodes"][1]["scale"] = [-1, 1, 1]
    assert volume(file.read(tmp_path)) == pytest.approx(1 / 6)


def test_joints_outside_the_scene_have_their_place(tmp_path: Path) -> None:
    file = File()
    skinned(file, [[1, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4)
    file.doc["scenes"][0]["nodes"] = [3]
    (part,) = file.read(tmp_path).parts
    expected = np.column_stack([10 - TETRA[:, 1], TETRA[:, 0], TETRA[:, 2]])
    np.testing.assert_allclose(part.vertices, expected, atol=1e-12)


def test_broken_skins_are_refused(tmp_path: Path) -> None:
    file = File()
    skinned(file, [[2, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4)
    with pytest.raises(Refused, match="joint 2, its skin has 2"):
        file.read(tmp_path)
    file = File()
    skinned(file, [[0, 0, 0, 0]] * 3, [[1, 0, 0, 0]] * 3)
    with pytest.raises(Refused, match="more vertices than joints"):
        file.read(tmp_path)
    file = File()
    skinned(file, [[0, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4)
    del file.doc["meshes"][0]["primitives"][0]["attributes"]["JOINTS_0"]
    with pytest.raises(Refused, match="no JOINTS_0"):
        file.read(tmp_path)
    file = File()
    inverse = file.accessor(columns(np.eye(4)[None]))
    skinned(file, [[0, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4, inverseBindMatrices=inverse)
    with pytest.raises(Refused, match="2 joints and 1 matrices"):
        file.read(tmp_path)
    file = File()
    skinned(file, [[0, 0, 0, 0]] * 4, [[1, 0, 0, 0]] * 4)
    shift = file.accessor(np.zeros((1, 3)))
    instancing = {"EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": shift}}}
    file.doc["nodes"][3]["extensions"] = instancing
    with pytest.raises(Refused, match="a skin and EXT_mesh_gpu_instancing"):
        file.read(tmp_path)


def morphing(file: File) -> int:
    shifts = [file.accessor(np.tile(row, (4, 1))) for row in ([1, 0, 0], [0, 10, 0])]
    primitive = file.primitive()
    primitive["targets"] = [{"POSITION": shifts[0]}, {"POSITION": shifts[1], "NORMAL": shifts[0]}]
    return file.mesh(primitive, weights=[1, 0.5])


def test_morph_targets_are_added_by_the_weights_of_the_mesh_or_node(tmp_path: Path) -> None:
    file = File()
    mesh = morphing(file)
    file.node(mesh=mesh)
    file.node(mesh=mesh, weights=[0, -1])
    file.node(mesh=mesh, weights=[0, 0], translation=[0, 0, 1])
    parts = file.read(tmp_path).parts
    expected = [np.add(TETRA, [1, 5, 0]), np.add(TETRA, [0, -10, 0]), np.add(TETRA, [0, 0, 1])]
    for part, vertices in zip(parts, expected, strict=True):
        np.testing.assert_allclose(part.vertices, vertices, atol=1e-12)


def test_morph_targets_without_weights_are_at_rest(tmp_path: Path) -> None:
    file = File()
    file.node(mesh=morphing(file))
    del file.doc["meshes"][0]["weights"]
    assert file.read(tmp_path).parts[0].vertices.tolist() == TETRA.tolist()


def test_sparse_targets_of_a_few_vertices(tmp_path: Path) -> None:
    """As exporters write them: without a buffer view, zero but for a few rows."""
    file = File()
    file.node(mesh=morphing(file))
    file.doc["accessors"][0].pop("bufferView")
    file.doc["accessors"][0]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": file.view(b"\2"), "componentType": 5121},
        "values": {"bufferView": file.view(np.array([7, 0, 0], "<f4").tobytes())},
    }
    expected = np.add(TETRA, [0, 5, 0])
    expected[2, 0] += 7
    np.testing.assert_allclose(file.read(tmp_path).parts[0].vertices, expected, atol=1e-12)


def test_broken_morph_targets_are_refused(tmp_path: Path) -> None:
    file = File()
    file.node(mesh=morphing(file), weights=[1])
    with pytest.raises(Refused, match="2 morph targets and 1 weights"):
        file.read(tmp_path)
    file = File()
    file.node(mesh=morphing(file))
    file.doc["accessors"][0]["count"] = 3
    with pytest.raises(Refused, match="3 vertices, its mesh 4"):
        file.read(tmp_path)
