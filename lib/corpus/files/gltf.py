"""Read gltf; written in the next commit."""

from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.source import Source


def read_gltf(source: Source) -> Contents:
    """Refuse."""
    raise Refused("not read yet")
