"""What the measures are taken from, out of a corpus's manifest."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.objects.duplicates import duplicate_groups
from lib.objects.recipe import Decimate, Jitter, Rotate, from_json
from lib.semantics.labelled import Labelled, labelled

TARGETS = ("angle", "noise", "faces kept")
"""How strongly a clone of tiers 2 to 4 was altered: degrees, share of the diagonal, share."""


def measured_objects(objects: pd.DataFrame) -> pd.DataFrame:
    """Choose the sources, and their clones of tiers 2 to 4, with their index."""
    altered = (objects["role"] == "clone") & (objects["tier"] > 1)
    return objects[(objects["role"] == "source") | altered]


def from_manifest(
    part: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Floats,
    left_out: Collection[str],
    rivals: Mapping[str, Floats] | None = None,
) -> Labelled:
    """Put a corpus's objects and their vectors together.

    Parameters
    ----------
    part : pandas.DataFrame
        From :func:`measured_objects`.
    duplicates : pandas.DataFrame
        ``duplicates.csv``; near-duplicates and all their clones are one group.
    vectors : ndarray of float64, shape (len(part), D)
    left_out : collection of str
        Classes that count as new.
    rivals : dict of str to ndarray of float64, optional
        See :class:`Labelled`.

    Returns
    -------
    Labelled
        Known are the train sources of the other classes.
    """
    reference = (
        (part["role"] == "source")
        & (part["split"] == "train")
        & ~part["class"].isin(list(left_out))
    )
    groups = duplicate_groups(part["item_id"].tolist(), duplicates)
    return labelled(
        vectors,
        part["class"].tolist(),
        ids=part["object_id"].tolist(),
        groups=[f"group {number:05d}" for number in groups],
        targets=_targets(part),
        reference=reference.to_numpy(),
        rivals=rivals,
    )


def _targets(part: pd.DataFrame) -> dict[str, Floats]:
    values = np.full((len(part), len(TARGETS)), np.nan)
    clones = (part["role"] == "clone").to_numpy()
    for row in np.flatnonzero(clones):
        angle, noise, kept = 0.0, 0.0, 1.0
        for step in from_json(part["recipe"].iloc[row]):
            match step:
                case Rotate():
                    angle = step.angle_deg
                case Jitter():
                    noise = step.sigma
                case Decimate():
                    kept = step.keep
        values[row] = angle, noise, kept
    return dict(zip(TARGETS, values.T, strict=True))
