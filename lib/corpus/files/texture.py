"""Textures to face colours.

A face has one colour (`lib.geometry.mesh.Mesh`), so where a texture varies inside
a face, the face is split until its pieces are small against the detail. Splits are
conforming: both faces at an edge get the same new vertex, so that no cracks open
when the mesh is decimated later. trimesh's subdivisions either leave hanging
vertices or split every face alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from trimesh.visual.color import linear_to_srgb, srgb_to_linear

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.corpus.files.contents import Part, Texture
from lib.corpus.files.texels import lattice, look_up

TOLERANCE = 16
"""A texture varies inside a face if a channel spans more than this, 0-255."""

SMALLEST_TEXELS = 2.0
"""Faces whose edges are no longer than this on the texture are not split."""

MAX_FACES = 20_000
"""Splitting stops at this many faces in the mesh."""

_LATTICE = 16
_CHUNK = 1_000_000


@dataclass(frozen=True)
class Surface:
    """Triangles whose colour is solid or looked up in a texture.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
        No two at the same place.
    faces : ndarray of int64, shape (F, 3)
    colors : ndarray of uint8, shape (F, 3)
        Colour of the faces without a texture.
    texture : ndarray of int64, shape (F,)
        Index into `images`, -1 for none.
    uv : ndarray of float64, shape (F, 3, 2)
        Texture coordinates of each corner, v upwards.
    tint : ndarray of float64, shape (F, 3)
        Factor of the texture's colours in linear light, 1 for none.
    images : tuple of Texture
    """

    vertices: Floats
    faces: Ints
    colors: Bytes
    texture: Ints
    uv: Floats
    tint: Floats
    images: tuple[Texture, ...]

    @classmethod
    def join(cls, parts: Sequence[Part]) -> "Surface":
        """Put parts into one surface, faces in their order, vertices not merged."""
        starts = np.cumsum([0, *(len(part.vertices) for part in parts)])
        images = {id(part.texture): part.texture for part in parts if part.texture is not None}
        index = {key: number for number, key in enumerate(images)}
        faces = [part.faces + start for part, start in zip(parts, starts[:-1], strict=True)]
        counts = [len(part.faces) for part in parts]
        uv = [
            np.zeros((count, 3, 2)) if part.uv is None else part.uv
            for part, count in zip(parts, counts, strict=True)
        ]
        tint = [
            np.ones((count, 3)) if part.tint is None else part.tint
            for part, count in zip(parts, counts, strict=True)
        ]
        own = [index.get(id(part.texture), -1) for part in parts]
        return cls(
            np.concatenate([np.zeros((0, 3)), *(part.vertices for part in parts)]),
            np.concatenate([np.zeros((0, 3), dtype=np.int64), *faces]),
            np.concatenate([np.zeros((0, 3), dtype=np.uint8), *(part.colors for part in parts)]),
            np.repeat(np.array(own, dtype=np.int64), np.array(counts, dtype=np.int64)),
            np.concatenate([np.zeros((0, 3, 2)), *uv]),
            np.concatenate([np.zeros((0, 3)), *tint]),
            tuple(images.values()),
        )

    def keep(self, chosen: Bools) -> "Surface":
        """Return the same with the chosen faces only."""
        return replace(
            self,
            **{
                name: getattr(self, name)[chosen]
                for name in ("faces", "colors", "texture", "uv", "tint")
            },
        )


def bake(surface: Surface, max_faces: int = MAX_FACES) -> Surface:
    """Give every face one colour, splitting faces inside which the texture varies.

    Parameters
    ----------
    surface : Surface
    max_faces : int, optional
        No split leads beyond this number; a mesh that has more keeps its faces.

    Returns
    -------
    Surface
        `colors` holds the mean texture colour of each textured face. The faces
        that vary most over the largest area were split first.
    """
    spread = np.zeros(len(surface.faces), dtype=np.int64)
    stale = np.flatnonzero(surface.texture >= 0)
    while True:
        colors = surface.colors.copy()
        for face, texels in _batches(surface, stale):
            colors[face] = np.round(texels.mean(axis=1)).astype(np.uint8)
            spread[face] = np.ptp(texels, axis=1).max(axis=1)
        surface = replace(surface, colors=colors)
        marked = _edges_to_split(surface, spread, max_faces - len(surface.faces))
        if len(marked) == 0:
            return surface
        surface, parent, stale = _split(surface, marked)
        stale = stale[surface.texture[stale] >= 0]
        spread = spread[parent]


def _texel_edges(surface: Surface, face: Ints) -> Floats:
    """Lengths of the edges (0-1, 1-2, 2-0) of `face` on its texture, texels, shape (n, 3)."""
    sizes = np.array([image.pixels.shape[1::-1] for image in surface.images], dtype=np.float64)
    corner = surface.uv[face] * sizes[surface.texture[face]][:, None, :]
    lengths: Floats = np.linalg.norm(np.roll(corner, -1, axis=1) - corner, axis=2)
    return lengths


def _batches(surface: Surface, face: Ints) -> list[tuple[Ints, Bytes]]:
    """Look the texture up at a lattice inside each of `face`, about one point a texel."""
    if len(face) == 0:
        return []
    steps = np.clip(np.ceil(_texel_edges(surface, face).max(axis=1)), 1, _LATTICE).astype(np.int64)
    found = []
    for step in np.unique(steps):
        weights = lattice(int(step))
        for index, image in enumerate(surface.images):
            chosen = face[(steps == step) & (surface.texture[face] == index)]
            for start in range(0, len(chosen), max(1, _CHUNK // len(weights))):
                batch = chosen[start : start + max(1, _CHUNK // len(weights))]
                texels = look_up(image, surface.uv[batch], weights)
                found.append((batch, _tinted(texels, surface.tint[batch])))
    return found


def _tinted(texels: Bytes, tint: Floats) -> Bytes:
    """Texels (n, P, 3) times the factors (n, 3) in linear light."""
    if (tint == 1).all():
        return texels
    return encode(srgb_to_linear(texels) * tint[:, None, :])


def encode(linear: Floats) -> Bytes:
    """Colours 0-1 in linear light as sRGB, 0-255."""
    encoded: Floats = linear_to_srgb(np.clip(linear, 0, 1))
    # Two roundings, so that the last bits of a platform's power do not decide.
    return np.round(np.round(encoded * 255, 6)).astype(np.uint8)


def _edges_to_split(surface: Surface, spread: Ints, budget: int) -> Ints:
    """Edges, shape (E, 2), whose halving adds at most `budget` faces, the worst faces' first."""
    face = np.flatnonzero(spread > TOLERANCE)
    if len(face) == 0 or budget <= 0:
        return np.zeros((0, 2), dtype=np.int64)
    lengths = _texel_edges(surface, face)
    large = lengths.max(axis=1) > SMALLEST_TEXELS
    face, longest = face[large], lengths[large].argmax(axis=1)
    corner = surface.vertices[surface.faces[face]]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    order = np.argsort(-spread[face] * np.linalg.norm(normal, axis=1), kind="stable")
    ring = np.stack([surface.faces, np.roll(surface.faces, -1, axis=1)], axis=2)
    wanted = np.sort(ring[face, longest][order], axis=1)
    _, first = np.unique(wanted, axis=0, return_index=True)
    wanted = wanted[np.sort(first)]
    every, uses = np.unique(np.sort(ring.reshape(-1, 2), axis=1), axis=0, return_counts=True)
    scale = len(surface.vertices)
    cost = uses[np.searchsorted(every @ [scale, 1], wanted @ [scale, 1])]
    return wanted[np.cumsum(cost) <= budget]


