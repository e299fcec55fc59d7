"""OFF text to arrays, colours included.

trimesh reads OFF as well, but drops the colours and takes a file that ends early
for a smaller mesh.
"""

import itertools
import re

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.files.contents import Contents, Part
from lib.corpus.files.source import Source
from lib.geometry.mesh import GREY

_HEADER = re.compile(r"\s*(?P<uv>ST)?(?P<color>C)?(?P<normal>N)?OFF(?![A-Za-z])", re.IGNORECASE)

Arrays = tuple[Floats, Ints, Bytes]


def read_off(source: Source) -> Contents:
    """Read an OFF file."""
    return Contents([Part(*parse_off(source.data.decode("utf-8", errors="replace")))])


def parse_off(text: str) -> Arrays:
    """Read the text of an OFF, COFF, NOFF or STOFF file.

    Parameters
    ----------
    text : str
        The counts may follow the header word on its line, with or without a
        space (``OFF490 518 0``). Comments, blank lines, trailing blanks and any
        line ending are skipped.

    Returns
    -------
    vertices : ndarray of float64, shape (V, 3)
    faces : ndarray of int64, shape (F, 3)
        Polygons come out as fans of triangles; points and lines are dropped.
    colors : ndarray of uint8, shape (F, 3)
        Colour of the face, else the mean of its vertices' colours, else grey.

    Raises
    ------
    ValueError
        Without a header, with fewer lines than the counts say, or with a line
        that holds something else than the numbers it should.
    """
    lines = [stripped for line in text.splitlines() if (stripped := line.partition("#")[0].strip())]
    header = _HEADER.match(lines[0]) if lines else None
    if header is None:
        raise ValueError("no OFF header on the first line")
    glued = lines[0][header.end() :].strip()
    body = [glued, *lines[1:]] if glued else lines[1:]
    if not body:
        raise ValueError("the line with the counts is missing")
    vertex_count, face_count = (int(count) for count in body[0].split()[:2])
    if len(body) - 1 < vertex_count + face_count:
        raise ValueError(
            f"the header announces {vertex_count:,} vertices and {face_count:,} faces, "
            f"{len(body) - 1:,} lines follow"
        )
    if face_count == 0 or vertex_count == 0:
        return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3), dtype=np.uint8)
    table = np.loadtxt(body[1 : vertex_count + 1], dtype=np.float64, ndmin=2)
    if table.shape[1] < 3:
        raise ValueError(f"a vertex has {table.shape[1]} coordinates")
    faces, own = _faces(body[vertex_count + 1 : vertex_count + 1 + face_count])
    if faces.size and not 0 <= faces.min() <= faces.max() < vertex_count:
        raise ValueError(f"a face points at a vertex that is not among the {vertex_count:,}")
    colors = np.full((len(faces), 3), GREY, dtype=np.uint8)
    first = 6 if header["normal"] else 3
    if header["color"] and table.shape[1] >= first + 3:
        colors = np.round(_scale(table[:, first : first + 3])[faces].mean(axis=1)).astype(np.uint8)
    painted = ~np.isnan(own[:, 0])
    if painted.any():
        colors[painted] = np.round(_scale(own[painted])).astype(np.uint8)
    return table[:, :3], faces, colors


def _scale(values: Floats) -> Floats:
    """Bring colours to 0-255; a file that never exceeds 1 counts in fractions."""
    return np.clip(values * 255 if values.max() <= 1 else values, 0, 255)


def _faces(lines: list[str]) -> tuple[Ints, Floats]:
    """Triangles, and the colours on their own lines, NaN where there is none."""
    try:
        table = np.loadtxt(lines, dtype=np.int64, ndmin=2)
    except ValueError:
        table = np.zeros((0, 0), dtype=np.int64)
    if table.shape[1] == 4 and (table[:, 0] == 3).all():
        return table[:, 1:], np.full((len(table), 3), np.nan)
    faces: list[tuple[int, int, int]] = []
    colors: list[list[float]] = []
    for number, line in enumerate(lines):
        count, *tokens = line.split()
        corners = [int(token) for token in tokens[: int(count)]]
        if len(corners) != int(count):
            raise ValueError(f"face {number} announces {count} corners, {len(corners)} follow")
        paint = [float(token) for token in tokens[len(corners) :]]
        color = paint[:3] if len(paint) in (3, 4) else [np.nan] * 3
        for second, third in itertools.pairwise(corners[1:]):
            faces.append((corners[0], second, third))
            colors.append(color)
    return (
        np.array(faces, dtype=np.int64).reshape(-1, 3),
        np.array(colors, dtype=np.float64).reshape(-1, 3),
    )
