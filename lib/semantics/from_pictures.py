"""What the measures are taken from, out of the corpus of pictures."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.semantics.labelled import Labelled, labelled

CLEAN = "none"
"""Defect of a layout that has none."""

TARGET = "severity"


def from_pictures(
    rows: pd.DataFrame,
    vectors: Floats,
    unseen: Collection[str],
    rivals: Mapping[str, Floats] | None = None,
    *,
    severities: bool = True,
) -> Labelled:
    """Put pictures of layouts and their vectors together; the classes are the defects.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of ``patterns.csv``.
    vectors : ndarray of float64, shape (len(rows), D)
    unseen : collection of str
        Defects that count as new.
    rivals : dict of str to ndarray of float64, optional
        See :class:`Labelled`.
    severities : bool, optional
        Whether to ask for the severity of a defect: not of vectors whose length held it.

    Returns
    -------
    Labelled
        All that is made from one clean layout is a group. The target is the severity of a
        defect. Known are the train split's pictures with other defects.
    """
    seen = (rows["split"] == "train") & ~rows["defect"].isin(list(unseen))
    faulty = rows["defect"] != CLEAN
    return labelled(
        vectors,
        rows["defect"].tolist(),
        ids=rows["image_id"].tolist(),
        groups=rows["group_id"].tolist(),
        targets={TARGET: np.where(faulty, rows["severity"], np.nan)} if severities else {},
        altered=np.zeros(len(rows), dtype=bool),
        reference=seen.to_numpy(),
        rivals=rivals,
    )
