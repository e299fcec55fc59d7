from pathlib import Path
from typing import Any

import pytest

from lib.corpus.files.contents import Refused
from tests.corpus.files.gltf.build import FACES, TETRA, File

DRACO = "KHR_draco_mesh_compression"


@pytest.mark.parametrize(
    "name", ["KHR_texture_basisu", "ACME_voxels", "KHR_techniques_webgl", "CESIUM_RTC"]
)
def test_unread_extensions_that_are_required_are_refused(tmp_path: Path, name: str) -> None:
    file = File()
    file.doc["extensionsRequired"] = ["KHR_mesh_quantization", name]
    with pytest.raises(Refused, match=f"requires {name}, which is not read"):
        file.show(file.primitive()).read(tmp_path)


def test_unread_extensions_that_are_used_are_listed(tmp_path: Path) -> None:
    file = File()
    file.doc["extensionsUsed"] = ["KHR_materials_sheen", "ACME_b", "KHR_lights_punctual", "ACME_a"]
    contents = file.show(file.primitive()).read(tmp_path)
    assert contents.passed_over == ("extension ACME_b", "extension ACME_a")


@pytest.mark.parametrize("name", ["KHR_materials_unlit", "KHR_texture_transform", "KHR_xmp"])
def test_read_and_harmless_extensions_may_be_required(tmp_path: Path, name: str) -> None:
    file = File()
    file.doc["extensionsUsed"] = file.doc["extensionsRequired"] = [name]
    assert file.show(file.primitive()).read(tmp_path).passed_over == ()


def draco(file: File, plain: str = "") -> dict[str, Any]:
    """A primitive whose accessors have no data, but those named in `plain`."""
    if plain == "all":
        primitive = file.primitive()
    else:
        position = file.add("accessors", {"componentType": 5126, "count": 4, "type": "VEC3"})
        index = file.add("accessors", {"componentType": 5123, "count": 12, "type": "SCALAR"})
        if plain == "POSITION":
            position = file.accessor(TETRA)
        if plain == "indices":
            index = file.accessor(FACES.reshape(-1), "u2")
        primitive = {"attributes": {"POSITION": position}, "indices": index}
    block = {"bufferView": file.view(b"DRACO"), "attributes": {"POSITION": 0}}
    return {**primitive, "extensions": {DRACO: block}}


@pytest.mark.parametrize("plain", ["", "POSITION", "indices", "all"])
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("mixed", [True, False])
def test_draco_is_refused_but_beside_the_whole_mesh(
    tmp_path: Path, plain: str, required: bool, mixed: bool
) -> None:
    file = File()
    file.doc["extensionsUsed"] = [DRACO]
    if required:
        file.doc["extensionsRequired"] = [DRACO]
    file.show(*([file.primitive()] if mixed else []), draco(file, plain))
    if plain == "all" and not required:
        contents = file.read(tmp_path)
        assert [len(part.faces) for part in contents.parts] == [4] * (1 + mixed)
        assert contents.passed_over == ()
        return
    with pytest.raises(Refused, match=f"compressed by {DRACO}") as error:
        file.read(tmp_path)
    assert "gltf-transform" in error.value.hint


@pytest.mark.parametrize("name", ["EXT_meshopt_compression", "KHR_meshopt_compression"])
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("fallback", ["none", "flag", "file", "chunk"])
def test_meshopt_is_refused_but_beside_the_plain_data(
    tmp_path: Path, name: str, required: bool, fallback: str
) -> None:
    file = File()
    file.show(file.primitive())
    file.doc["extensionsUsed"] = [name]
    if required:
        file.doc["extensionsRequired"] = [name]
    file.bytes()
    for view in file.doc["bufferViews"]:
        view["extensions"] = {name: {"buffer": 0, "byteLength": view["byteLength"]}}
        view["buffer"] = 0 if fallback in ("chunk", "flag") else 1
    stand_in = {"byteLength": len(file.data), "extensions": {name: {"fallback": True}}}
    if fallback == "file":
        stand_in["uri"] = "plain.bin"
        (tmp_path / "plain.bin").write_bytes(file.data)
    if fallback == "flag":
        file.doc["buffers"][0] = stand_in
    file.doc["buffers"].append(stand_in)
    if fallback in ("file", "chunk") and not required:
        assert file.read(tmp_path).parts[0].faces.tolist() == FACES.tolist()
        return
    with pytest.raises(Refused, match=f"compressed by {name}") as error:
        file.read(tmp_path)
    assert "gltfpack" in error.value.hint
