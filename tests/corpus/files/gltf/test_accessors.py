import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.corpus.files.contents import Refused
from tests.corpus.files.gltf.build import CODES, FACES, TETRA, File, corners


def positions(tmp_path: Path, file: File, index: int) -> list:
    primitive: dict[str, Any] = {"attributes": {"POSITION": index}, "indices": 0}
    file.doc["meshes"] = []
    file.show(primitive)
    (part,) = file.read(tmp_path).parts
    return part.vertices.tolist()


def start() -> File:
    file = File()
    file.accessor(FACES.reshape(-1), "u1")
    return file


@pytest.mark.parametrize(
    ("dtype", "raw", "value"),
    [
        ("i1", [-128, -127, -64, 0, 127], [-1, -1, -64 / 127, 0, 1]),
        ("u1", [0, 51, 255, 128, 1], [0, 0.2, 1, 128 / 255, 1 / 255]),
        ("i2", [-32768, -32767, 0, 16384, 32767], [-1, -1, 0, 16384 / 32767, 1]),
        ("u2", [0, 13107, 65535, 32768, 1], [0, 0.2, 1, 32768 / 65535, 1 / 65535]),
    ],
)
@pytest.mark.parametrize("normalized", [True, False])
def test_integers_are_scaled_where_they_are_marked(
    tmp_path: Path, dtype: str, raw: list[int], value: list[float], normalized: bool
) -> None:
    file = start()
    table = np.zeros((5, 3), dtype=int)
    table[:, 0] = raw
    index = file.accessor(table, dtype, normalized=normalized)
    found = np.array(positions(tmp_path, file, index))[:, 0]
    np.testing.assert_allclose(found, value if normalized else raw, rtol=0, atol=1e-15)


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4"])
def test_indices_of_every_kind(tmp_path: Path, dtype: str) -> None:
    file = File()
    primitive = file.primitive(TETRA, None)
    primitive["indices"] = file.accessor(FACES.reshape(-1), dtype)
    assert file.show(primitive).read(tmp_path).parts[0].faces.tolist() == FACES.tolist()


def test_interleaved_and_shifted_values(tmp_path: Path) -> None:
    file = start()
    rows = b"".join(struct.pack("<4f2f", 9, *row, 7, 8) for row in TETRA)
    view = file.view(b"12345678" + rows, byteStride=24)
    accessor = {"bufferView": view, "byteOffset": 12, "componentType": 5126, "count": 4}
    index = file.add("accessors", {**accessor, "type": "VEC3", "min": [5, 5, 5], "max": [6, 6, 6]})
    assert positions(tmp_path, file, index) == TETRA.tolist()


def test_last_element_needs_no_whole_stride(tmp_path: Path) -> None:
    file = start()
    rows = b"".join(struct.pack("<3f4x", *row) for row in TETRA)[:-4]
    view = file.view(rows, byteStride=16)
    index = file.add(
        "accessors", {"bufferView": view, "componentType": 5126, "count": 4, "type": "VEC3"}
    )
    assert positions(tmp_path, file, index) == TETRA.tolist()
    file.doc["bufferViews"][view]["byteLength"] -= 1
    with pytest.raises(Refused, match=f"ends before accessor {index}"):
        positions(tmp_path, file, index)


@pytest.mark.parametrize("based", [True, False])
@pytest.mark.parametrize("dtype", ["u1", "u2", "u4"])
def test_sparse_values_replace_rows(tmp_path: Path, based: bool, dtype: str) -> None:
    file = start()
    base = np.full((4, 3), 5.0) if based else np.zeros((4, 3))
    index = file.accessor(base)
    if not based:
        del file.doc["accessors"][index]["bufferView"]
    file.doc["accessors"][index]["sparse"] = {
        "count": 2,
        "indices": {
            "bufferView": file.view(np.array([1, 3], dtype).tobytes()),
            "componentType": CODES[dtype],
        },
        "values": {
            "bufferView": file.view(b"1234" + np.array([[1, 2, 3], [4, 5, 6]], "<f4").tobytes()),
            "byteOffset": 4,
        },
    }
    expected = base.copy()
    expected[[1, 3]] = [[1, 2, 3], [4, 5, 6]]
    assert positions(tmp_path, file, index) == expected.tolist()


def test_sparse_index_out_of_range_is_refused(tmp_path: Path) -> None:
    file = start()
    index = file.accessor(TETRA)
    file.doc["accessors"][index]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": file.view(b"\4"), "componentType": 5121},
        "values": {"bufferView": file.view(bytes(12))},
    }
    with pytest.raises(Refused, match=f"sparse index of accessor {index} is 4, it has 4 rows"):
        positions(tmp_path, file, index)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 5}, "ends before accessor 1 does: 60 of 48"),
        ({"byteOffset": 4}, "ends before accessor 1 does: 52 of 48"),
        ({"type": "VEC2"}, "accessor 1 has the type VEC2, not VEC3"),
        ({"type": "VEC5"}, "accessor 1 has the type VEC5"),
        ({"componentType": 5130}, "component type 5130"),
        ({"count": -1}, "no whole number under count: -1"),
        ({"count": 10**12}, "ends before accessor 1"),
        ({"bufferView": "x"}, "no whole number under bufferView: x"),
    ],
)
def test_accessors_that_do_not_fit_are_refused(tmp_path: Path, change: dict, words: str) -> None:
    file = start()
    index = file.accessor(TETRA)
    file.doc["accessors"][index].update(change)
    with pytest.raises(Refused, match=words):
        positions(tmp_path, file, index)


def test_overlapping_elements_are_refused(tmp_path: Path) -> None:
    file = start()
    index = file.accessor(TETRA)
    file.doc["bufferViews"][file.doc["accessors"][index]["bufferView"]]["byteStride"] = 4
    with pytest.raises(Refused, match="overlap: byteStride 4"):
        positions(tmp_path, file, index)


def test_enormous_zeros_are_refused_before_they_are_made(tmp_path: Path) -> None:
    file = File()
    color = file.add("accessors", {"componentType": 5126, "count": 10**12, "type": "VEC3"})
    with pytest.raises(Refused, match="announces 1,000,000,000,000 elements"):
        file.show(file.primitive(COLOR_0=color)).read(tmp_path)


def test_positions_and_indices_without_data_are_refused(tmp_path: Path) -> None:
    for key in ("POSITION", "indices"):
        file = File()
        primitive = file.primitive()
        number = primitive["indices"] if key == "indices" else primitive["attributes"][key]
        del file.doc["accessors"][number]["bufferView"]
        with pytest.raises(Refused, match=f"accessor {number} has no data and is to be the {key}"):
            file.show(primitive).read(tmp_path)


def test_quantised_mesh_under_its_node(tmp_path: Path) -> None:
    """What gltfpack writes: shorts, and a node that scales them back."""
    file = File()
    primitive = file.primitive(TETRA, FACES)
    primitive["attributes"]["POSITION"] = file.accessor(TETRA * 32767, "i2", normalized=True)
    file.node(mesh=file.mesh(primitive), scale=[2, 2, 2], translation=[3, 0, 0])
    (part,) = file.read(tmp_path).parts
    assert corners(part) == (TETRA * 2 + [3, 0, 0])[FACES].tolist()
