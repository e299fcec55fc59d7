"""Every file below a folder, links followed once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Tree:
    """What lies below a folder.

    Attributes
    ----------
    files : tuple of PurePosixPath
        Relative to the folder, sorted; hidden ones are left out.
    unreached : tuple of str
        What could not be followed and why, e.g. ``lamp/a.off (a link to nothing)``.
    """

    files: tuple[PurePosixPath, ...]
    unreached: tuple[str, ...]


def walk(root: Path) -> Tree:
    """List the files below `root`, sorted; what cannot be entered is named.

    A folder is listed once, under its own name rather than a link's; links that
    lead back to where they lie are not followed.
    """
    files: list[PurePosixPath] = []
    unreached: list[str] = []
    links: list[PurePosixPath] = []
    seen: set[tuple[int, int]] = set()
    waiting = [PurePosixPath()]
    while waiting or links:
        # Links last, so that what a link and a folder share has the folder's name.
        if not waiting:
            links.sort(reverse=True)
        place = waiting.pop() if waiting else links.pop()
        folder = root / place
        try:
            about = folder.stat()
            if (about.st_dev, about.st_ino) in seen or _leads_back(folder):
                unreached.append(f"{shown(place)} (a link to a folder that is read already)")
                continue
            seen.add((about.st_dev, about.st_ino))
            entries = list(_entries(folder))
        except OSError as error:
            unreached.append(f"{shown(place)} (cannot be entered: {error.strerror})")
            continue
        for entry in entries:
            path, actual = place / entry.name, root / place / entry.name
            # Unlike the entry's own, these take a link to itself for nothing.
            if actual.is_dir():
                (links if actual.is_symlink() else waiting).append(path)
            elif actual.is_file():
                files.append(path)
            else:
                what = "a link to nothing" if actual.is_symlink() else "not a regular file"
                unreached.append(f"{shown(path)} ({what})")
    return Tree(tuple(sorted(files)), tuple(sorted(unreached)))


def shown(path: PurePosixPath | str) -> str:
    """Spell a file's name; a byte that is no UTF-8 comes out as four characters."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not _is_hidden(entry.name))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _leads_back(folder: Path) -> bool:
    """Whether a link's target holds the link itself."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())
