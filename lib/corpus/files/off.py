"""OFF, as Geomview's manual says: text, colours included.

trimesh reads OFF as well, but drops the colours and takes a file that ends early
for a smaller mesh.
"""

import codecs
import re
from itertools import chain

import numpy as np

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.corpus.files.contents import DAMAGED, Contents, Part, Refused, counted, grey
from lib.corpus.files.polygons import triangulate
from lib.corpus.files.source import Source

_HEADER = re.compile(
    r"(?P<uv>ST|st)?(?P<color>[Cc])?(?P<normal>N)?(?P<four>4)?(?P<many>n)?"
    r"[Oo][Ff][Ff](?![A-Za-z])"
)
_PLAIN = "export it as plain OFF: text, three coordinates a vertex"


def read_off(source: Source) -> Contents:
    """Read an OFF file, whose header word may have the prefixes ST, C and N.

    The counts may follow the header word on its line, with or without a space
    (``OFF490 518 0``). Comments, blank lines, trailing blanks and any line ending
    are skipped. A face has its own colour, else the mean of its vertices' colours,
    else grey; colours count in 255ths, or in fractions where none exceeds 1. The
    number of a colour in a colormap of Geomview is passed over.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Contents
        One part.

    Raises
    ------
    Refused
        Without a header, in binary, in other than three dimensions, with other
        lines than the counts say, or with a line that holds something else than
        the numbers it should.
    """
    header, lines = _split(source.data)
    vertex_count, face_count = _counts(lines[0])
    end = 1 + vertex_count + face_count
    if len(lines) < end:
        raise Refused(
            f"the header announces {vertex_count:,} vertices and {face_count:,} faces, "
            f"{len(lines) - 1:,} lines follow"
        )
    vertices, paint, unnamed = _vertices(lines[1 : vertex_count + 1], header)
    faces, own, passed_over = _faces(lines[vertex_count + 1 : end], vertices)
    colors = grey(len(faces)) if paint is None else _rounded(paint[faces].mean(axis=1))
    painted = ~np.isnan(own[:, 0])
    colors[painted] = _rounded(own[painted])
    return Contents(
        [Part(vertices, faces, colors)],
        passed_over=(*unnamed, *passed_over, *_after(lines[end:], vertex_count, face_count)),
    )


