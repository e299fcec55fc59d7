"""What earlier scans have worked out, kept in files in which damage shows.

A file holds a line an entry, which begins with the SHA-256 of the rest. Shards of work
write files of their own, so that a scan that is stopped leaves what it has finished, and
a hundred thousand entries lie in some hundred files.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lib.core.arrays import Floats
from lib.core.files import atomic, write_text

_ENDING = ".jsonl"
_NOTE = "Made by `python -m lib scan`; it may be deleted, a scan then takes longer.\n"


@dataclass(frozen=True)
class Cache:
    """Entries of one kind, each under a key.

    Attributes
    ----------
    folder : Path
        Where its files lie. Its name says what the entries depend on besides their keys.
    damaged : int
        Lines of :attr:`entries` that were not what was written; they are gone now.
    entries : dict of str to object
        JSON-able.
    """

    folder: Path
    damaged: int = 0
    entries: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, root: Path, kind: str, depends: Any) -> "Cache":
        """Read what there is of a kind.

        Parameters
        ----------
        root : Path
            Folder of all kinds.
        kind : str
        depends : object
            JSON-able; all that entries depend on besides their keys, in so far as it may
            change from one scan to the next.
        """
        digest = hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()
        folder = root / f"{kind}-{digest[:16]}"
        entries: dict[str, Any] = {}
        damaged = 0
        for path in sorted(folder.glob(f"*{_ENDING}")):
            found, bad = _read(path)
            if bad:
                damaged += bad
                _write(path, found) if found else path.unlink()
            entries |= found
        return cls(folder, damaged, entries)

    def add(self, entries: Mapping[str, Any]) -> None:
        """Keep some entries, in a file of their own; from any process."""
        write_entries(self.folder, entries)
        self.entries.update(entries)

    def again(self) -> "Cache":
        """Read the files anew, in which other processes have written since."""
        entries: dict[str, Any] = {}
        for path in sorted(self.folder.glob(f"*{_ENDING}")):
            entries |= _read(path)[0]
        return Cache(self.folder, self.damaged, entries)


def write_entries(folder: Path, entries: Mapping[str, Any]) -> None:
    """Write entries as one more file of a kind's folder; its name follows from its keys."""
    if not entries:
        return
    note = folder.parent / "README"
    if not note.exists():
        write_text(note, _NOTE)
    digest = hashlib.sha256("\n".join(sorted(entries)).encode("utf-8", "surrogatepass"))
    _write(folder / f"{digest.hexdigest()[:24]}{_ENDING}", entries)


def pack(row: Floats) -> str:
    """Write numbers at float32 precision as text."""
    return base64.b64encode(np.asarray(row).astype("<f4").tobytes()).decode()


def unpack(text: str) -> Floats:
    """Read what :func:`pack` wrote, as float64."""
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float64)


def _write(path: Path, entries: Mapping[str, Any]) -> None:
    with atomic(path) as part, part.open("w", encoding="ascii", newline="\n") as stream:
        for key, value in entries.items():
            line = json.dumps([key, value], separators=(",", ":"))
            stream.write(f"{hashlib.sha256(line.encode()).hexdigest()} {line}\n")


def _read(path: Path) -> tuple[dict[str, Any], int]:
    """Return the entries of a file that are whole, and the number of the others."""
    entries: dict[str, Any] = {}
    data = path.read_bytes()
    damaged = int(not data)
    for line in filter(None, data.split(b"\n")):
        digest, _, text = line.partition(b" ")
        if hashlib.sha256(text).hexdigest().encode() != digest:
            damaged += 1
            continue
        key, value = json.loads(text)
        entries[key] = value
    return entries, damaged
