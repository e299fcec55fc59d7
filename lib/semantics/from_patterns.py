"""What the measures are taken from, out of the corpus of pictures."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.corpus.patterns.defects import DEFECTS, NONE
from lib.semantics.labelled import Labelled, labelled


def by_defect(
    part: pd.DataFrame,
    vectors: Floats,
    unseen: Collection[str],
    rivals: Mapping[str, Floats] | None = None,
) -> Labelled:
    """Take what is wrong with a layout for its class.

    Parameters
    ----------
    part : pandas.DataFrame
        Rows of ``patterns.csv``, of one kind of image: a mask and what is printed of it
        would be two of one layout.
    vectors : ndarray of float64, shape (len(part), D)
    unseen : collection of str
        Defects that count as new.
    rivals : dict of str to ndarray of float64, optional
        See :class:`~lib.semantics.labelled.Labelled`.

    Returns
    -------
    Labelled
        All that is made from one clean layout is a group. Known is the train split without
        the defects that count as new.
    """
    known = (part["split"] == "train") & ~part["defect"].isin(list(unseen))
    return labelled(
        vectors,
        part["defect"].tolist(),
        ids=part["image_id"].tolist(),
        groups=part["group_id"].tolist(),
        reference=known.to_numpy(),
        rivals=rivals,
    )


def by_severity(
    part: pd.DataFrame, vectors: Floats, rivals: Mapping[str, Floats] | None = None
) -> Labelled:
    """Take how severe a defect is for a target, one a kind of defect.

    As :func:`by_defect`, but with the family for a class: a measure of classes leaves out
    what a target says was altered, so that of these only clean layouts remain.
    """
    severity, defects = part["severity"].to_numpy(), part["defect"].to_numpy()
    return labelled(
        vectors,
        part["family"].tolist(),
        ids=part["image_id"].tolist(),
        groups=part["group_id"].tolist(),
        targets={
            f"severity of {name.replace('_', ' ')}": np.where(defects == name, severity, np.nan)
            for name in DEFECTS
        },
        rivals=rivals,
    )


def against_clean(part: pd.DataFrame, vectors: Floats) -> tuple[pd.DataFrame, Floats, int]:
    """Compare each layout that has a defect with the clean one that it was made from.

    What an embedding says of a whole image is mostly which layout it shows. Inspection has
    the layout as it was meant to be beside it, so that what is left to judge is the
    difference.

    Parameters
    ----------
    part : pandas.DataFrame
        Rows of ``patterns.csv``, of one kind of image.
    vectors : ndarray of float64, shape (len(part), D)

    Returns
    -------
    rows : pandas.DataFrame
        Those with a defect, without those that the vectors cannot tell from the clean layout.
    differences : ndarray of float64, shape (len(rows), D)
        Of the vectors.
    n_blind : int
        How many were left out, as their difference is zero.
    """
    groups = part["group_id"].tolist()
    clean = (part["defect"] == NONE).to_numpy()
    place = {groups[row]: row for row in np.flatnonzero(clean)}
    differences = vectors - vectors[[place[group] for group in groups]]
    told = differences.any(axis=1)
    kept = ~clean & told
    return part[kept].reset_index(drop=True), differences[kept], int((~clean & ~told).sum())