def _split(data: bytes) -> tuple[re.Match[str], list[str]]:
    """Return the header and the lines from the one with the counts on."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("the text is UTF-16", "save it as UTF-8")
    # Only comments hold other characters than ASCII, and Latin-1 takes any byte.
    text = data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = text.split("\n")
    if "#" in text:
        rows = [row.partition("#")[0] for row in rows]
    lines = [line for line in map(str.strip, rows) if line]
    header = _HEADER.match(lines[0]) if lines else None
    if header is None:
        raise Refused("no OFF header on the first line")
    rest = lines[0][header.end() :].strip()
    if rest.upper().startswith("BINARY"):
        raise Refused("binary OFF is not read", _PLAIN)
    if header["four"] or header["many"]:
        raise Refused(f"{header[0]}, not three coordinates a vertex, is not read", _PLAIN)
    body = [rest, *lines[1:]] if rest else lines[1:]
    if not body:
        raise Refused("the line with the counts is missing")
    return header, body


def _counts(line: str) -> tuple[int, int]:
    tokens = line.split()
    if not 2 <= len(tokens) <= 3 or not all(token.isdecimal() for token in tokens[:2]):
        raise Refused(f"the line with the counts reads {line[:40]!r}")
    return int(tokens[0]), int(tokens[1])


def _vertices(
    lines: list[str], header: re.Match[str]
) -> tuple[Floats, Floats | None, tuple[str, ...]]:
    """Coordinates, colours 0-255 if the header names any, and what it does not name."""
    if not lines:
        return np.zeros((0, 3)), None, ()
    try:
        table = np.loadtxt(lines, dtype=np.float64, ndmin=2)
    except ValueError as error:
        raise _odd_line("vertex", lines, len(lines[0].split())) or Refused(str(error))
    first = 6 if header["normal"] else 3
    more = table.shape[1] - first - (2 if header["uv"] else 0)
    if more < (3 if header["color"] else 0):
        raise Refused(f"a vertex has {table.shape[1]} numbers, fewer than {header[0]} announces")
    if not header["color"]:
        unnamed = tuple(f"{words} a vertex" for words in counted(more, "unnamed number"))
        return table[:, :3], None, unnamed
    paint = table[:, first : first + min(more, 4)]
    if not np.isfinite(paint).all():
        raise Refused("a vertex has a colour that is NaN or infinite")
    scaled = paint[:, :3] * (255 if paint.max() <= 1 else 1)
    return table[:, :3], np.clip(scaled, 0, 255), ()


def _faces(lines: list[str], vertices: Floats) -> tuple[Ints, Floats, tuple[str, ...]]:
    """Triangles, their own colours 0-255, NaN where there is none, and what is no triangle."""
    values, lengths = _numbers(lines)
    if len(lines) and (lengths == 4).all() and (values[::4] == 3).all():
        faces = values.reshape(-1, 4)[:, 1:]
        _check_range(faces, len(vertices))
        return faces.astype(np.int64), np.full((len(faces), 3), np.nan), ()
    starts = np.cumsum(lengths) - lengths
    sizes = values[starts]
    if (bad := np.flatnonzero(~((sizes >= 0) & (sizes < lengths) & (sizes % 1 == 0)))).size:
        raise Refused(
            f"face {bad[0]} announces {sizes[bad[0]]:g} corners, {lengths[bad[0]] - 1} follow"
        )
    sizes = sizes.astype(np.int64)
    place = np.arange(len(values)) - np.repeat(starts, lengths)
    corners = values[(place > 0) & (place <= np.repeat(sizes, lengths))]
    _check_range(corners, len(vertices))
    corners = corners.astype(np.int64)
    places, polygon = triangulate(vertices, sizes, corners)
    more = lengths - 1 - sizes
    own = np.full((len(lines), 3), np.nan)
    chosen = np.flatnonzero((more == 3) | (more == 4))
    if len(chosen):
        paint = values[(starts + 1 + sizes)[chosen, None] + np.arange(3)]
        peak = np.maximum(paint.max(axis=1), values[(starts + lengths - 1)[chosen]])
        written = np.array([not lines[row].translate(_WHOLE).isspace() for row in chosen])
        own[chosen] = paint * np.where(_fractions(peak, written), 255, 1)[:, None]
        if not np.isfinite(own[chosen]).all():
            raise Refused("a face has a colour that is NaN or infinite")
    few, maps = int((sizes < 3).sum()), int((more == 1).sum())
    odd = int(((more == 2) | (more > 4)).sum())
    return (
        corners[places],
        own[polygon],
        (
            *(f"{words} with fewer than three corners" for words in counted(few, "face")),
            *counted(maps, "colormap number"),
            *(f"{words} with numbers that are no colour" for words in counted(odd, "face")),
        ),
    )


_WHOLE = str.maketrans("", "", "0123456789+-")


def _fractions(peak: Floats, written: Bools) -> Bools:
    """Whether colours count to 1: whole numbers if no colour exceeds it, others if none of them.

    The manual takes whole numbers for 255ths, but programs that print fractions
    often leave out the point: ``1 0 0`` is red.
    """
    one = np.array([peak.max() <= 1, peak[written].max(initial=0) <= 1])
    fractions: Bools = one[written.astype(np.int64)]
    return fractions


def _numbers(lines: list[str]) -> tuple[Floats | Ints, Ints]:
    """All numbers of the lines, and how many each has."""
    try:
        table = np.loadtxt(lines, dtype=np.int64, ndmin=2) if lines else np.zeros((0, 1))
    except ValueError:
        tokens = [line.split() for line in lines]
        try:
            values = np.array(list(chain.from_iterable(tokens)), dtype=np.float64)
        except ValueError as error:
            raise _odd_line("face", lines) or Refused(str(error))
        return values, np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    return table.reshape(-1), np.full(len(table), table.shape[1], dtype=np.int64)


def _check_range(corners: Floats | Ints, count: int) -> None:
    if corners.size == 0 or (
        corners.min() >= 0
        and corners.max() < count
        and (corners.dtype.kind == "i" or (corners % 1 == 0).all())
    ):
        return
    bad = corners[~((corners >= 0) & (corners < count) & (corners % 1 == 0))][0]
    raise Refused(f"a face points at vertex {bad:g}, not among the {count:,} of the file")


def _odd_line(what: str, lines: list[str], width: int = 0) -> Refused | None:
    """Say which line made NumPy give up."""
    for number, line in enumerate(lines):
        tokens = line.split()
        if width not in (0, len(tokens)):
            return Refused(f"{what} {number} has {len(tokens)} numbers, the first {width}")
        try:
            _ = [float(token) for token in tokens]
        except ValueError:
            return Refused(f"{what} {number} reads {line[:40]!r}")
    return None


def _after(lines: list[str], vertex_count: int, face_count: int) -> tuple[str, ...]:
    """Count what follows the last face, and refuse it if it is shape."""
    for line in lines:
        size, *tokens = line.split()
        if _HEADER.match(line):
            raise Refused("a second object follows the first", "export each into a file of its own")
        if size.isdecimal() and 3 <= int(size) <= len(tokens):
            corners = tokens[: int(size)]
            if all(token.isdecimal() and int(token) < vertex_count for token in corners):
                raise Refused(f"the header announces {face_count:,} faces, more follow", DAMAGED)
    return tuple(f"{words} after the last face" for words in counted(len(lines), "line"))


def _rounded(colors: Floats) -> Bytes:
    return np.round(np.clip(colors, 0, 255)).astype(np.uint8)
