"""Materials of a glTF file: base colours and textures."""

from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.corpus.files.contents import Refused, Texture, Wrap
from lib.corpus.files.gltf.document import Document, FetchError
from lib.corpus.files.gltf.extensions import BASISU, GLOSSINESS, IMAGES, TRANSFORM
from lib.corpus.files.gltf.tree import Tree, extension, numbers, table, whole_number
from lib.corpus.files.images import BadImage, pixels

_WRAPS: dict[int, Wrap] = {10497: "repeat", 33071: "clamp", 33648: "mirror"}


@dataclass(frozen=True, eq=False)
class Paint:
    """What a material gives to a primitive.

    Attributes
    ----------
    factor : ndarray of float64, shape (3,), optional
        Linear light; None where there is no material.
    texture : Texture, optional
        With its last row first: its v, which glTF counts downwards from the top, is
        then counted upwards from the bottom, and no texture coordinate need change.
    label : str
        The texture's name for messages.
    uv_set : int
    transform : ndarray of float64, shape (2, 3)
        Applied to texture coordinates (u, v, 1).
    """

    factor: Floats | None = None
    texture: Texture | None = None
    label: str = ""
    uv_set: int = 0
    transform: Floats = field(default_factory=lambda: np.eye(2, 3))


@dataclass(frozen=True, eq=False)
class Materials:
    """Reads materials and pictures, each once.

    Parameters
    ----------
    document : Document

    Attributes
    ----------
    missing : dict
        Its keys are what `Contents.missing` lists.
    """

    document: Document
    missing: dict[str, None] = field(default_factory=dict)
    _paints: dict[int, Paint] = field(default_factory=dict)
    _textures: dict[tuple[int, tuple[Wrap, Wrap]], Texture] = field(default_factory=dict)
    _pictures: dict[int, Bytes | str] = field(default_factory=dict)

    def paint(self, primitive: Tree) -> Paint:
        """Read the material of a primitive."""
        if "material" not in primitive:
            return Paint()
        index = whole_number(primitive, "material")
        if index not in self._paints:
            self._paints[index] = self._read(self.document.one("materials", index))
        return self._paints[index]

    def lack(self, label: str, reason: str) -> None:
        """Note that a texture cannot be shown."""
        self.missing[f"texture {label} ({reason})"] = None

    def _read(self, material: Tree) -> Paint:
        base, keys = (
            table(material, "pbrMetallicRoughness"),
            ("baseColorFactor", "baseColorTexture"),
        )
        gloss = extension(material, GLOSSINESS)
        if gloss is not None and not any(key in base for key in keys):
            base, keys = gloss, ("diffuseFactor", "diffuseTexture")
        factor = numbers(base, keys[0], [1.0, 1, 1, 1])[:3]
        if keys[1] not in base:
            return Paint(factor)
        info = table(base, keys[1])
        moved = extension(info, TRANSFORM) or {}
        uv_set = whole_number(info, "texCoord", 0)
        texture, label = self._texture(whole_number(info, "index"))
        return Paint(
            factor, texture, label, whole_number(moved, "texCoord", uv_set), _transform(moved)
        )

    def _texture(self, index: int) -> tuple[Texture | None, str]:
        texture = self.document.one("textures", index)
        given = [
            whole_number(found, "source")
            for name in IMAGES
            if (found := extension(texture, name)) is not None
        ]
        if "source" in texture:
            given.append(whole_number(texture, "source"))
        packed = extension(texture, BASISU)
        if packed is not None and not given:
            label = self._label(whole_number(packed, "source"))
            reason = str(self._picture(whole_number(packed, "source")))
            self.lack(label, reason if reason == "not found" else "KTX2")
            return None, label
        if not given:
            self.lack(str(index), "names no image")
            return None, str(index)
        # An extension's picture comes first; the plain one is for who cannot read that.
        pictures = [(number, self._picture(number)) for number in given]
        for number, picture in pictures:
            if not isinstance(picture, str):
                wrap = self._wrap(texture)
                if (number, wrap) not in self._textures:
                    self._textures[number, wrap] = Texture(picture[::-1], wrap)
                return self._textures[number, wrap], self._label(number)
        self.lack(self._label(given[0]), str(pictures[0][1]))
        return None, self._label(given[0])

    def _wrap(self, texture: Tree) -> tuple[Wrap, Wrap]:
        sampler = (
            self.document.one("samplers", whole_number(texture, "sampler"))
            if "sampler" in texture
            else {}
        )
        codes = [whole_number(sampler, key, 10497) for key in ("wrapS", "wrapT")]
        for code in codes:
            if code not in _WRAPS:
                raise Refused(f"a sampler wraps by the unknown code {code}")
        return cast(tuple[Wrap, Wrap], tuple(_WRAPS[code] for code in codes))

    def _picture(self, index: int) -> Bytes | str:
        """Read the picture of an image, or say why not."""
        if index not in self._pictures:
            image = self.document.one("images", index)
            try:
                self._pictures[index] = pixels(self._data(image))
            except (BadImage, FetchError) as error:
                self._pictures[index] = str(error)
        return self._pictures[index]

    def _data(self, image: Tree) -> bytes:
        if isinstance(image.get("uri"), str):
            return self.document.fetch(image["uri"])
        return bytes(self.document.view(whole_number(image, "bufferView"))[0])

    def _label(self, index: int) -> str:
        image = self.document.one("images", index)
        uri = image.get("uri")
        if isinstance(uri, str) and uri[:5].lower() != "data:":
            return unquote(uri)
        return str(image.get("name") or f"image {index}")


def _transform(moved: Tree) -> Floats:
    """Offset · rotation · scale as KHR_texture_transform has them, shape (2, 3)."""
    offset, scale = numbers(moved, "offset", [0.0, 0]), numbers(moved, "scale", [1.0, 1])
    (angle,) = numbers({"rotation": [moved.get("rotation", 0.0)]}, "rotation", [0.0])
    # Counter-clockwise to the eye, where v points down.
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.column_stack([turn * scale, offset])
