"""Wavefront OBJ: polygons with materials, textures and vertex colours."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.corpus.files.contents import Contents, Part, Refused, counted, grey
from lib.corpus.files.mtl import Material, Palette, read_mtl
from lib.corpus.files.obj_lines import Lines, read_lines
from lib.corpus.files.polygons import triangulate
from lib.corpus.files.source import Source

_NONE = np.iinfo(np.int64).min
"""Stands for a texture coordinate that a corner does not have."""

_EMPTY = np.zeros((0, 3), dtype=np.int64)


def read_obj(source: Source) -> Contents:
    """Read an OBJ file and the materials and textures that it names.

    A face has the colours of its texture, else the mean of its vertices', else its
    material's ``Kd``, else grey; ``Kd`` beside a texture is ignored, as common
    viewers do. Lines, points and curves are passed over; surfaces that are no
    polygons are refused.

    Raises
    ------
    OSError
        If it cannot be opened.
    Refused
        With indices that point nowhere, statements that cannot be read, or
        free-form surfaces.
    """
    lines = read_lines(source.data.decode("utf-8-sig", errors="surrogateescape"))
    vertices, paint = _vertices(lines)
    counts, corners, uv_index = _corners(lines, len(vertices), len(lines.uvs))
    places, polygon = triangulate(vertices, counts, corners)
    faces = corners[places]
    materials, missing = _materials(source, lines)
    palette, uvs, parts = Palette(source), _uvs(lines), []
    unread: dict[str, None] = {}
    used = np.asarray(lines.face_material, dtype=np.int64)[polygon]
    textured = np.asarray((uv_index[places] >= 0).all(axis=1))
    own, own_colors = _own_colors(paint, faces)
    for number in dict.fromkeys(used.tolist()):
        chosen = np.asarray(used == number)
        name = lines.materials[number]
        material = materials.get(name, Material())
        if name and name not in materials and lines.libraries and not missing:
            palette.missing[f"material {name} (not defined)"] = None
        unread.update(dict.fromkeys(material.unread))
        colors = np.where(own[chosen, None], own_colors[chosen], _solid(material, chosen.sum()))
        with_uv = textured[chosen]
        texture = palette.texture(material) if with_uv.any() else None
        rows = np.flatnonzero(chosen)
        if texture is None or material.texture is None:
            parts.append(_part(vertices, faces[rows], colors))
            continue
        if not with_uv.all():
            parts.append(_part(vertices, faces[rows[~with_uv]], colors[~with_uv]))
        rows, colors = rows[with_uv], colors[with_uv]
        uv = uvs[uv_index[places[rows]]] * material.texture.scale + material.texture.offset
        part = _part(vertices, faces[rows], colors)
        parts.append(Part(part.vertices, part.faces, part.colors, texture, uv))
    return Contents(
        parts,
        (*missing, *palette.missing),
        (
            *counted(int((counts < 3).sum()), "face", "of fewer than three corners"),
            *lines.passed_over(),
            *unread,
        ),
    )


def _part(vertices: Floats, faces: Ints, colors: Bytes) -> Part:
    """Take the vertices that the faces use, in their order."""
    used, renumbered = np.unique(faces, return_inverse=True)
    return Part(vertices[used], renumbered.reshape(-1, 3), colors)


def _vertices(lines: Lines) -> tuple[Floats, Floats]:
    """Return positions (V, 3), and colours (V, 3) as 0-255, NaN where there are none."""
    table = _table(lines.vertices, lines.vertex_lines, 3, "vertex")
    paint = np.full((len(table), 3), np.nan)
    if table.shape[1] >= 6:
        paint = table[:, 3:6].copy()
        if np.nanmax(paint, initial=0) <= 1:
            paint *= 255
    return table[:, :3], np.clip(paint, 0, 255)


def _uvs(lines: Lines) -> Floats:
    table = _table(lines.uvs, lines.uv_lines, 1, "texture coordinate")
    return table[:, :2] if table.shape[1] > 1 else np.column_stack([table, np.zeros(len(table))])


def _table(rows: Sequence[str], numbers: Sequence[int], least: int, what: str) -> Floats:
    """Read rows of numbers, NaN where a row is shorter than the longest."""
    try:
        table = np.loadtxt(rows, comments=None, ndmin=2) if rows else np.zeros((0, least))
        if table.shape[1] >= least:
            return table
    except ValueError:
        # Rows of several lengths, or a row that is wrong.
        pass
    split = [row.split() for row in rows]
    widths = np.array([len(row) for row in split], dtype=np.int64)
    if widths.min() < least:
        line = numbers[int(widths.argmin())]
        raise Refused(f"line {line}: a {what} has {widths.min()} numbers, not {least}")
    table = np.full((len(split), int(widths.max())), np.nan)
    try:
        for row, values in enumerate(split):
            table[row, : len(values)] = values
    except ValueError as error:
        raise Refused(f"line {numbers[row]}: a {what} is no number") from error
    return table


def _corners(lines: Lines, n_vertices: int, n_uvs: int) -> tuple[Ints, Ints, Ints]:
    """Return corners a face, and of each corner the vertex and the uv, -1 for no uv."""
    counts, vertex, uv = _alike(lines.faces) or _each(lines)
    at = np.repeat(np.arange(len(counts)), counts)
    seen = np.array(lines.face_seen, dtype=np.int64).reshape(-1, 2)[at]
    numbers = np.array(lines.face_lines, dtype=np.int64)[at]
    has_uv = uv != _NONE
    vertex = _resolved(vertex, seen[:, 0], n_vertices, numbers, "vertices")
    uv[has_uv] = _resolved(
        uv[has_uv], seen[has_uv, 1], n_uvs, numbers[has_uv], "texture coordinates"
    )
    return counts, vertex, np.where(has_uv, uv, -1)


def _alike(rows: Sequence[str]) -> tuple[Ints, Ints, Ints] | None:
    """Read faces that are all written alike, at once; None where they are not."""
    slashes = rows[0].count("/") if rows else 0
    width = len(rows[0].split()) if rows else 3
    text = "\n".join(rows)
    if text.count("//") not in (0, width * len(rows)) or slashes % width:
        return None
    if not all(row.count("/") == slashes for row in rows):
        return None
    try:
        plain = text.replace("//", " ").replace("/", " ").split("\n")
        table = np.loadtxt(plain, dtype=np.int64, comments=None, ndmin=2) if rows else _EMPTY
    except ValueError:
        return None
    values = 2 if "//" in text else slashes // width + 1
    if table.shape[1] != width * values:
        return None
    corner = table.reshape(-1, values)
    has_uv = values > 1 and "//" not in text
    uv = corner[:, 1] if has_uv else np.full(len(corner), _NONE)
    return np.full(len(rows), width), corner[:, 0], uv


def _each(lines: Lines) -> tuple[Ints, Ints, Ints]:
    """Read faces one by one."""
    counts, vertex, uv = np.zeros(len(lines.faces), dtype=np.int64), list[int](), list[int]()
    for face, (row, number) in enumerate(zip(lines.faces, lines.face_lines, strict=True)):
        tokens = row.split()
        counts[face] = len(tokens)
        try:
            for token in tokens:
                first, second, *_ = [*token.split("/"), ""]
                vertex.append(int(first))
                uv.append(int(second) if second else _NONE)
        except ValueError as error:
            raise Refused(f"line {number}: a face's index is no whole number") from error
    return counts, np.array(vertex, dtype=np.int64), np.array(uv, dtype=np.int64)


def _resolved(index: Ints, seen: Ints, total: int, numbers: Ints, what: str) -> Ints:
    """Turn indices from 1, or backwards from the last seen, into places."""
    place = np.where(index > 0, index - 1, seen + index)
    bad = (index == 0) | (place < 0) | (place >= total)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        reason = "indices count from 1" if index[first] == 0 else f"there are {total:,} {what}"
        raise Refused(f"line {numbers[first]}: a face has the index {index[first]}, {reason}")
    return place


def _own_colors(paint: Floats, faces: Ints) -> tuple[Bools, Bytes]:
    """Say which faces have coloured vertices, and the mean of their colours."""
    mean = paint[faces].mean(axis=1)
    own = np.isfinite(mean).all(axis=1)
    return own, np.round(np.where(own[:, None], mean, 0)).astype(np.uint8)


def _solid(material: Material, count: int) -> Bytes:
    if material.color is None:
        return grey(count)
    color = np.round(np.clip(material.color, 0, 1) * 255.0).astype(np.uint8)
    return np.broadcast_to(color, (count, 3))


def _materials(source: Source, lines: Lines) -> tuple[dict[str, Material], tuple[str, ...]]:
    """Read the libraries that a file names, and name those that are not there."""
    materials: dict[str, Material] = {}
    missing: dict[str, None] = {}
    for named in lines.libraries:
        # A name may hold blanks, a line may hold names: the whole line comes first.
        whole = source.find(named)
        words = named.split()
        names = [named] if whole is not None or not any(map(source.find, words)) else words
        for name in names:
            path = source.find(name)
            if path is None:
                missing[f"material file {name} (not found)"] = None
                continue
            try:
                found = read_mtl(path, source.root)
            except Refused as error:
                missing[f"material file {name} ({error.reason})"] = None
            except OSError as error:
                missing[f"material file {name} ({error.strerror})"] = None
            else:
                materials = {**found, **materials}
    return materials, tuple(missing)
