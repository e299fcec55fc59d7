"""A glTF file: its objects by number, its buffers, and the files that it names."""

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes

from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.container import unpack
from lib.corpus.files.gltf.extensions import DECOMPRESS, MESHOPT
from lib.corpus.files.gltf.tree import Tree, extension, tables, whole_number
from lib.corpus.files.source import Source, is_pointer


class FetchError(Exception):
    """Why a file that a URI names cannot be had, a few words."""


@dataclass(frozen=True, eq=False)
class Document:
    """A glTF file.

    Attributes
    ----------
    tree : dict
        Its JSON.
    chunk : memoryview or None
        Its binary chunk.
    source : Source
    """

    tree: Tree
    chunk: memoryview | None
    source: Source
    _buffers: dict[int, memoryview] = field(default_factory=dict)
    _lists: dict[str, list[Tree]] = field(default_factory=dict)

    @classmethod
    def read(cls, source: Source) -> "Document":
        """Take the file apart."""
        return cls(*unpack(source.data), source)

    def all(self, kind: str) -> list[Tree]:
        """Take a list at the top of the JSON, checked once."""
        if kind not in self._lists:
            self._lists[kind] = tables(self.tree, kind)
        return self._lists[kind]

    def one(self, kind: str, index: int) -> Tree:
        """Take an object by its number.

        Parameters
        ----------
        kind : str
            Name of a list at the top of the JSON, e.g. ``accessors``.
        index : int

        Raises
        ------
        Refused
            If there are not so many.
        """
        every = self.all(kind)
        if index >= len(every):
            raise Refused(f"it names number {index} of its {kind} and has {len(every)}")
        return every[index]

    def view(self, index: int) -> tuple[memoryview, int]:
        """Take the bytes of a buffer view, and its stride, 0 for none."""
        view = self.one("bufferViews", index)
        packed = next((name for name in MESHOPT if extension(view, name) is not None), None)
        number = whole_number(view, "buffer")
        buffer = self.one("buffers", number)
        if packed and "uri" not in buffer and (number != 0 or self.chunk is None or _empty(buffer)):
            raise Refused(f"its buffer view {index} is compressed by {packed}", DECOMPRESS)
        data = self._buffer(number)
        start, size = whole_number(view, "byteOffset", 0), whole_number(view, "byteLength")
        if start + size > len(data):
            raise Refused(
                f"buffer {number} ends before its buffer view {index} does: "
                f"{start + size:,} bytes, {len(data):,} are there"
            )
        return data[start : start + size], whole_number(view, "byteStride", 0)

    def fetch(self, uri: str) -> bytes:
        """Fetch what a URI names, or read it from the URI itself.

        Raises
        ------
        FetchError
            If it is not found, lies on the web or cannot be opened.
        """
        if uri[:5].lower() == "data:":
            return _inline(uri)
        if uri.partition("://")[0].lower() in ("http", "https", "ftp"):
            raise FetchError("on the web, not fetched")
        name = uri[7:] if uri[:7].lower() == "file://" else uri
        # Some exporters leave blanks and percent signs as they are.
        found = self.source.find(unquote(name)) or self.source.find(name)
        if found is None:
            raise FetchError("not found")
        try:
            return found.read_bytes()
        except OSError as error:
            raise FetchError(error.strerror or "cannot be opened")

    def _buffer(self, index: int) -> memoryview:
        if index not in self._buffers:
            self._buffers[index] = self._load(index, self.one("buffers", index))
        return self._buffers[index]

    def _load(self, index: int, buffer: Tree) -> memoryview:
        size, uri = whole_number(buffer, "byteLength"), buffer.get("uri")
        shown = f"buffer {index}"
        if uri is None and index == 0 and self.chunk is not None:
            data = self.chunk
        elif uri is None:
            raise Refused(f"its {shown} has no data")
        else:
            shown += "" if str(uri)[:5].lower() == "data:" else f", {unquote(str(uri))[:200]},"
            data = memoryview(self._file(str(uri), shown))
        if len(data) < size:
            raise Refused(f"its {shown} ends before its {size:,} bytes, {len(data):,} are there")
        return data[:size]

    def _file(self, uri: str, shown: str) -> bytes:
        try:
            data = self.fetch(uri)
        except FetchError as error:
            raise Refused(f"its {shown} cannot be read: {error}", "put the file beside it")
        if is_pointer(data):
            raise Refused(f"its {shown} is a Git LFS pointer", "fetch it: git lfs pull")
        return data


def _empty(buffer: Tree) -> bool:
    """Tell whether a buffer only stands in for what is compressed."""
    return any((extension(buffer, name) or {}).get("fallback") is True for name in MESHOPT)


def _inline(uri: str) -> bytes:
    header, _, body = uri.partition(",")
    if not header.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    text = "".join(unquote(body).split()).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise FetchError("its base64 is damaged or cut short")
