"""Read PLY: polygons with the colours and textures of MeshLab and its kin."""

import numpy as np

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.corpus.files.contents import Contents, Part, Refused, Texture, counted, grey
from lib.corpus.files.images import BadImage, pixels
from lib.corpus.files.ply_body import Columns, Lists, Scalars, read_body
from lib.corpus.files.ply_header import Header, read_header
from lib.corpus.files.polygons import triangulate
from lib.corpus.files.source import Source

_INDICES = ("vertex_indices", "vertex_index")
_STRIPS = ("tristrips", "tristrip", "trifans", "trifan")
_COLORS = (
    ("red", "green", "blue"),
    ("diffuse_red", "diffuse_green", "diffuse_blue"),
    ("r", "g", "b"),
)
_UV = (("s", "t"), ("u", "v"), ("texture_u", "texture_v"), ("texture_s", "texture_t"))

_TEXCOORD = ("texcoord", "texcoords")

_EXPORT = "export it as triangles, from MeshLab for example"
_COLOR = "export its colours as uchar, 0 to 255"


def read_ply(source: Source) -> Contents:
    """Read a PLY file, text or binary.

    A face has the colour of its texture, else its own, else the mean of its
    corners': MeshLab writes white beside a texture for faces that have none. Other
    elements than vertices and faces are passed over.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Contents
        A part a texture, after those faces that have none.

    Raises
    ------
    Refused
    """
    header = read_header(source.data)
    elements, rest = read_body(source.data, header)
    _require_polygons(header, elements)
    others = [
        one
        for element in header.elements
        if element.name not in ("vertex", "face")
        for one in counted(element.length, element.name)
    ]
    vertex, face = elements.get("vertex", {}), elements.get("face", {})
    if not face:
        return Contents([], passed_over=(*others, *rest))
    axes = [_scalar(vertex, "vertex", axis) for axis in "xyz"]
    vertices = np.column_stack([axis.values for axis in axes])
    counts, corners = _polygons(face, len(vertices))
    places, polygon = triangulate(vertices, counts, corners)
    uv, mapped = _coordinates(vertex, face, counts, corners, places, polygon)
    number = _numbers(face, polygon, mapped, header.textures)
    textures, missing = _textures(source, header.textures, number)
    faces = corners[places]
    colors = _colors(vertex, face, faces, polygon)
    painted = np.isin(number, list(textures))
    parts = [Part(vertices, faces[~painted], colors[~painted])]
    for own, texture in textures.items():
        chosen = number == own
        parts.append(Part(vertices, faces[chosen], colors[chosen], texture, uv[chosen]))
    passed_over = (
        *others,
        *counted(int((counts == 0).sum()), "empty face"),
        *counted(int((counts == 1).sum()), "point"),
        *counted(int((counts == 2).sum()), "line"),
        *counted(len(set(range(len(header.textures))) - set(number.tolist())), "unused texture"),
        *rest,
    )
    return Contents(parts, missing, passed_over)


def _require_polygons(header: Header, elements: dict[str, Columns]) -> None:
    """Refuse shapes that are not polygons in the element `face`."""
    length = {element.name: element.length for element in header.elements}
    for name in (name for name in elements if length[name]):
        if name in _STRIPS:
            kind = "fans" if "fan" in name else "strips"
            raise Refused(f"its faces are triangle {kind} (element {name})", _EXPORT)
        indexed = any(isinstance(elements[name].get(key), Lists) for key in _INDICES)
        if name != "face" and indexed and not length.get("face"):
            raise Refused(f"its faces stand in an element {name}, not face", _EXPORT)
    if length.get("face") and not any(key in elements["face"] for key in _INDICES):
        has = ", ".join(elements["face"]) or "nothing"
        raise Refused(f"its faces have no list vertex_indices, but {has}", _EXPORT)


def _scalar(columns: Columns, element: str, name: str) -> Scalars:
    column = columns.get(name)
    if column is None:
        has = ", ".join(columns) or "nothing"
        raise Refused(f"the element {element} has no {name}, but {has}", _EXPORT)
    if isinstance(column, Lists):
        raise Refused(f"{name} of the element {element} is a list, not a number", _EXPORT)
    return column


def _list(columns: Columns, element: str, name: str) -> Lists:
    column = columns[name]
    if not isinstance(column, Lists):
        raise Refused(f"{name} of the element {element} is a number, not a list", _EXPORT)
    return column


def _polygons(face: Columns, vertex_count: int) -> tuple[Ints, Ints]:
    """Corners a face, and the vertices they point at."""
    told = _list(face, "face", next(key for key in _INDICES if key in face))
    good = (told.values >= 0) & (told.values < vertex_count)
    good &= told.values == np.floor(told.values)
    if not good.all():
        bad = int(np.argmin(good))
        row = int(np.searchsorted(np.cumsum(told.counts), bad, side="right"))
        raise Refused(
            f"face {row + 1:,} points at vertex {told.values[bad]:.15g}, "
            f"the file has {vertex_count:,}, counted from 0"
        )
    return told.counts, told.values.astype(np.int64)


