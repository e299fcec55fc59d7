import base64
import json
from pathlib import Path

import pytest

from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.gltf import read_gltf
from lib.corpus.files.source import Source
from tests.corpus.files.gltf.build import FACES, HALVES, SQUARE, File, quarters, read


def text(file: File, uri: str | None) -> bytes:
    file.bytes()
    if uri is not None:
        file.doc["buffers"][0]["uri"] = uri
    return json.dumps(file.doc).encode()


def tetra() -> File:
    file = File()
    return file.show(file.primitive())


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("a.bin", "a.bin"),
        ("my%20box.bin", "my box.bin"),
        ("my box.bin", "my box.bin"),
        ("100%25.bin", "100%.bin"),
        ("a%20b.bin", "a%20b.bin"),
        ("st%C3%BChl.bin", "stühl.bin"),
        ("./sub/a.bin", "sub/a.bin"),
        ("file:///C:/models/a.bin", "a.bin"),
    ],
)
def test_buffers_are_found(tmp_path: Path, uri: str, name: str) -> None:
    file = tetra()
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(file.data)
    assert read(tmp_path, text(file, uri), "a.gltf").parts[0].faces.tolist() == FACES.tolist()


@pytest.mark.parametrize("kind", ["base64", "cut padding", "escaped", "percent"])
def test_buffers_inside_the_file(tmp_path: Path, kind: str) -> None:
    file = tetra()
    code = base64.b64encode(file.data).decode()
    uri = {
        "base64": f"data:application/octet-stream;base64,{code}",
        "cut padding": f"DATA:;base64,{code.rstrip('=')}",
        "escaped": "data:application/gltf-buffer;base64," + code.replace("=", "%3D"),
        "percent": "data:," + "".join(f"%{byte:02x}" for byte in file.data),
    }[kind]
    assert read(tmp_path, text(file, uri), "a.gltf").parts[0].faces.tolist() == FACES.tolist()


@pytest.mark.parametrize(
    ("uri", "data", "words"),
    [
        ("no%20box.bin", None, r"buffer 0, no box\.bin, cannot be read: not found"),
        ("https://x.org/a.bin", None, r"https://x\.org/a\.bin, cannot be read: on the web"),
        ("a.bin", b"short", r"buffer 0, a\.bin, ends before its \d+ bytes, 5 are there"),
        ("a.bin", b"version https://git-lfs.github.com/spec/v1", r"a\.bin, is a Git LFS pointer"),
        ("data:;base64,AAAA", None, r"buffer 0 ends before its \d+ bytes, 3 are there"),
        ("data:;base64,A?A", None, "buffer 0 cannot be read: its base64"),
        (None, None, "buffer 0 has no data"),
    ],
)
def test_buffers_that_are_not_whole_are_refused(
    tmp_path: Path, uri: str | None, data: bytes | None, words: str
) -> None:
    if data is not None:
        (tmp_path / "a.bin").write_bytes(data)
    with pytest.raises(Refused, match=words):
        read(tmp_path, text(tetra(), uri), "a.gltf")


def test_only_what_the_mesh_needs_has_to_be_there(tmp_path: Path) -> None:
    file = tetra()
    file.add("buffers", {"uri": "animation.bin", "byteLength": 10})
    assert len(file.read(tmp_path).parts) == 1


def test_view_beyond_its_buffer_is_refused(tmp_path: Path) -> None:
    file = tetra()
    file.doc["bufferViews"][0]["byteLength"] = 10_000
    with pytest.raises(Refused, match="buffer 0 ends before its buffer view 0"):
        file.read(tmp_path)


def test_numbers_of_what_is_not_there_are_refused(tmp_path: Path) -> None:
    file = tetra()
    file.doc["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = 7
    with pytest.raises(Refused, match="number 7 of its accessors and has 2"):
        file.read(tmp_path)


def pictured(tmp_path: Path, image: dict) -> Contents:
    file = File()
    primitive = file.primitive(SQUARE, HALVES, TEXCOORD_0=file.accessor(SQUARE[:, :2]))
    primitive["material"] = file.textured()
    file.doc["images"][0] = image
    (tmp_path / "models").mkdir(exist_ok=True)
    path = tmp_path / "models" / "a.glb"
    path.write_bytes(file.show(primitive).bytes())
    return read_gltf(Source(path, tmp_path))


@pytest.mark.parametrize(
    "uri", ["tex%20ture.png", "tex ture.png", "../maps/tex%20ture.png", "..\\maps\\tex ture.png"]
)
def test_pictures_are_found(tmp_path: Path, uri: str) -> None:
    folder = tmp_path / ("maps" if "maps" in uri else "models")
    folder.mkdir()
    (folder / "tex ture.png").write_bytes(quarters())
    contents = pictured(tmp_path, {"uri": uri})
    assert contents.missing == ()
    assert contents.parts[0].texture is not None


def test_picture_inside_the_file(tmp_path: Path) -> None:
    code = base64.b64encode(quarters()).decode()
    contents = pictured(tmp_path, {"uri": f"data:image/png;base64,{code}"})
    assert contents.missing == ()
    assert contents.parts[0].texture is not None


@pytest.mark.parametrize(
    ("image", "missing"),
    [
        ({"uri": "wood%20oak.png"}, "texture wood oak.png (not found)"),
        ({"uri": "http://x.org/w.png"}, "texture http://x.org/w.png (on the web, not fetched)"),
        ({"uri": "bad.png"}, "texture bad.png (damaged or of an unknown kind)"),
        ({"uri": "lfs.png"}, "texture lfs.png (a Git LFS pointer)"),
        ({"bufferView": 0}, "texture image 0 (damaged or of an unknown kind)"),
        ({"bufferView": 0, "name": "oak"}, "texture oak (damaged or of an unknown kind)"),
        ({"uri": "data:image/png;base64,A?"}, "texture image 0 (its base64 is damaged"),
    ],
)
def test_pictures_that_are_not_there_are_named(tmp_path: Path, image: dict, missing: str) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "bad.png").write_bytes(quarters()[:60])
    (tmp_path / "models" / "lfs.png").write_bytes(b"version https://git-lfs.github.com/spec/v1")
    contents = pictured(tmp_path, image)
    assert len(contents.missing) == 1
    assert contents.missing[0].startswith(missing)
    assert contents.parts[0].texture is None
    assert len(contents.parts[0].faces) == 2
