"""A file on disk and the neighbours that it names."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from lib.corpus.files.contents import Refused

_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Source:
    """A mesh file.

    Attributes
    ----------
    path : Path
    root : Path
        Neighbours are looked for inside this folder, `path` lies in it.
    asked : dict
        What was looked for, by folder and name, and what was found; shared with the
        sources of neighbours, see :meth:`beside`.
    """

    path: Path
    root: Path
    asked: dict[tuple[Path, str], Path | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file.

        Raises
        ------
        OSError
            If it cannot be opened.
        Refused
            If it is empty or stands for a file in Git LFS.
        """
        return whole(self.path)

    def find(self, name: str) -> Path | None:
        """Find a file that this one names, or return None.

        Looked for as named, from the folder of this file; then, since exporters
        write paths of their own machine, by ever shorter ends of the name
        (``maps/wood.png``, ``wood.png``) beside this file. Backslashes count as
        slashes, and the case of letters only where two files differ by nothing else.

        Parameters
        ----------
        name : str
            With ``..`` and either slash, already percent-decoded.
        """
        found = self._find(name)
        self.asked[self.path.parent, name] = found
        return found

    def beside(self, path: Path) -> "Source":
        """Give a neighbour as a file that may name others itself."""
        return Source(path, self.root, self.asked)

    def _find(self, name: str) -> Path | None:
        folder = self.path.parent
        parts = PurePosixPath(name.strip().replace("\\", "/")).parts
        foreign = parts[:1] == ("/",) or (parts and parts[0].endswith(":"))
        tails = [parts[start:] for start in range(1 if foreign else 0, len(parts))]
        for tail in tails:
            try:
                found = self._inside(folder, tail)
            except OSError:
                # Too long a name, or a folder without rights: no neighbour to be had.
                continue
            if found is not None:
                return found
        return None

    def _inside(self, folder: Path, parts: tuple[str, ...]) -> Path | None:
        # By name, not resolved: a class folder may be a link to another disk.
        place, root = folder.absolute(), self.root.absolute()
        for part in parts:
            place = place.parent if part == ".." else _entry(place, part)
            if not place.is_relative_to(root):
                return None
        return place if place.is_file() else None


def _entry(folder: Path, name: str) -> Path:
    """`folder / name`, or the one entry that equals it up to case."""
    if (folder / name).exists():
        return folder / name
    try:
        alike = [entry for entry in folder.iterdir() if entry.name.lower() == name.lower()]
    except OSError:
        alike = []
    return alike[0] if len(alike) == 1 else folder / name


def is_pointer(data: bytes) -> bool:
    """Tell a Git LFS pointer from the file that it stands for."""
    return data.startswith(_LFS)


def whole(path: Path) -> bytes:
    """Read a file, and refuse an empty one and a Git LFS pointer."""
    data = path.read_bytes()
    if not data:
        raise Refused("the file is empty")
    if is_pointer(data):
        raise Refused("it is a Git LFS pointer, not the file itself", "fetch it: git lfs pull")
    return data
