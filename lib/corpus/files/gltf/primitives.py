"""Primitives of a glTF mesh to triangles with their colours."""

from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.files.contents import Part, Refused, Texture, grey
from lib.corpus.files.gltf.accessors import Accessors
from lib.corpus.files.gltf.deform import morphed
from lib.corpus.files.gltf.extensions import DECOMPRESS, DRACO
from lib.corpus.files.gltf.materials import Materials, Paint
from lib.corpus.files.gltf.transforms import mirrors, moved
from lib.corpus.files.gltf.tree import Tree, extension, table, whole_number
from lib.corpus.files.texture import encode

_STRIP, _FAN = 5, 6
_OTHERS = {0: "points", 1: "lines", 2: "lines", 3: "lines"}


@dataclass(frozen=True, eq=False)
class Shape:
    """A primitive, not yet placed.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
    faces : ndarray of int64, shape (F, 3)
    colors : ndarray of uint8, shape (F, 3)
    texture, uv, tint
        As in `lib.corpus.files.contents.Part`.
    """

    vertices: Floats
    faces: Ints
    colors: Bytes
    texture: Texture | None = None
    uv: Floats | None = None
    tint: Floats | None = None

    def placed(self, matrices: Floats) -> Part:
        """Move by one matrix (1, 4, 4), or by one a vertex (V, 4, 4)."""
        flipped = mirrors(matrices) < 0
        over = flipped if len(matrices) == 1 else flipped[self.faces].sum(axis=1) > 1
        turn = np.where(over[:, None], [2, 1, 0], [0, 1, 2])
        turn = np.broadcast_to(turn, self.faces.shape)
        vertices, uv = moved(self.vertices, matrices), self.uv
        faces = self.faces
        if over.any():
            faces = np.take_along_axis(faces, turn, axis=1)
            uv = None if uv is None else np.take_along_axis(uv, turn[:, :, None], axis=1)
        # Primitives often share one long list of vertices, each using a few.
        if len(vertices) > 3 * len(faces):
            used, faces = np.unique(faces, return_inverse=True)
            vertices, faces = vertices[used], faces.reshape(-1, 3)
        return Part(vertices, faces, self.colors, self.texture, uv, self.tint)


def left_out(primitive: Tree) -> str | None:
    """Say what a primitive is if it holds no triangles, e.g. ``of lines``."""
    mode = whole_number(primitive, "mode", 4)
    if mode in _OTHERS:
        return f"of {_OTHERS[mode]}"
    if mode > _FAN:
        raise Refused(f"a primitive has the unknown mode {mode}")
    if "POSITION" not in table(primitive, "attributes") and extension(primitive, DRACO) is None:
        return "without POSITION"
    return None


def corners(primitive: Tree, accessors: Accessors) -> int:
    """Count the corners that a primitive lists, without reading them."""
    if "indices" in primitive:
        return accessors.count(whole_number(primitive, "indices"))
    return accessors.count(whole_number(table(primitive, "attributes"), "POSITION"))


def triangles(primitive: Tree, accessors: Accessors) -> tuple[int, bool]:
    """Count the triangles of a primitive, and tell whether corners are left over."""
    count = corners(primitive, accessors)
    if whole_number(primitive, "mode", 4) == 4:
        return count // 3, count % 3 > 0
    return max(0, count - 2), 0 < count < 3


def refuse_compressed(primitive: Tree, accessors: Accessors) -> None:
    """Refuse a primitive of which any part is there in compressed form only."""
    if extension(primitive, DRACO) is None:
        return
    named = dict(table(primitive, "attributes"))
    if "indices" in primitive:
        named["indices"] = primitive["indices"]
    plain = all(
        {"bufferView", "sparse"}
        & accessors.document.one("accessors", whole_number(named, key)).keys()
        for key in named
    )
    if "POSITION" not in named or not plain:
        raise Refused(f"it is compressed by {DRACO}", DECOMPRESS)


