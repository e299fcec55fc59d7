"""The header of a PLY file."""

import re
from dataclasses import dataclass

from lib.corpus.files.contents import Refused

_TYPES = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
    # Not in the standard, but what the names say.
    "int64": "i8",
    "uint64": "u8",
}
_ORDERS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}


@dataclass(frozen=True)
class Property:
    """A column of an element; a list where `count` is there.

    Attributes
    ----------
    name : str
        Lower case.
    type : str
        As NumPy names it, without a byte order, e.g. ``f4``.
    count : str, optional
        The type of the list's length.
    """

    name: str
    type: str
    count: str | None = None


@dataclass(frozen=True)
class Element:
    """What the header says of an element; `name` in lower case."""

    name: str
    length: int
    properties: list[Property]


@dataclass(frozen=True)
class Header:
    """A header.

    Attributes
    ----------
    order : str
        ``<`` or ``>``; empty for text.
    elements : list of Element
    textures : list of str
        Names in the comments that MeshLab and others write: ``TextureFile wood.png``.
    size : int
        Bytes up to the first element.
    """

    order: str
    elements: list[Element]
    textures: list[str]
    size: int


def read_header(data: bytes) -> Header:
    """Read the header of a PLY file, whatever its line ends.

    Raises
    ------
    Refused
    """
    bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if re.match(rb"ply[ \t]*[\r\n]", data[bom : bom + 80], re.IGNORECASE) is None:
        raise Refused("it does not begin with the line 'ply'")
    # As the first line ends, so do all; a binary body may begin with either byte.
    end = b"\r" if re.match(rb"[^\r\n]*\r(?!\n)", data[bom : bom + 80]) else b"\n"
    order, elements, textures = None, list[Element](), list[str]()
    start = bom
    for number in range(1, len(data)):
        stop = data.find(end, start)
        line = _decode(data[start : stop if stop >= 0 else None]).strip()
        start = stop + 1
        keyword, *words = line.split() or [""]
        keyword = keyword.lower()
        if keyword == "end_header":
            start = start or len(data)
            break
        if stop < 0:
            raise Refused("its header has no end_header")
        if keyword == "format" and words and words[0].lower() in _ORDERS:
            order = _ORDERS[words[0].lower()]
        elif keyword == "element" and len(words) == 2 and words[1].isdecimal():
            elements.append(Element(words[0].lower(), int(words[1]), []))
        elif keyword == "property" and words and elements and (found := _property(words)):
            elements[-1].properties.append(found)
        elif keyword in ("comment", "obj_info"):
            named = re.match(r"\S+\s+texturefile\s+(.+)", line, re.IGNORECASE)
            textures.extend([named[1].strip().strip('"')] if named else [])
        elif keyword not in ("", "ply"):
            if re.search(rb"(?i)[\r\n][ \t]*end_header", data) is None:
                raise Refused("its header has no end_header")
            raise Refused(f"line {number} of its header is not understood: {line[:60]}")
    if order is None:
        raise Refused("its header has no format")
    names = [element.name for element in elements]
    names += [f"{one.name}.{prop.name}" for one in elements for prop in one.properties]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"its header declares {name} twice")
    return Header(order, elements, textures, start)


def _decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _property(words: list[str]) -> Property | None:
    *kind, name = (word.lower() for word in words)
    types = [_TYPES.get(word) for word in kind]
    if len(kind) == 1 and types[0]:
        return Property(name, types[0])
    if len(kind) == 3 and kind[0] == "list" and types[1] and types[2] and types[1][0] != "f":
        return Property(name, types[2], types[1])
    return None
