"""OFF text: triangles and polygons, with the colours of faces or vertices."""

import re

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.corpus.files.contents import Contents, Part, Refused, counted, grey
from lib.corpus.files.polygons import triangulate
from lib.corpus.files.source import Source

_HEADER = re.compile(
    r"\s*(?P<uv>ST)?(?P<color>C)?(?P<normal>N)?(?P<space>4?n?)OFF(?![A-Za-z])", re.IGNORECASE
)


def read_off(source: Source) -> Contents:
    """Read an OFF file; see :func:`parse_off`.

    Raises
    ------
    OSError
        If it cannot be opened.
    Refused
        If it cannot be read in full.
    """
    return parse_off(source.data.decode("utf-8-sig", errors="replace"))


def parse_off(text: str) -> Contents:
    """Read the text of an OFF, COFF, NOFF or STOFF file.

    Parameters
    ----------
    text : str
        The counts may follow the header word on its line, with or without a
        space (``OFF490 518 0``). Comments, blank lines, trailing blanks and any
        line ending are skipped.

    Returns
    -------
    Contents
        One part. A face has its own colour, else the mean of its vertices', else
        grey. Points, lines and indices into a colour map are passed over.

    Raises
    ------
    Refused
        Without a header, with fewer lines than the counts say, with a line that
        holds something else than the numbers it should, with binary data or with
        vertices of other than three dimensions.
    """
    lines = text.splitlines()
    if "#" in text:
        lines = [line.partition("#")[0] for line in lines]
    lines = [stripped for line in lines if (stripped := line.strip())]
    header = _HEADER.match(lines[0]) if lines else None
    if header is None:
        raise Refused("no OFF header on the first line")
    glued = lines[0][header.end() :].strip()
    if header["space"]:
        raise Refused(f"{header['space']}OFF has vertices of other than three dimensions")
    if glued.upper().startswith("BINARY"):
        raise Refused("binary OFF is not read", "export it as text")
    body = [glued, *lines[1:]] if glued else lines[1:]
    if not body:
        raise Refused("the line with the counts is missing")
    vertex_count, face_count = _counts(body[0])
    rows = body[1:]
    if len(rows) < vertex_count + face_count:
        raise Refused(
            f"the header announces {vertex_count:,} vertices and {face_count:,} faces, "
            f"{len(rows):,} lines follow: the file ends before its last face"
        )
    table = _table(rows[:vertex_count])
    counts, corners, own, mapped = _faces(rows[vertex_count : vertex_count + face_count])
    if corners.size and not 0 <= corners.min() <= corners.max() < vertex_count:
        raise Refused(f"a face points at a vertex that is not among the {vertex_count:,}")
    vertices = table[:, :3]
    if (counts == 3).all():
        faces, polygon = corners.reshape(-1, 3), np.arange(len(counts))
    else:
        places, polygon = triangulate(vertices, counts, corners)
        faces = corners[places]
    colors = grey(len(faces))
    first = 6 if header["normal"] else 3
    if header["color"] and table.shape[1] >= first + 3 and len(faces):
        paint = _scaled(table[:, first : first + 3])
        colors = np.round(paint[faces].mean(axis=1)).astype(np.uint8)
    if own is not None:
        painted = ~np.isnan(own[polygon, 0])
        colors[painted] = np.round(own[polygon][painted]).astype(np.uint8)
    beyond = len(rows) - vertex_count - face_count
    return Contents(
        [Part(vertices, faces, colors)],
        passed_over=(
            *counted(int((counts == 1).sum()), "point"),
            *counted(int((counts == 2).sum()), "line"),
            *counted(mapped, "colour", "of a colour map"),
            *counted(_edges(body[0], beyond), "text line", "after the last face"),
        ),
    )


def _counts(line: str) -> tuple[int, int]:
    try:
        vertices, faces = (int(count) for count in line.split()[:2])
    except ValueError as error:
        raise Refused(f"the line with the counts reads {line[:40]!r}") from error
    if min(vertices, faces) < 0:
        raise Refused(f"the line with the counts reads {line[:40]!r}")
    return vertices, faces


def _edges(counts: str, beyond: int) -> int:
    """Lines after the last face that are not the edges that some writers list."""
    announced = counts.split()[2:3]
    return 0 if announced == [str(beyond)] else beyond


def _table(lines: list[str]) -> Floats:
    """Return vertices (V, 3 or more)."""
    if not lines:
        return np.zeros((0, 3))
    try:
        table = np.loadtxt(lines, dtype=np.float64, ndmin=2)
    except ValueError as error:
        raise Refused(f"vertices: {str(error).splitlines()[0]}") from error
    if table.shape[1] < 3:
        raise Refused(f"a vertex has {table.shape[1]} coordinates")
    return table


def _scaled(values: Floats) -> Floats:
    """Bring colours to 0-255; a file that never exceeds 1 counts in fractions."""
    return np.clip(values * 255 if values.max() <= 1 else values, 0, 255)


def _faces(lines: list[str]) -> tuple[Ints, Ints, Floats | None, int]:
    """Return corners a face, all corners, own colours (F, 3) 0-255, and colours of a map."""
    try:
        table = np.loadtxt(lines, dtype=np.int64, ndmin=2) if lines else np.zeros((0, 4), np.int64)
    except ValueError:
        table = np.zeros((0, 0), dtype=np.int64)
    if table.shape[1] == 4 and (table[:, 0] == 3).all():
        return table[:, 0], table[:, 1:].reshape(-1), None, 0
    counts, corners, mapped = np.zeros(len(lines), dtype=np.int64), list[int](), 0
    own, fractions = np.full((len(lines), 3), np.nan), np.zeros(len(lines), dtype=bool)
    for number, line in enumerate(lines):
        try:
            count, *tokens = line.split()
            counts[number] = int(count)
            ring = [int(token) for token in tokens[: int(count)]]
            paint = [float(token) for token in tokens[len(ring) :]]
        except ValueError as error:
            raise Refused(f"face {number} reads {line[:40]!r}") from error
        if len(ring) != counts[number]:
            raise Refused(f"face {number} announces {count} corners, {len(ring)} follow")
        corners += ring
        mapped += len(paint) in (1, 2)
        if len(paint) in (3, 4):
            own[number] = paint[:3]
            # The format tells fractions from 0-255 by how they are written.
            fractions[number] = any("." in token or "e" in token for token in tokens[len(ring) :])
    if not np.isnan(own).all():
        # Some writers put whole numbers for 0 and 1.
        fractions |= bool(np.nanmax(own) <= 1)
        fractions &= (own <= 1).all(axis=1)
        own[fractions] *= 255
        return counts, np.array(corners, dtype=np.int64), np.clip(own, 0, 255), mapped
    return counts, np.array(corners, dtype=np.int64), None, mapped
