"""The elements of a PLY file as arrays, from text or bytes.

Written here because trimesh takes polygons of several sizes in a binary file for
all of one size, and in a text file puts their colours on other faces.
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.corpus.files.contents import Refused
from lib.corpus.files.ply_header import Element, Header

_STRUCT = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q"}


@dataclass(frozen=True, eq=False)
class Scalars:
    """A property with one value a row.

    Attributes
    ----------
    type : str
        As NumPy names it, without a byte order.
    values : ndarray of float64, shape (n,)
    """

    type: str
    values: Floats


@dataclass(frozen=True, eq=False)
class Lists:
    """A property with a list a row.

    Attributes
    ----------
    type : str
        Of the entries, as NumPy names it, without a byte order.
    counts : ndarray of int64, shape (n,)
    values : ndarray of float64, shape (sum of counts,)
    """

    type: str
    counts: Ints
    values: Floats


Columns = dict[str, Scalars | Lists]


def read_body(data: bytes, header: Header) -> tuple[dict[str, Columns], tuple[str, ...]]:
    """Read all elements of a file.

    Parameters
    ----------
    data : bytes
    header : Header

    Returns
    -------
    elements : dict of dict
        By element and property.
    rest : tuple of str
        What follows the last element, counted, for `Contents.passed_over`.

    Raises
    ------
    Refused
        If the file holds less than the header says, or something else.
    """
    elements = {}
    if header.order:
        place = header.size
        for element in header.elements:
            elements[element.name], place = _from_bytes(data, place, element, header.order)
        left, unit = len(data) - place, "byte"
    else:
        lines = [line for line in data[header.size :].splitlines() if line and not line.isspace()]
        place = 0
        for element in header.elements:
            length = element.length if element.properties else 0
            rows = lines[place : place + length]
            if len(rows) < length:
                raise _ends_before(element, len(rows))
            elements[element.name] = _from_lines(rows, element)
            place += length
        left, unit = len(lines) - place, "row"
    plural = "s" * (left != 1)
    return elements, (f"{left:,} {unit}{plural} after the last element",) if left else ()


def spread(starts: Ints, counts: Ints) -> Ints:
    """Return the ranges from `starts` to `starts + counts`, one after the other."""
    shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    return shift + np.arange(len(shift))


def _ends_before(element: Element, row: int) -> Refused:
    return Refused(f"the file ends before {element.name} {row + 1:,} of {element.length:,}")


def _from_lines(rows: list[bytes], element: Element) -> Columns:
    """Columns of text with a row a line: property by property, all rows at once."""
    values, sizes = _numbers(rows, element)
    ends = np.cumsum(sizes)
    place = ends - sizes

    def refuse_unless(good: Bools) -> None:
        if not good.all():
            row = int(np.argmin(good))
            shown = rows[row].decode("latin-1").strip()[:60]
            raise Refused(f"{element.name} {row + 1:,} has the wrong number of values: {shown}")

    columns: Columns = {}
    for prop in element.properties:
        refuse_unless(place < ends)
        if prop.count is None:
            columns[prop.name] = Scalars(prop.type, values[place])
            place = place + 1
        else:
            told = values[place]
            refuse_unless((told >= 0) & (told < ends - place) & (told == np.floor(told)))
            counts = told.astype(np.int64)
            columns[prop.name] = Lists(prop.type, counts, values[spread(place + 1, counts)])
            place = place + 1 + counts
    refuse_unless(place == ends)
    return columns


def _numbers(rows: list[bytes], element: Element) -> tuple[Floats, Ints]:
    """All numbers of the rows, and how many each has."""
    try:
        # NumPy is faster by half, but takes only rows of one length.
        table = np.loadtxt(rows, ndmin=2, comments=None) if rows else np.zeros((0, 0))
        if len(table) == len(rows):
            return table.reshape(-1), np.full(len(rows), table.shape[1], dtype=np.int64)
    except ValueError:
        pass
    values: list[float] = []
    sizes: list[int] = []
    for number, row in enumerate(rows, 1):
        words = row.split()
        try:
            values.extend(map(float, words))
        except ValueError:
            shown = row.decode("latin-1").strip()[:60]
            raise Refused(f"{element.name} {number:,} holds something else than numbers: {shown}")
        sizes.append(len(words))
    return np.array(values, dtype=np.float64), np.array(sizes, dtype=np.int64)


def _from_bytes(data: bytes, start: int, element: Element, order: str) -> tuple[Columns, int]:
    """Columns of a binary element, and where the next one begins."""
    if not element.properties:
        return {}, start
    listed = [prop for prop in element.properties if prop.count]
    # Most files have lists of one length, which NumPy reads at once; the first row tells.
    first, _ = _list_lengths(data, start, element, order, min(1, element.length))
    lengths = first[0].tolist() if len(first) else [0] * len(listed)
    table = _row_type(element, order, lengths)
    end = start + table.itemsize * element.length
    if not listed and end > len(data):
        raise _ends_before(element, (len(data) - start) // table.itemsize)
    if end <= len(data):
        rows = np.frombuffer(data, table, element.length, start)
        told = [rows[f"count of {prop.name}"] for prop in listed]
        if all((count == length).all() for count, length in zip(told, lengths, strict=True)):
            return _sliced(rows, element), end
    counts, end = _list_lengths(data, start, element, order, element.length)
    return _gathered(np.frombuffer(data, np.uint8), start, element, order, counts), end


def _row_type(element: Element, order: str, lengths: list[int]) -> "np.dtype[np.void]":
    fields: list[tuple[str, str] | tuple[str, str, tuple[int]]] = []
    left = iter(lengths)
    for prop in element.properties:
        if prop.count:
            fields.append((f"count of {prop.name}", order + prop.count))
            fields.append((prop.name, order + prop.type, (next(left),)))
        else:
            fields.append((prop.name, order + prop.type))
    return np.dtype(fields)


def _sliced(rows: npt.NDArray[np.void], element: Element) -> Columns:
    columns: Columns = {}
    for prop in element.properties:
        values = rows[prop.name].astype(np.float64)
        if prop.count:
            counts = np.full(len(rows), values.shape[1], dtype=np.int64)
            columns[prop.name] = Lists(prop.type, counts, values.reshape(-1))
        else:
            columns[prop.name] = Scalars(prop.type, values)
    return columns


def _list_lengths(
    data: bytes, place: int, element: Element, order: str, rows: int
) -> tuple[Ints, int]:
    """Walk along the first rows: lengths of their lists, shape (rows, L), and the end."""
    steps, skip = [], 0
    for prop in element.properties:
        size = np.dtype(prop.type).itemsize
        if prop.count:
            count = struct.Struct(order + _STRUCT[prop.count])
            steps.append((skip, count.unpack_from, count.size, size))
            skip = 0
        else:
            skip += size
    lengths: list[int] = []
    for row in range(rows if steps else 0):
        try:
            for before, unpack, width, size in steps:
                (length,) = unpack(data, place + before)
                if length < 0:
                    raise Refused(f"{element.name} {row + 1:,} has a list of {length} entries")
                lengths.append(length)
                place += before + width + length * size
        except struct.error:
            raise _ends_before(element, row)
        place += skip
        if place > len(data):
            raise _ends_before(element, row)
    return np.array(lengths, dtype=np.int64).reshape(-1, max(1, len(steps))), place


def _gathered(buffer: Bytes, start: int, element: Element, order: str, counts: Ints) -> Columns:
    """Columns of rows whose lists differ in length, `counts` (n, L)."""
    lists = iter(counts.T)
    once = np.ones(len(counts), dtype=np.int64)
    bounds, place = [], np.zeros(len(counts), dtype=np.int64)
    for prop in element.properties:
        if prop.count:
            place = place + np.dtype(prop.count).itemsize
        length = next(lists) if prop.count else once
        bounds.append((place, length))
        place = place + length * np.dtype(prop.type).itemsize
    row = start + np.cumsum(place) - place
    columns: Columns = {}
    for prop, (offset, length) in zip(element.properties, bounds, strict=True):
        own = buffer[spread(row + offset, length * np.dtype(prop.type).itemsize)]
        values = own.view(order + prop.type).astype(np.float64)
        columns[prop.name] = (
            Lists(prop.type, length, values) if prop.count else Scalars(prop.type, values)
        )
    return columns
