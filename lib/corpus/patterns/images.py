"""Every image of the corpus, and the table that says what each shows."""

import hashlib

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes
from lib.core.params.sections import PatternsParams
from lib.corpus.patterns.optics import simulated
from lib.corpus.patterns.plan import drawn, planned

CORPUS = "patterns"
"""Its name, and that of its folder."""

MASK, SIMULATED = "mask", "simulated"
"""Kinds of images."""


def all_images(params: PatternsParams) -> tuple[pd.DataFrame, dict[str, Bytes]]:
    """Draw every layout, and print it.

    Parameters
    ----------
    params : PatternsParams

    Returns
    -------
    table : pandas.DataFrame
        ``patterns.csv``: the mask of each layout, then its simulated image.
    pixels : dict of str to ndarray of uint8, shape (size, size)
        Grey pixels by their SHA-256; images that are alike share one.
    """
    rows, pixels = [], dict[str, Bytes]()
    for one in planned(params):
        mask = drawn(one, params)
        for kind, image in (
            (MASK, np.where(mask, 255, 0).astype(np.uint8)),
            (SIMULATED, simulated(mask, params)),
        ):
            sha256 = hashlib.sha256(image.tobytes()).hexdigest()
            pixels[sha256] = image
            said = {"image_id": f"{one.layout_id}.{kind}", "kind": kind, "sha256": sha256}
            rows.append({**vars(one), **said})
    return pd.DataFrame(rows), pixels


def as_views(image: Bytes) -> Bytes:
    """Give grey pixels, shape (S, S), the form of a ring of one view, shape (1, S, S, 3)."""
    return np.repeat(image[None, :, :, None], 3, axis=3)


def from_views(views: Bytes) -> Bytes:
    """Take the grey pixels back out of what :func:`as_views` gave."""
    return np.ascontiguousarray(views[0, :, :, 0])
