"""The JSON and the binary chunk of a .gltf or .glb file."""

import json
import struct

from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.tree import Tree, table

_MAGIC = b"glTF"
_JSON, _BIN = 0x4E4F534A, 0x004E4942


def unpack(data: bytes) -> tuple[Tree, memoryview | None]:
    """Take a file apart, binary or text, whichever its first bytes say.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    tree : dict
    chunk : memoryview or None
        The binary chunk.

    Raises
    ------
    Refused
        If it is cut short, is no JSON, or is of another version than 2.
    """
    text, chunk = _chunks(data) if data.startswith(_MAGIC) else (data, None)
    tree = _parse(text)
    asset = table(tree, "asset")
    for key in ("version", "minVersion"):
        version = str(asset.get(key, "2.0" if key == "minVersion" else "missing"))
        later = key == "minVersion" and version != "2.0"
        if version.partition(".")[0] != "2" or later:
            raise Refused(
                f"its glTF version (asset.{key}) is {version[:20]}, only version 2.0 is read",
                "export it as glTF 2.0",
            )
    return tree, chunk


def _chunks(data: bytes) -> tuple[bytes, memoryview | None]:
    if len(data) < 12:
        raise Refused("the file ends before its header does")
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2:
        raise Refused(
            f"it is binary glTF of version {version}, only version 2 is read",
            "export it as glTF 2.0",
        )
    if length > len(data):
        raise Refused(f"the file ends before its {length:,} bytes, {len(data):,} are there")
    found: dict[int, memoryview] = {}
    place, first = 12, True
    while place + 8 <= length:
        size, kind = struct.unpack_from("<II", data, place)
        if place + 8 + size > length:
            raise Refused(f"the file ends before a chunk of {size:,} bytes does")
        if first and kind != _JSON:
            raise Refused("its first chunk is not JSON")
        found.setdefault(kind, memoryview(data)[place + 8 : place + 8 + size])
        place, first = place + 8 + size, False
    if first:
        raise Refused("the file ends before its JSON chunk")
    return bytes(found[_JSON]), found.get(_BIN)


def _parse(text: bytes) -> Tree:
    # Some exporters pad the chunk with zeros instead of blanks.
    text = text.rstrip(b"\0 \t\r\n")
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc) or error.msg.startswith("Unterminated"):
            raise Refused("the file ends before its JSON does")
        raise Refused(f"its JSON is damaged in line {error.lineno}: {error.msg}")
    except (UnicodeDecodeError, RecursionError):
        raise Refused("its JSON is damaged: it is no text in UTF-8, or nested without end")
    if not isinstance(tree, dict):
        raise Refused("its JSON is no object")
    return tree
