"""The statements of an OBJ file, and their numbers."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.corpus.files.contents import Refused
from lib.corpus.files.wavefront import logical_lines, shown

_NONE = 1 << 62
_CORNER = re.compile(r"([+-]?\d{1,18})(?:/([+-]?\d{1,18})?(?:/(?:[+-]?\d{1,18})?)?)?", re.ASCII)
# Of a token with so many slashes, two beside each other counting twice more: how many
# numbers it holds at most, and which of them points at a texture coordinate.
_STYLES = {0: (1, None), 1: (2, 1), 2: (3, 1), 4: (2, None)}

_SURFACES = {"surf", "bsp", "bzp", "cdc", "cdp"}
_CURVES = {"curv": "free-form curve", "curv2": "free-form curve", "l": "line"}
# They shape curves, name groups, or are of no account for shape and colour.
_SILENT = re.compile(
    "vn|vp|g|o|s|mg|cstype|deg|bmat|step|parm|trim|hole|scrv|sp|end|con|res|bevel|c_interp|"
    "d_interp|lod|shadow_obj|trace_obj|ctech|stech"
)


@dataclass
class Rows:
    """Statements of one kind: what follows the keyword, and on which line."""

    text: list[str] = field(default_factory=list)
    line: list[int] = field(default_factory=list)

    def bad(self, row: int, what: str) -> Refused:
        """Name a row that cannot be read."""
        return Refused(f"line {self.line[row]}: {what} reads {shown(self.text[row][:40])!r}")


@dataclass
class Statements:
    """An OBJ file, cut up.

    Attributes
    ----------
    v, vt, f : Rows
    runs : list of (int, int, int, int)
        First face of a run, and how many `v` and `vt` stand before it and which of
        `materials` it has.
    materials : list of str
        Names in `usemtl` as they stand, the first for faces before any.
    libraries : list of str
        What follows `mtllib`.
    beside : Counter of str
        What is passed over.
    """

    v: Rows = field(default_factory=Rows)
    vt: Rows = field(default_factory=Rows)
    f: Rows = field(default_factory=Rows)
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    materials: list[str] = field(default_factory=lambda: [""])
    libraries: list[str] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Corners:
    """Polygons of an OBJ file.

    Attributes
    ----------
    counts, material : ndarray of int64, shape (P,)
        Corners of each polygon, and which of `Statements.materials` it has.
    vertex, uv : ndarray of int64, shape (sum of counts,)
        Rows of `v` and `vt` from 0; -1 in `uv` for none.
    """

    counts: Ints
    material: Ints
    vertex: Ints
    uv: Ints


def scan(data: bytes) -> Statements:
    """Sort the statements of an OBJ file by kind.

    Raises
    ------
    Refused
        With free-form surfaces, with a statement that brings in another file, and with
        a line that begins with a number.
    """
    found = Statements()
    kinds = {"v": found.v, "vt": found.vt, "f": found.f, "fo": found.f}
    index, material, fresh = {"": 0}, 0, True
    for row, number in zip(*logical_lines(data), strict=True):
        key, *rest = row.split(None, 1) or ("#",)
        if (rows := kinds.get(key)) is not None:
            if rows is not found.f:
                fresh = True
            elif fresh:
                here = (len(found.v.text), len(found.vt.text), material)
                found.runs.append((len(found.f.text), *here))
                fresh = False
            rows.text.append(rest[0] if rest else "")
            rows.line.append(number)
        elif key == "usemtl":
            name = rest[0].strip() if rest else ""
            material, fresh = index.setdefault(name, len(index)), True
        elif key == "mtllib":
            found.libraries.extend(rest)
        elif key[0] != "#" and not _SILENT.fullmatch(key):
            _beside(found.beside, key, rest[0] if rest else "", number)
    found.materials = list(index)
    return found


def _beside(beside: Counter[str], key: str, rest: str, number: int) -> None:
    if key in _SURFACES:
        raise Refused(f"line {number}: free-form surfaces ({key}) are not read", "export polygons")
    if key in ("call", "csh"):
        raise Refused(f"line {number}: {key} is not followed", "export it into one file")
    if not key[0].isalpha():
        raise Refused(f"line {number} begins with {shown(key[:40])!r}, which is no statement")
    if key == "p":
        beside["point"] += len(rest.partition("#")[0].split())
    else:
        beside[_CURVES.get(key, f"{shown(key[:20])} statement")] += 1


def table(rows: Rows, what: str, widths: tuple[int, ...], fill: float = np.nan) -> Floats:
    """Numbers of `v` or `vt` statements.

    Parameters
    ----------
    rows : Rows
    what : str
        What messages call one.
    widths : tuple of int
        How many numbers one may have.
    fill : float, optional
        Stands where a row is shorter than the widest.

    Returns
    -------
    ndarray of float64, shape (rows, widest)
    """
    if not rows.text:
        return np.zeros((0, widths[0]))
    try:
        whole = np.loadtxt(rows.text, dtype=np.float64, ndmin=2)
        if len(whole) == len(rows.text) and whole.shape[1] in widths:
            return whole
    except ValueError:
        pass
    tokens = [row.partition("#")[0].split() for row in rows.text]
    lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    for row in np.flatnonzero(~np.isin(lengths, widths))[:1]:
        raise rows.bad(row, what)
    ragged = np.full((len(tokens), lengths.max()), fill)
    filled = np.arange(ragged.shape[1]) < lengths[:, None]
    try:
        ragged[filled] = np.array(list(chain.from_iterable(tokens)), dtype=np.float64)
    except ValueError:
        raise rows.bad(next(row for row, line in enumerate(tokens) if not _floats(line)), what)
    return ragged


def _floats(tokens: list[str]) -> bool:
    try:
        return bool([float(token) for token in tokens])
    except ValueError:
        return False


def corners(found: Statements) -> Corners:
    """Corners of all polygons, relative indices counted from where they stand.

    Raises
    ------
    Refused
        With a corner that is none, or that points at what the file does not have.
    """
    tokens = [(row.partition("#")[0] if "#" in row else row).split() for row in found.f.text]
    counts = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    flat = list(chain.from_iterable(tokens))
    face = np.repeat(np.arange(len(counts)), counts)
    vertex, uv = _indices(found.f, flat, face)
    runs = np.array(found.runs, dtype=np.int64).reshape(-1, 4)
    run = np.repeat(np.arange(len(runs)), np.diff(np.append(runs[:, 0], len(counts))))
    before = runs[run[face]]
    return Corners(
        counts,
        runs[run, 3],
        _resolved(found.f, vertex, before[:, 1], len(found.v.text), face, "vertex"),
        _resolved(found.f, uv, before[:, 2], len(found.vt.text), face, "texture coordinate"),
    )


def _indices(rows: Rows, tokens: list[str], face: Ints) -> tuple[Ints, Ints]:
    """Read indices as they are written, `_NONE` for no texture coordinate."""
    vertex = np.empty(len(tokens), dtype=np.int64)
    uv = np.full(len(tokens), _NONE)
    text = " ".join(tokens)
    style = np.zeros(len(tokens), dtype=np.int64)
    if "/" in text:
        style += [token.count("/") for token in tokens]
    if "//" in text:
        style += np.array(["//" in token for token in tokens]) * 2
    for kind in np.unique(style).tolist():
        chosen = np.flatnonzero(style == kind)
        alike = len(chosen) == len(tokens)
        picked = text if alike else " ".join([tokens[place] for place in chosen])
        width, second = _STYLES.get(kind, (0, None))
        try:
            split = picked.replace("/", " ").split() if kind or not alike else tokens
            numbers = np.array(split, dtype=np.int64).reshape(len(chosen), width)
        except (ValueError, OverflowError):
            # Ends such as `1//` and `1/2/`, or no corner at all.
            for place in chosen:
                corner = _CORNER.fullmatch(tokens[place])
                if corner is None:
                    raise rows.bad(face[place], f"corner {shown(tokens[place][:20])!r} of a face")
                vertex[place] = int(corner[1])
                uv[place] = int(corner[2]) if corner[2] else _NONE
            continue
        vertex[chosen] = numbers[:, 0]
        if second is not None:
            uv[chosen] = numbers[:, second]
    return vertex, uv


def _resolved(rows: Rows, written: Ints, before: Ints, count: int, face: Ints, what: str) -> Ints:
    """Rows from 0 that indices point at, -1 for none."""
    none = written == _NONE
    place = np.where(written < 0, before + written, written - 1)
    bad = np.flatnonzero(~none & ((place < 0) | (place >= count)))
    if len(bad):
        raise Refused(
            f"line {rows.line[face[bad[0]]]}: a face points at {what} {written[bad[0]]}, "
            f"the file has {count:,}"
        )
    return np.where(none, -1, place)