def _colors(vertex: Columns, face: Columns, faces: Ints, polygon: Ints) -> Bytes:
    """Colour of each triangle without a texture."""
    own = _paint(face, "face")
    if own is not None:
        return _bytes(own[polygon])
    paint = _paint(vertex, "vertex")
    return grey(len(faces)) if paint is None else _bytes(paint[faces].mean(axis=1))


def _bytes(values: Floats) -> Bytes:
    # Two roundings, so that the last bits of a mean do not decide.
    return np.round(np.round(values, 6)).astype(np.uint8)


def _paint(columns: Columns, element: str) -> Floats | None:
    """Colours of an element's rows, 0-255, or None where there are none."""
    for names in _COLORS:
        found = [name for name in names if name in columns]
        # A lone r may be a radius.
        if found and (len(found) == 3 or len(names[0]) > 1):
            return _scaled([_scalar(columns, element, name) for name in names], element)
    return None


def _scaled(channels: list[Scalars], element: str) -> Floats:
    kinds = {channel.type for channel in channels}
    if len(kinds) > 1:
        raise Refused(f"the channels of a {element}'s colour are of several types", _COLOR)
    values = np.column_stack([channel.values for channel in channels])
    if not values.size:
        return values
    fraction = kinds <= {"f4", "f8"}
    # Some programs write bytes as floats; whole numbers beyond 1 can be nothing else.
    if fraction and values.max() > 1 and (values == np.floor(values)).all():
        fraction = False
    top = 1.0 if fraction else 65535.0 if kinds == {"u2"} else 255.0
    slack = 1e-3 * fraction
    good = (values >= -slack) & (values <= top + slack)
    if not good.all():
        bad = values[~good][0]
        raise Refused(f"a {element}'s colour is {bad:g}, its type allows 0 to {top:g}", _COLOR)
    return np.asarray(np.clip(values / top, 0, 1) * 255)


def _coordinates(
    vertex: Columns, face: Columns, counts: Ints, corners: Ints, places: Ints, polygon: Ints
) -> tuple[Floats, Bools]:
    """Texture coordinates of the triangles' corners, (F, 3, 2), and which have some."""
    uv, mapped = np.zeros((*places.shape, 2)), np.zeros(len(polygon), dtype=bool)
    key = next((key for key in _TEXCOORD if key in face), None)
    if key:
        own = _list(face, "face", key)
        wrong = (own.counts != 2 * counts) & (own.counts != 0) & (counts > 2)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise Refused(
                f"face {row + 1:,} has {counts[row]} corners and {own.counts[row]} numbers in "
                f"{key}, two a corner are read",
                _EXPORT,
            )
        if own.counts.any():
            mapped = own.counts[polygon] > 0
            chosen = np.flatnonzero(mapped)
            first, first_corner = (np.cumsum(n) - n for n in (own.counts, counts))
            corner = places[chosen] - first_corner[polygon[chosen], None]
            place = first[polygon[chosen], None] + 2 * corner
            uv[chosen] = np.stack([own.values[place], own.values[place + 1]], axis=2)
            return uv, mapped
    for names in _UV:
        if all(name in vertex for name in names):
            across, up = (_scalar(vertex, "vertex", name).values for name in names)
            return np.stack([across, up], axis=1)[corners[places]], ~mapped
    return uv, mapped


def _numbers(face: Columns, polygon: Ints, mapped: Bools, names: list[str]) -> Ints:
    """Place in `names` of each triangle's texture, -1 for none."""
    if not names or not mapped.any():
        return np.full(len(polygon), -1)
    if "texnumber" in face:
        told = _scalar(face, "face", "texnumber").values[polygon]
        wrong = mapped & ((told >= len(names)) | (told != np.floor(told)))
        if wrong.any():
            raise Refused(
                f"a texnumber is {told[wrong][0]:g}, the file names {len(names)} textures from 0"
            )
        return np.where(mapped & (told >= 0), told, -1).astype(np.int64)
    if len(set(names)) > 1:
        raise Refused(
            f"it names {len(names)} textures, and no texnumber says which face has which",
            "export it with texnumber, as MeshLab does, or with one texture",
        )
    return np.where(mapped, 0, -1)


def _textures(
    source: Source, names: list[str], number: Ints
) -> tuple[dict[int, Texture], tuple[str, ...]]:
    """Read the textures that faces have, by number; and say which are missing."""
    found: dict[str, Texture | None] = {}
    missing = []
    used = [own for own in np.unique(number).tolist() if own >= 0]
    for name in dict.fromkeys(names[own] for own in used):
        path, found[name] = source.find(name), None
        try:
            if path is None:
                raise BadImage("not found")
            found[name] = Texture(pixels(path.read_bytes()))
        except OSError as error:
            missing.append(f"texture {name} ({error.strerror or error})")
        except BadImage as error:
            missing.append(f"texture {name} ({error})")
    textures = {own: texture for own in used if (texture := found[names[own]]) is not None}
    return textures, tuple(missing)
