"""Judge whether vectors look like an encoder's; see `suspicious_scores` for what refuses."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.vectors import unit
from lib.leaderboard.submissions.suspicious_scores import Findings

CLASS_SHARE = 0.99
"""Share of the variance between classes from which vectors are taken for labels. The
encoders of this repository have 0.2 to 0.5."""

_DIGITS = 6
"""Unit vectors that agree to so many digits have the same direction."""

_SAME = 0.999
"""Lowest cosine between vectors of equal content that passes for rounding."""


def check_vectors(vectors: npt.NDArray[np.floating], objects: pd.DataFrame) -> Findings:
    """Find constant vectors, class labels, and equal objects with unequal vectors.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
        Finite, no row zero.
    objects : pandas.DataFrame
        The manifest, N rows.
    """
    found = Findings()
    units = unit(vectors)
    rows = pd.Series(np.arange(len(objects)))
    place = rows.groupby(objects["content_sha256"].to_numpy()).transform("first").to_numpy()
    cosines = (units * units[place]).sum(axis=1)
    if cosines.min() < _SAME:
        row = int(np.argmin(cosines))
        names = objects["object_id"]
        found.warnings.append(
            f"{int((cosines < _SAME).sum())} rows differ from a row of the same content, row {row} "
            f"({names.iloc[row]}) most: its cosine with row {place[row]} "
            f"({names.iloc[place[row]]}) is {cosines[row]:.4f}; are rows mixed up?"
        )
    chosen = (objects["role"] == "source").to_numpy() & (place == rows.to_numpy())
    found.errors += _label_like(units[chosen], objects["class"].to_numpy()[chosen])
    return found


def _label_like(sources: Floats, classes: npt.NDArray[Any]) -> list[BenchError]:
    distinct = len(np.unique(np.round(sources, _DIGITS) + 0.0, axis=0))
    if distinct < len(sources) / 2:
        return [
            BenchError(
                f"{len(sources)} sources of different shape have {distinct} directions, "
                f"in {len(set(classes))} classes",
                "constant vectors and class labels are no embeddings: submit what tells objects "
                "apart",
            )
        ]
    _, codes, counts = np.unique(classes, return_inverse=True, return_counts=True)
    if len(counts) < 2 or counts.max() < 2:
        return []
    centred = sources - sources.mean(axis=0)
    sums = np.zeros((len(counts), sources.shape[1]))
    np.add.at(sums, codes, centred)
    share = ((sums**2).sum(axis=1) / counts).sum() / (centred**2).sum()
    if share > CLASS_SHARE:
        return [
            BenchError(
                f"{share:.2%} of the sources' variance is between classes: the vectors are class "
                "labels with a little noise",
                "submit what the encoder sees before it is told the classes",
            )
        ]
    return []


def check_classes(
    vectors: npt.NDArray[np.floating], objects: pd.DataFrame, min_classes: int = 10
) -> Findings:
    """Find an encoder that knows every class without a miss.

    Parameters
    ----------
    vectors, objects
        As for :func:`check_vectors`.
    min_classes : int, optional
        With fewer classes than this, it is no feat.
    """
    found = Findings()
    sources = (objects["role"] == "source").to_numpy()
    peers = (objects["tier"] == 5).to_numpy()
    classes = objects["class"].to_numpy()
    if not peers.any() or len(set(classes)) < min_classes:
        return found
    nearest = np.argmax(unit(vectors[peers]) @ unit(vectors[sources]).T, axis=1)
    if (classes[sources][nearest] == classes[peers]).all():
        found.warnings.append(
            f"all {int(peers.sum())} queries of T5 find an object of their class first; "
            "labels of these objects may have been seen in training."
        )
    return found
