"""Layouts beside what they were meant to be."""

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.corpus.patterns.defects import NONE


def against_clean(rows: pd.DataFrame, vectors: Floats) -> tuple[pd.DataFrame, Floats, int]:
    """Compare each layout that has a defect with the clean one that it was made from.

    What an embedding says of a whole image is mostly which layout it shows. Inspection has
    the layout as it was meant to be beside it, so that what is left to judge is the
    difference.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of ``patterns.csv``, of one kind of image, with all clean layouts.
    vectors : ndarray of float64, shape (len(rows), D)

    Returns
    -------
    rows : pandas.DataFrame
        Those with a defect, without those that the vectors cannot tell from the clean layout.
    differences : ndarray of float64, shape (len(rows), D)
        Of the vectors.
    n_blind : int
        How many were left out, as their difference is zero.
    """
    groups = rows["group_id"].tolist()
    clean = (rows["defect"] == NONE).to_numpy()
    place = {groups[row]: row for row in np.flatnonzero(clean)}
    differences = vectors - vectors[[place[group] for group in groups]]
    told = differences.any(axis=1)
    kept = ~clean & told
    return rows[kept].reset_index(drop=True), differences[kept], int((~clean & ~told).sum())