def read(
    primitive: Tree, weights: tuple[float, ...], accessors: Accessors, materials: Materials
) -> Shape:
    """Read a primitive of triangles.

    Parameters
    ----------
    primitive : dict
        One for which :func:`left_out` says nothing.
    weights : tuple of float
        Of its morph targets.
    accessors : Accessors
    materials : Materials

    Returns
    -------
    Shape

    Raises
    ------
    Refused
        If it is damaged, or compressed.
    """
    refuse_compressed(primitive, accessors)
    attributes = table(primitive, "attributes")
    index = whole_number(attributes, "POSITION")
    if not {"bufferView", "sparse"} & accessors.document.one("accessors", index).keys():
        raise Refused(f"accessor {index} has no data and is to be the POSITION of a mesh")
    vertices = accessors.floats(index)
    faces = _faces(primitive, len(vertices), accessors)
    vertices = morphed(vertices, "POSITION", primitive, weights, accessors)

    def corner_values(name: str, kinds: tuple[str, ...], fraction: bool) -> Floats | None:
        """Values at the corners of the faces, shape (F, 3, n)."""
        if name not in attributes:
            return None
        values = accessors.floats(whole_number(attributes, name), kinds, fraction)
        if len(values) != len(vertices):
            raise Refused(f"a mesh has {len(vertices):,} places and {len(values):,} of {name}")
        return morphed(values, name, primitive, weights, accessors)[faces]

    paint, color = materials.paint(primitive), corner_values("COLOR_0", ("VEC3", "VEC4"), True)
    if paint.factor is None and color is None:
        return Shape(vertices, faces, grey(len(faces)))
    factor = np.ones(3) if paint.factor is None else paint.factor
    tint = np.broadcast_to(factor, (len(faces), 3))
    if color is not None:
        clipped = np.clip(color[:, :, :3], 0, 1)
        tint = tint * ((clipped[:, 0] + clipped[:, 1] + clipped[:, 2]) / 3)
    colors = encode(tint)
    if paint.texture is None:
        return Shape(vertices, faces, colors)
    uv = corner_values(f"TEXCOORD_{paint.uv_set}", ("VEC2",), False)
    if uv is None:
        materials.lack(paint.label, f"a mesh has no TEXCOORD_{paint.uv_set} for it")
        return Shape(vertices, faces, colors)
    plain = (tint == 1).all()
    return Shape(
        vertices, faces, colors, paint.texture, _transformed(uv, paint), None if plain else tint
    )


def _transformed(uv: Floats, paint: Paint) -> Floats:
    """Texture coordinates (F, 3, 2) as the material moves them."""
    (a, b, c), (d, e, f) = paint.transform
    u, v = uv[..., 0], uv[..., 1]
    # A sum spelt out: a fused product could fall on another texel on another CPU.
    return np.stack([a * u + b * v + c, d * u + e * v + f], axis=-1)


def _faces(primitive: Tree, count: int, accessors: Accessors) -> Ints:
    """Triangles of a primitive, shape (F, 3); a corner too many is left over."""
    if "indices" in primitive:
        number = whole_number(primitive, "indices")
        if not {"bufferView", "sparse"} & accessors.document.one("accessors", number).keys():
            raise Refused(f"accessor {number} has no data and is to be the indices of a mesh")
        rows, largest = accessors.integers(number)
        corner = rows[:, 0]
        if corner.size and corner.max() == largest:
            raise Refused(f"it restarts primitives by the index {largest}, which glTF forbids")
        if corner.size and corner.max() >= count:
            raise Refused(f"a face points at vertex {corner.max()}, its mesh has {count:,}")
    else:
        corner = np.arange(count)
    mode = whole_number(primitive, "mode", 4)
    if mode == 4:
        return corner[: len(corner) // 3 * 3].reshape(-1, 3)
    step = np.arange(max(0, len(corner) - 2))
    if mode == _FAN:
        return np.stack([corner[step + 1], corner[step + 2], corner[step * 0]], axis=1)
    odd = step % 2
    return np.stack([corner[step], corner[step + 1 + odd], corner[step + 2 - odd]], axis=1)