def _split(surface: Surface, marked: Ints) -> tuple[Surface, Ints, Ints]:
    """Halve the marked edges in all their faces; also tell parents and changed faces."""
    count = len(surface.vertices)
    scale = count + len(marked)
    marked = marked[np.argsort(marked @ [scale, 1])]
    keys = marked @ [scale, 1]
    vertices = np.concatenate([surface.vertices, surface.vertices[marked].mean(axis=1)])
    faces, uv, parent = surface.faces, surface.uv, np.arange(len(surface.faces))
    changed = np.zeros(len(faces), dtype=bool)
    while True:
        edge = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2), axis=2) @ [scale, 1]
        place = np.minimum(np.searchsorted(keys, edge), len(keys) - 1)
        hit = keys[place] == edge
        row = np.flatnonzero(hit.any(axis=1))
        if len(row) == 0:
            break
        start = hit[row].argmax(axis=1)
        turn = (start[:, None] + np.arange(3)) % 3
        a, b, c = np.take_along_axis(faces[row], turn, axis=1).T
        uv_a, uv_b, uv_c = np.take_along_axis(uv[row], turn[:, :, None], axis=1).swapaxes(0, 1)
        middle, uv_middle = count + place[row, start], (uv_a + uv_b) / 2
        faces, uv, changed = faces.copy(), uv.copy(), changed.copy()
        faces[row] = np.stack([a, middle, c], axis=1)
        uv[row] = np.stack([uv_a, uv_middle, uv_c], axis=1)
        changed[row] = True
        faces = np.concatenate([faces, np.stack([middle, b, c], axis=1)])
        uv = np.concatenate([uv, np.stack([uv_middle, uv_b, uv_c], axis=1)])
        parent = np.concatenate([parent, parent[row]])
        changed = np.concatenate([changed, np.ones(len(row), dtype=bool)])
    halves = replace(
        surface,
        vertices=vertices,
        faces=faces,
        uv=uv,
        colors=surface.colors[parent],
        texture=surface.texture[parent],
        tint=surface.tint[parent],
    )
    return halves, parent, np.flatnonzero(changed)
