"""Colours of a file's parts, and the parts joined into one surface."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import trimesh
from trimesh.visual.color import linear_to_srgb, srgb_to_linear, to_float
from trimesh.visual.material import color_image

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.texture import Surface
from lib.geometry.mesh import GREY

_STAND_IN = np.asarray(color_image().convert("RGB"))


@dataclass(frozen=True)
class Part:
    """One object of a file.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
    faces : ndarray of int64, shape (F, 3)
    colors : ndarray of uint8, shape (F, 3)
        Used where there is no texture.
    uv : ndarray of float64, shape (V, 2), optional
    image : ndarray of uint8, shape (H, W, 3), optional
        sRGB texture; parts that share one share the array.
    """

    vertices: Floats
    faces: Ints
    colors: Bytes
    uv: Floats | None = None
    image: Bytes | None = None


@dataclass
class Painter:
    """Turns trimesh visuals into colours.

    Parameters
    ----------
    linear : bool
        Whether material and vertex colours count in linear light, as glTF says;
        textures are sRGB everywhere.
    """

    linear: bool
    _images: dict[tuple[int, bytes], Bytes] = field(default_factory=dict)

    def part(self, mesh: trimesh.Trimesh, vertices: Floats) -> Part:
        """Return `mesh` at the place `vertices` with its colours.

        A face has its own colour, else the mean of its corners times the
        material's, else the material's, else grey. The colour that an OBJ material
        gives beside a texture is ignored, as common viewers do.
        """
        faces = np.asarray(mesh.faces, dtype=np.int64)
        visual = mesh.visual
        if visual.kind == "face":
            return Part(vertices, faces, np.asarray(visual.face_colors)[:, :3])
        if visual.kind == "vertex":
            paint = to_float(np.asarray(visual.vertex_colors)[:, :3])
            return Part(vertices, faces, _encode(paint[faces].mean(axis=1), self.linear))
        solid = np.broadcast_to(np.array(GREY, dtype=np.uint8), (len(faces), 3))
        if visual.kind != "texture":
            return Part(vertices, faces, solid)
        material, factor = visual.material, np.ones(3)
        if self.linear:
            image = material.baseColorTexture
            if material.baseColorFactor is not None:
                factor = to_float(np.asarray(material.baseColorFactor))[:3]
            paint = visual.vertex_attributes.get("color")
            tint = (
                np.ones((len(faces), 3)) if paint is None else to_float(paint)[faces].mean(axis=1)
            )
            solid = _encode(tint[:, :3] * factor, linear=True)
        else:
            image = material.image
            solid = np.broadcast_to(np.asarray(material.main_color)[:3], solid.shape)
        if image is None or visual.uv is None or len(visual.uv) != len(vertices):
            return Part(vertices, faces, solid)
        pixels = self._pixels(image, factor)
        if np.array_equal(pixels, _STAND_IN):
            # trimesh's own image where an OBJ names no material, or one that is missing.
            return Part(vertices, faces, np.full_like(solid, GREY))
        return Part(vertices, faces, solid, np.asarray(visual.uv)[:, :2], pixels)

    def _pixels(self, image: Any, factor: Floats) -> Bytes:
        key = (id(image), factor.tobytes())
        if key not in self._images:
            pixels = np.asarray(image.convert("RGB"))
            if (factor != 1).any():
                pixels = _encode(srgb_to_linear(pixels) * factor, linear=True)
            self._images[key] = pixels
        return self._images[key]


def join(parts: list[Part]) -> Surface:
    """Put parts into one surface, faces in their order, vertices not merged."""
    starts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    images = {id(part.image): part.image for part in parts if part.image is not None}
    index = {key: number for number, key in enumerate(images)}
    uv = [
        np.zeros((len(part.faces), 3, 2)) if part.uv is None else part.uv[part.faces]
        for part in parts
    ]
    texture = [np.full(len(part.faces), index.get(id(part.image), -1)) for part in parts]
    return Surface(
        np.concatenate([np.zeros((0, 3)), *(part.vertices for part in parts)]),
        np.concatenate(
            [
                np.zeros((0, 3), dtype=np.int64),
                *(part.faces + start for part, start in zip(parts, starts[:-1], strict=True)),
            ]
        ),
        np.concatenate([np.zeros((0, 3), dtype=np.uint8), *(part.colors for part in parts)]),
        np.concatenate([np.zeros(0, dtype=np.int64), *texture]),
        np.concatenate([np.zeros((0, 3, 2)), *uv]),
        tuple(images.values()),
    )


def _encode(values: Floats, linear: bool) -> Bytes:
    """Colours 0-1 as sRGB 0-255."""
    clipped = np.clip(values, 0, 1)
    encoded = linear_to_srgb(clipped) if linear else clipped
    # Two roundings, so that the last bits of a platform's power do not decide.
    return np.round(np.round(encoded * 255, 6)).astype(np.uint8)
