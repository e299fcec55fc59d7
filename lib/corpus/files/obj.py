"""OBJ, as Wavefront's appendix B1 says: polygons, their colours and textures.

trimesh reads OBJ as well, but takes relative indices from the end of the file, cuts
concave polygons as fans, finds one material file of several, and leaves out what it
cannot follow.
"""

import re
from collections import Counter
from itertools import chain

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.files.contents import Contents, Part, Refused, Texture, counted, grey
from lib.corpus.files.mtl import Material, Textures, read_mtl
from lib.corpus.files.obj_text import Statements, corners, scan, table
from lib.corpus.files.polygons import triangulate
from lib.corpus.files.source import Source
from lib.corpus.files.wavefront import find, possible_names, shown

_LIBRARY = re.compile(r"\S.*?\.mtl(?=\s|$)", re.IGNORECASE)
_NO_MATERIAL = ("", "(null)")


def read_obj(source: Source) -> Contents:
    """Read an OBJ file and its materials.

    A face has the texture of its material where it has texture coordinates, else the
    mean colour of its corners, else its material's, else grey. Groups, objects and
    normals are not kept; lines, points and free-form curves are passed over.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Contents
        One part for the faces without a texture and one for each texture, in the
        order of their first faces.

    Raises
    ------
    Refused
        With free-form surfaces, with a line that cannot be read, or a face that
        points at what is not there; the line is named.
    """
    text = scan(source.data)
    vertices, paint = _vertices(text)
    polygons = corners(text)
    places, polygon = triangulate(vertices, polygons.counts, polygons.vertex)
    few = counted(int((polygons.counts < 3).sum()), "face")
    beside = Counter(text.beside)
    if len(polygon) == 0:
        what = ", ".join([*few, *_listed(beside)])
        raise Refused(
            f"no faces with three corners, only {what}" if what else "no faces",
            "export it as polygons, not as points or curves",
        )
    materials, missing = _materials(source, text)
    faces, used = polygons.vertex[places], polygons.material[polygon]
    mapped = (polygons.uv[places] >= 0).all(axis=1)
    textures = Textures(source)
    chosen: dict[int, Texture] = {}
    for number in np.unique(used[mapped]).tolist():
        if (material := materials.get(number)) and (texture := textures.of(material)):
            chosen[number] = texture
    for number in np.unique(used).tolist():
        if material := materials.get(number):
            beside.update(material.map.ignored if number in chosen and material.map else ())
            beside.update(material.ignored)
    pictures = list(dict.fromkeys(chosen.values()))
    group = np.full(len(text.materials), -1)
    for number, texture in chosen.items():
        group[number] = pictures.index(texture)
    colors = _colors(faces, paint, materials, used)
    uv = _coordinates(text, polygons.uv[places], materials, used) if chosen else None
    return Contents(
        _parts(vertices, faces, colors, np.where(mapped, group[used], -1), pictures, uv),
        (*missing, *textures.missing),
        (*(f"{words} with fewer than three corners" for words in few), *_listed(beside)),
    )


def _listed(beside: Counter[str]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(counted(count, noun) for noun, count in beside.items()))


def _vertices(text: Statements) -> tuple[Floats, Floats | None]:
    """Coordinates, and colours 0-255, NaN where a vertex has none.

    A fourth number of four is the weight of rational curves, one of seven the alpha.
    """
    values = table(text.v, "a vertex", (3, 4, 6, 7))
    if values.shape[1] < 6:
        return values[:, :3], None
    paint = values[:, 3:6].copy()
    paint[np.isnan(paint).any(axis=1)] = np.nan
    exceeds = bool((paint > 1).any())
    return values[:, :3], np.clip(paint * (1 if exceeds else 255), 0, 255)


def _materials(source: Source, text: Statements) -> tuple[dict[int, Material], tuple[str, ...]]:
    """Materials by their place in `Statements.materials`, and what is missing."""
    known: dict[str, Material] = {}
    lost: dict[str, None] = {}
    for rest in text.libraries:
        for names in _libraries(source, rest):
            path = find([source], names)
            if path is None:
                lost[f"material file {shown(names[0])} (not found)"] = None
                continue
            library = source.beside(path)
            try:
                _ = library.data
            except (Refused, OSError) as error:
                reason = error.reason if isinstance(error, Refused) else error.strerror
                lost[f"material file {shown(names[0])} ({reason})"] = None
                continue
            # "The first file listed is searched first for the material definition."
            known = read_mtl(library) | known
    materials = {}
    undefined: dict[str, None] = {}
    for number in sorted({run[3] for run in text.runs}):
        names = possible_names(text.materials[number])
        name = next((name for name in names if name in known), None)
        if name is not None:
            materials[number] = known[name]
        elif names and names[0] not in _NO_MATERIAL:
            undefined[f"material {shown(names[0])} (not defined)"] = None
    # A file that is missing may define them; without any, names are all there is.
    return materials, tuple(lost or (undefined if text.libraries else ()))


def _libraries(source: Source, rest: str) -> list[list[str]]:
    """Tell what an `mtllib` names: a file, whose name may hold blanks, or several files."""
    names = possible_names(rest)
    pieces = _LIBRARY.findall(names[-1])
    several = len(pieces) > 1 and not _LIBRARY.sub("", names[-1]).strip()
    path = find([source], names)
    # Of `a.mtl maps/b.mtl`, the end is found as well.
    if path is not None and (not several or path.name in names):
        return [names]
    tokens = names[-1].split()
    if several or any(find([source], [token]) for token in tokens):
        return [[piece] for piece in (pieces if several else tokens)]
    return [names]


def _colors(faces: Ints, paint: Floats | None, materials: dict[int, Material], used: Ints) -> Bytes:
    """Colours of triangles where there is no texture."""
    palette = grey(int(used.max()) + 1)
    for number, material in materials.items():
        palette[number] = material.color
    colors = palette[used]
    if paint is not None:
        mean = paint[faces].mean(axis=1)
        painted = ~np.isnan(mean[:, 0])
        colors[painted] = np.round(mean[painted]).astype(np.uint8)
    return colors


def _coordinates(
    text: Statements, place: Ints, materials: dict[int, Material], used: Ints
) -> Floats:
    """Texture coordinates of triangles' corners, shape (F, 3, 2), as their maps move them."""
    values = table(text.vt, "a texture coordinate", (1, 2, 3), fill=0.0)
    values = np.column_stack([values, np.zeros(len(values))])[:, :2]
    moved = np.array([[(1.0, 1.0), (0.0, 0.0)]] * len(text.materials))
    for number, material in materials.items():
        if material.map is not None:
            moved[number] = material.map.scale, material.map.offset
    uv: Floats = values[place] * moved[used, None, 0] + moved[used, None, 1]
    return uv


def _parts(
    vertices: Floats,
    faces: Ints,
    colors: Bytes,
    group: Ints,
    pictures: list[Texture],
    uv: Floats | None,
) -> list[Part]:
    """Split triangles by their picture, -1 in `group` for none, in the order of first faces."""
    numbers, first = np.unique(group, return_index=True)
    parts = []
    for number in numbers[np.argsort(first)].tolist():
        own = group == number
        points, corner = vertices, faces[own]
        if len(numbers) > 1:
            places, corner = np.unique(corner, return_inverse=True)
            points, corner = vertices[places], corner.reshape(-1, 3)
        if number < 0 or uv is None:
            parts.append(Part(points, corner, colors[own]))
        else:
            parts.append(Part(points, corner, colors[own], pictures[number], uv[own]))
    return parts
