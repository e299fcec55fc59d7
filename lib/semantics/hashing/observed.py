"""Everything that the methods need of a set of pictures, looked at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.core.rounding import rounded
from lib.core.vectors import unit
from lib.encoders.hog_multiview import HogMultiview
from lib.semantics import pixels
from lib.semantics.hashing.hashes import HASHES, grey
from lib.semantics.hashing.keypoints import Keypoints, detect

Embed = Callable[[Sequence[Bytes]], Floats]
"""From N pictures to vectors, float64 of shape (N, D)."""


@dataclass(frozen=True, eq=False)
class Observed:
    """A set of N pictures as the methods see it.

    Attributes
    ----------
    greys : list of ndarray of uint8, shape (H, W)
    codes : dict of str to ndarray of uint8, shape (N, L)
        By the name of the hash.
    vectors : ndarray of float64, shape (N, D)
        Rows of length 1.
    keypoints : dict of str to list of Keypoints
        By the name of the detector.
    """

    greys: list[Bytes]
    codes: dict[str, Bytes]
    vectors: Floats
    keypoints: dict[str, list[Keypoints]]

    def __len__(self) -> int:
        return len(self.greys)


def observe(images: Sequence[Bytes], detectors: Sequence[str], embed: Embed) -> Observed:
    """Look at pictures, each uint8 of shape (H, W, 3)."""
    greys = [grey(image) for image in images]
    return Observed(
        greys,
        {name: one.codes(greys) for name, one in HASHES.items()},
        unit(embed(images)),
        {name: detect(greys, name) for name in detectors},
    )


def hog_vectors(images: Sequence[Bytes]) -> Floats:
    """Embed pictures with the encoder `hog_multiview`, each as the one view of an object.

    It takes half a millisecond a picture and has no weights.

    Returns
    -------
    ndarray of float64, shape (N, 1299)
    """
    found = pixels.hog_vectors([image[None] for image in images])
    return rounded(found, HogMultiview.decimals).astype(np.float64)
