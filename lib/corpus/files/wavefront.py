"""The text that OBJ and MTL are written in."""

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from lib.corpus.files.contents import Refused
from lib.corpus.files.source import Source

_COMMENT = re.compile(r"(?:^|\s)#")


def logical_lines(data: bytes) -> tuple[list[str], Sequence[int]]:
    """Cut a file into lines; those that end with a backslash go on on the next.

    Parameters
    ----------
    data : bytes
        With any line ending. Bytes that are not UTF-8, in names and comments, come
        out as Python gives such file names, so that the files are found.

    Returns
    -------
    lines : list of str
    numbers : sequence of int
        Where each begins in the file, from 1.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("the text is UTF-16", "save it as UTF-8")
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="surrogateescape")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\\" not in text:
        return rows, range(1, len(rows) + 1)
    lines: list[str] = []
    numbers: list[int] = []
    goes_on = False
    for number, row in enumerate(rows, 1):
        if goes_on:
            lines[-1] += " " + row
        else:
            lines.append(row)
            numbers.append(number)
        # A comment may end with the backslash of a path, and must not eat a vertex.
        goes_on = row.rstrip().endswith("\\") and not _COMMENT.search(lines[-1])
        if goes_on:
            lines[-1] = lines[-1].rstrip()[:-1]
    return lines, numbers


def possible_names(rest: str) -> list[str]:
    """Return the names that a statement may mean: all of its line, or what is before a ``#``.

    Names hold blanks and ``#``, as in ``Material #25``, and comments follow names, so
    only what exists can tell.
    """
    found = (rest.strip(), _COMMENT.split(rest.strip(), maxsplit=1)[0].strip())
    return list(dict.fromkeys(re.sub(r'^"(.*)"$', r"\1", name) for name in found if name))


def find(sources: Iterable[Source], names: Sequence[str]) -> Path | None:
    """Find the first of `names` that lies beside one of `sources`."""
    for name in dict.fromkeys([*names, *map(unquote, names)]):
        for source in sources:
            if (path := source.find(name)) is not None:
                return path
    return None


def shown(name: str) -> str:
    """Spell a name for a message, bytes that are not UTF-8 escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
