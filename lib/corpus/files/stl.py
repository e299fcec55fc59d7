"""Read STL, text or binary, with the colours of VisCAM and Magics."""

import re

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.corpus.files.contents import Contents, Part, Refused, counted, grey
from lib.corpus.files.source import Source

_SOLID = re.compile(rb"^[ \t]*(end[ \t]*)?solid(?!\S)[^\n]*$", re.MULTILINE)
_FACET = re.compile(rb"facet\s+normal\s+\S+\s+\S+\s+\S+\s+outer\s+loop\s+vertex\s", re.IGNORECASE)
_WORDS = (
    *("facet", "normal", "", "", "", "outer", "loop"),
    *("vertex", "", "", "") * 3,
    *("endloop", "endfacet"),
)
_CORNERS = (8, 9, 10, 12, 13, 14, 16, 17, 18)
_BOM = b"\xef\xbb\xbf"
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("word", "<u2")])

_CUT = "the file ends before its last triangle"
_EXPORT = "export it again as triangles"


def read_stl(source: Source) -> Contents:
    """Read an STL file; all solids of a text file become one part.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Contents

    Raises
    ------
    Refused
    """
    data = source.data
    return _read_text(data) if _is_text(data) else _read_binary(data)


def _is_text(data: bytes) -> bool:
    """Tell text from bytes: binary files, too, may begin with ``solid``."""
    # Nearly all binary files; spares the search through them.
    if len(data) >= 84 and len(data) == 84 + 50 * int.from_bytes(data[80:84], "little"):
        return False
    proof = _FACET.search(data)
    if proof is not None and proof.end() > 84:
        return True
    # A cut text. The count of a binary file has a zero byte at its end, unless there
    # are more than 16 million triangles, and text has none.
    begin = data.removeprefix(_BOM).lstrip()[:5]
    return begin.lower() == b"solid" and b"\0" not in data[:84]


def _read_text(data: bytes) -> Contents:
    text = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").lower()
    marks = _marks(text)
    if not marks or not marks[-1][1] or b"facet" in text[marks[-1].end() :]:
        raise Refused(_CUT)
    begun = sum(not mark[1] for mark in marks)
    if begun > len(marks) - begun:
        raise Refused(f"{begun} solids begin and {len(marks) - begun} end")
    # Names go first: they may hold any word.
    starts = [0, *(mark.end() for mark in marks)]
    stops = [mark.start() for mark in marks]
    body = b"".join(text[a:b] for a, b in zip(starts, stops, strict=False))
    words = _joined(body).split()
    count = len(words) // len(_WORDS)
    columns = [words[place :: len(_WORDS)] for place in range(len(_WORDS))]
    # Words left over make the first column too long.
    whole = all(
        not word or column == [word.encode()] * count
        for word, column in zip(_WORDS, columns, strict=True)
    )
    try:
        if not whole:
            raise ValueError
        corners = np.array([list(map(float, columns[place])) for place in _CORNERS])
    except ValueError:
        raise _wrong(text)
    rest = len(text[starts[-1] :].strip())
    return _contents(corners.T.reshape(-1, 3), grey(count), _left(rest, "solid"))


def _marks(text: bytes) -> list[re.Match[bytes]]:
    """Lines that begin or end a solid; the pattern on every line would cost a second."""
    found, place = [], text.find(b"solid")
    while place >= 0:
        line = text.rfind(b"\n", 0, place) + 1
        mark = _SOLID.match(text, line)
        found += [mark] if mark else []
        place = text.find(b"solid", mark.end() if mark else place + 5)
    return found


def _joined(text: bytes) -> bytes:
    """Write ``end loop`` and ``end facet`` as one word."""
    if b"end " not in text and b"end\t" not in text:
        return text
    return re.sub(rb"\bend[ \t]+(?=loop|facet)", b"end", text)


def _wrong(text: bytes) -> Refused:
    """Say at which line a text leaves the order of the words."""
    place = 0
    for number, line in enumerate(text.split(b"\n"), 1):
        shown = line.decode("latin-1").strip()[:60]
        if _SOLID.match(line):
            if place:
                return Refused(f"line {number:,} is inside a facet: {shown}")
            continue
        words = _joined(line).decode("latin-1").split()
        for word in words:
            expected = _WORDS[place]
            if {word, expected} == {"vertex", "endloop"}:
                kind = "more" if word == "vertex" else "fewer"
                return Refused(
                    f"the facet at line {number:,} has {kind} than three vertices", _EXPORT
                )
            good = word == expected if expected else place not in _CORNERS or _is_number(word)
            if not good:
                return Refused(f"line {number:,} is not understood: {shown}")
            place = (place + 1) % len(_WORDS)
    return Refused(_CUT)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _read_binary(data: bytes) -> Contents:
    if len(data) < 84:
        raise Refused(_CUT)
    count, follow = int.from_bytes(data[80:84], "little"), (len(data) - 84) // 50
    if count > follow:
        if re.match(rb"[\t\n\r -~]{84}", data):
            raise Refused("it is text that does not begin with 'solid'", "export it again as STL")
        raise Refused(f"{_CUT}: {count:,} announced, {follow:,} there")
    rest = len(data) - 84 - 50 * count
    if count == 0 and rest:
        raise Refused(f"its header announces no faces, yet {rest:,} bytes follow", _EXPORT)
    records = np.frombuffer(data, _RECORD, count, 84)
    colors, unread = _colors(data[:80], records["word"].astype(np.int64))
    corners = records["corners"].astype(np.float64).reshape(-1, 3)
    return _contents(corners, colors, (*unread, *_left(rest, "triangle")))


def _contents(corners: Floats, colors: Bytes, passed_over: tuple[str, ...]) -> Contents:
    faces = np.arange(len(corners)).reshape(-1, 3)
    return Contents([Part(corners, faces, colors)], passed_over=passed_over)


def _left(size: int, last: str) -> tuple[str, ...]:
    return (f"{size:,} byte{'s' * (size != 1)} after the last {last}",) if size else ()


def _colors(header: bytes, words: Ints) -> tuple[Bytes, tuple[str, ...]]:
    """Colours in the attribute words, and words that hold none.

    Five bits a channel: VisCAM and SolidView begin with blue and set bit 15 where
    there is a colour; Magics begins with red, sets bit 15 where there is none, and
    names the colour of those in the header.
    """
    lowest_first = np.stack([words & 31, words >> 5 & 31, words >> 10 & 31], axis=1)
    colors = np.round(lowest_first * 255 / 31).astype(np.uint8)
    marked = words >= 0x8000
    place = header.find(b"COLOR=") + 6
    if 6 <= place <= len(header) - 4:
        # Words that are all zero were never set; taken as colours they would be black.
        colors[marked | ~words.any()] = np.frombuffer(header, np.uint8, 3, place)
        return colors, ()
    colors = colors[:, ::-1]
    colors[~marked] = grey(1)
    return colors, counted(int(np.count_nonzero(words[~marked])), "attribute word")
