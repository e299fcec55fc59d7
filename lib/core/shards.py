"""What there is to do, in shards, and a hash of the code that does it."""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Task:
    """One shard.

    Attributes
    ----------
    name : str
        File name of the result.
    size : int
        Objects in it, for the progress bar.
    payload : object
        Handed to the function; picklable.
    """

    name: str
    size: int
    payload: Any


@functools.cache
def code_digest() -> str:
    """SHA-256 of all code of this project, hexadecimal."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
