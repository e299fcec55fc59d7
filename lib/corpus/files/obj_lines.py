"""The statements of an OBJ file, sorted by what they say."""

import re
from collections import Counter
from dataclasses import dataclass, field

from lib.corpus.files.contents import Refused, counted

_CONTINUED = re.compile(r"(?:[^\n]*\\\n)+[^\n]*")
_SILENT = {
    *("vn", "vp", "g", "o", "s", "mg", "bevel", "c_interp", "d_interp", "lod", "shadow_obj"),
    *("trace_obj", "ctech", "stech", "cstype", "deg", "bmat", "step", "parm", "trim", "hole"),
    *("scrv", "sp", "con", "end"),
}
"""Statements without polygons or colours of their own."""

_COUNTED = {"l": "line", "p": "point", "curv": "curve", "curv2": "curve"}
_REFUSED = {
    "surf": "a free-form surface (surf)",
    "call": "another file by `call`",
    "csh": "a command (csh)",
    "usemap": "a texture by `usemap`",
    "bsp": "a patch (bsp)",
    "bzp": "a patch (bzp)",
    "cdc": "a curve (cdc)",
    "res": "a patch (res)",
}


@dataclass
class Lines:
    """Statements of one kind beside each other, with the lines they stand on.

    Attributes
    ----------
    vertices, uvs, faces : list of str
        What follows ``v``, ``vt`` and ``f``.
    vertex_lines, uv_lines, face_lines : list of int
        Line numbers, from 1.
    face_seen : list of (int, int)
        Vertices and texture coordinates above each face.
    face_material : list of int
        Index into `materials`, whose first is none.
    libraries : dict of str to None
        What follows ``mtllib``, each once, in the order of the file.
    others : Counter of str
        Statements that are passed over, by name.
    """

    vertices: list[str] = field(default_factory=list)
    vertex_lines: list[int] = field(default_factory=list)
    uvs: list[str] = field(default_factory=list)
    uv_lines: list[int] = field(default_factory=list)
    faces: list[str] = field(default_factory=list)
    face_lines: list[int] = field(default_factory=list)
    face_seen: list[tuple[int, int]] = field(default_factory=list)
    face_material: list[int] = field(default_factory=list)
    materials: list[str] = field(default_factory=lambda: [""])
    libraries: dict[str, None] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def passed_over(self) -> tuple[str, ...]:
        """Count what is not read."""
        return tuple(
            line for noun, number in sorted(self.others.items()) for line in counted(number, noun)
        )


def read_lines(text: str) -> Lines:
    """Sort the statements of an OBJ file.

    Parameters
    ----------
    text : str
        Any line ends; a backslash at the end of a line goes on with the next.

    Raises
    ------
    Refused
        With a statement that makes a surface other than by polygons.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\\n" in text:
        text = _CONTINUED.sub(_joined, text)
    found = Lines()
    index, material = {"": 0}, 0
    for number, line in enumerate(text.split("\n"), start=1):
        key, rest = _statement(line)
        if key == "v":
            found.vertices.append(rest)
            found.vertex_lines.append(number)
        elif key in ("f", "fo"):
            found.faces.append(rest)
            found.face_lines.append(number)
            found.face_seen.append((len(found.vertices), len(found.uvs)))
            found.face_material.append(material)
        elif key == "vt":
            found.uvs.append(rest)
            found.uv_lines.append(number)
        elif key == "usemtl":
            if rest not in index:
                index[rest] = len(found.materials)
                found.materials.append(rest)
            material = index[rest]
        elif key == "mtllib":
            found.libraries[rest] = None
        elif key in _COUNTED:
            found.others[_COUNTED[key]] += 1
        elif key in _REFUSED:
            raise Refused(
                f"line {number}: {_REFUSED[key]} is not read", "export it as polygons, in one file"
            )
        elif key and key not in _SILENT:
            found.others["unknown statement"] += 1
    return found


def _statement(line: str) -> tuple[str, str]:
    """Split a line into its first word and the rest, without a comment."""
    key, *rest = line.split(None, 1)[:2] or [""]
    if key.startswith("#"):
        return "", ""
    value = rest[0].rstrip() if rest else ""
    # Names may hold a hash.
    if "#" in value and key not in ("usemtl", "mtllib"):
        value = value.partition("#")[0].rstrip()
    return key, value


def _joined(lines: re.Match[str]) -> str:
    # Empty lines follow, so that those below keep their numbers.
    return lines[0].replace("\\\n", " ") + "\n" * lines[0].count("\\\n")
