"""A folder of pictures, read as far as they can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from lib.core.arrays import Bytes
from lib.core.errors import BenchError
from lib.corpus.files.images import BadImage, pixels
from lib.corpus.walk import shown, walk

LONGEST = 512
"""Larger pictures are made smaller, to so many pixels on the longer side."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures by name.

    Attributes
    ----------
    images : dict of str to ndarray of uint8, shape (H, W, 3)
        RGB, by the path below the folder, sorted.
    refused : dict of str to str
        What was not read, and why, in a few words.
    """

    images: Mapping[str, Bytes]
    refused: Mapping[str, str]

    @property
    def survey(self) -> str:
        """A sentence on what was read and what was not."""
        said = f"{len(self.images):,} pictures read, {len(self.refused):,} files are none"
        named = "".join(f"\n  {name}: {why}" for name, why in self.refused.items())
        return f"{said}{':' if named else ''}{named}"


def read_images(folder: Path, longest: int = LONGEST) -> Pictures:
    """Read every picture below a folder; what cannot be decoded is named, and the rest goes on.

    Parameters
    ----------
    folder : Path
        Pictures of any kind and size that Pillow reads. Hidden files are left out, links
        to folders followed once. Transparency is dropped.
    longest : int, optional
        Pixels on the longer side; smaller pictures stay as they are.

    Returns
    -------
    Pictures

    Raises
    ------
    BenchError
        If there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise BenchError(f"{folder} is no folder", "name a folder of pictures")
    tree = walk(folder)
    images: dict[str, Bytes] = {}
    refused: dict[str, str] = {}
    for path in tree.files:
        try:
            images[shown(path)] = _shrunk(pixels((folder / path).read_bytes()), longest)
        except BadImage as error:
            refused[shown(path)] = str(error)
        except OSError as error:
            refused[shown(path)] = error.strerror or str(error)
    refused |= {line.partition(" (")[0]: line.partition(" (")[2][:-1] for line in tree.unreached}
    if not images:
        raise BenchError(
            f"{folder} holds no picture that can be read",
            Pictures(images, refused).survey if refused else "put PNG or JPEG files there",
        )
    return Pictures(images, dict(sorted(refused.items())))


def _shrunk(image: Bytes, longest: int) -> Bytes:
    height, width = image.shape[:2]
    if max(height, width) <= longest:
        return image
    size = (max(1, round(side * longest / max(height, width))) for side in (width, height))
    small = Image.fromarray(image).resize(tuple(size), Image.Resampling.LANCZOS)
    return np.asarray(small)
