"""A folder of many files that appears complete or not at all, and goes on after a kill."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm


@contextmanager
def unfinished(folder: Path, key: str) -> Iterator[Path]:
    """Give a hidden folder beside `folder` to fill; it becomes `folder` if all went well.

    Where the block is left early, or the process is killed, the hidden folder stays,
    and the next call with the same key gives it again.

    Parameters
    ----------
    folder : Path
        Empty, or not there yet.
    key : str
        Hash, hexadecimal, of all that the files depend on. What lies there under
        another key is removed.
    """
    work = folder.parent / f".{folder.name}.{key[:16]}.part"
    for other in folder.parent.glob(f".{folder.name}.{'[0-9a-f]' * 16}.part"):
        if other != work:
            shutil.rmtree(other)
    work.mkdir(parents=True, exist_ok=True)
    # What :func:`lib.core.files.atomic` could not finish or remove.
    for torn in work.rglob(".*.part"):
        torn.unlink()
    try:
        yield work
    except KeyboardInterrupt:
        print(
            f"{folder}: interrupted, finished files are kept; run again to go on", file=sys.stderr
        )
        raise
    work.replace(folder)


def missing(folder: Path, names: Sequence[str], unit: str) -> Iterator[Path]:
    """Give the path of each file that is not there yet, behind a progress bar.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    names : sequence of str
        Of all the files, in the order in which they are made.
    unit : str
        What the progress bar counts.
    """
    folder.mkdir(exist_ok=True)
    there = {path.name for path in folder.iterdir()}
    todo = [name for name in names if name not in there]
    done = len(names) - len(todo)
    with tqdm(desc=folder.name, total=len(names), initial=done, unit=unit) as bar:
        for name in todo:
            yield folder / name
            bar.update()
