"""Small glTF files, written by hand."""

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lib.corpus.files.contents import Contents, Part
from lib.corpus.files.gltf import read_gltf
from lib.corpus.files.source import Source

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
CODES = {"i1": 5120, "u1": 5121, "i2": 5122, "u2": 5123, "u4": 5125, "f4": 5126}
KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}

TETRA = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
SQUARE = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
HALVES = np.array([[0, 1, 2], [0, 2, 3]])


class File:
    """A file in the making: `doc` is its JSON, `data` its buffer."""

    def __init__(self) -> None:
        self.data = b""
        self.doc: dict[str, Any] = {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": []}],
            "buffers": [{}],
        }

    def add(self, kind: str, value: dict[str, Any]) -> int:
        self.doc.setdefault(kind, []).append(value)
        return len(self.doc[kind]) - 1

    def view(self, data: bytes, **extra: Any) -> int:
        self.data += b"\0" * (-len(self.data) % 4)
        place = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(data)}
        self.data += data
        return self.add("bufferViews", {**place, **extra})

    def accessor(self, values: Any, dtype: str = "f4", **extra: Any) -> int:
        array = np.asarray(values, dtype="<" + dtype)
        rows = array.reshape(len(array), -1)
        packed = self.view(rows.tobytes())
        return self.add(
            "accessors",
            {
                "bufferView": packed,
                "componentType": CODES[dtype],
                "count": len(rows),
                "type": KINDS[rows.shape[1]],
                **extra,
            },
        )

    def primitive(self, vertices: Any = TETRA, faces: Any = FACES, **attributes: int) -> dict:
        named = {"POSITION": self.accessor(vertices), **attributes}
        found: dict[str, Any] = {"attributes": named}
        if faces is not None:
            found["indices"] = self.accessor(np.asarray(faces).reshape(-1), "u2")
        return found

    def mesh(self, *primitives: dict, **extra: Any) -> int:
        return self.add("meshes", {"primitives": list(primitives), **extra})

    def node(self, root: bool = True, **node: Any) -> int:
        index = self.add("nodes", node)
        if root:
            self.doc["scenes"][0]["nodes"].append(index)
        return index

    def show(self, *primitives: dict, **extra: Any) -> "File":
        self.node(mesh=self.mesh(*primitives, **extra))
        return self

    def textured(self, png: bytes | None = None, sampler: Any = None, **info: Any) -> int:
        """A material with a picture; `info` goes beside the number of the texture."""
        image = self.add("images", {"bufferView": self.view(png or quarters())})
        texture = {"source": image}
        if sampler is not None:
            texture["sampler"] = self.add("samplers", sampler)
        base = {"baseColorTexture": {"index": self.add("textures", texture), **info}}
        return self.add("materials", {"pbrMetallicRoughness": base})

    def bytes(self) -> bytes:
        self.doc["buffers"][0].setdefault("byteLength", len(self.data))
        text = json.dumps(self.doc).encode()
        text += b" " * (-len(text) % 4)
        chunk = self.data + b"\0" * (-len(self.data) % 4)
        body = struct.pack("<I4s", len(text), b"JSON") + text
        body += struct.pack("<I4s", len(chunk), b"BIN\0") + chunk
        return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body

    def read(self, folder: Path) -> Contents:
        return read(folder, self.bytes())


def read(folder: Path, data: bytes, name: str = "a.glb") -> Contents:
    path = folder / name
    path.write_bytes(data)
    return read_gltf(Source(path, folder))


def quarters(size: int = 8) -> bytes:
    """Red and green above, blue and yellow below."""
    colors = np.array([[RED, GREEN], [BLUE, YELLOW]], dtype=np.uint8)
    return png(np.kron(colors, np.ones((size // 2, size // 2, 1), np.uint8)))


def png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def corners(part: Part) -> list:
    """Corners of the triangles, for comparing with what was put in."""
    return np.round(part.vertices[part.faces], 6).tolist()


def volume(contents: Contents) -> float:
    """Signed volume: negative if the triangles face inwards."""
    triangles = np.concatenate([part.vertices[part.faces] for part in contents.parts])
    return float(np.linalg.det(triangles).sum() / 6)


def center_colors(part: Part) -> list:
    """Colour that the texture has at the middle of each face, looked up by hand."""
    assert part.texture is not None
    assert part.uv is not None
    pixels = part.texture.pixels
    height, width = pixels.shape[:2]
    found = []
    for u, v in part.uv.mean(axis=1):
        place = []
        for value, size, wrap in (
            (u, width, part.texture.wrap[0]),
            (v, height, part.texture.wrap[1]),
        ):
            if wrap == "repeat":
                value = value - np.floor(value)
            elif wrap == "clamp":
                value = min(max(value, 0.0), 1 - 1e-9)
            else:
                value = abs(value - 2 * np.round(value / 2))
            place.append(min(int(value * size), size - 1))
        found.append(tuple(pixels[height - 1 - place[1], place[0]].tolist()))
    return found
