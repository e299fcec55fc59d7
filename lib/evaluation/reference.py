"""Scores to read a tier by: chance, and an encoder that knows only the class."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.evaluation.trials import GALLERIES, trials


def chance(n: npt.ArrayLike) -> Floats:
    """Return the expected AP of `n` items, one of them relevant, in random order.

    The rank is uniform on 1..n, so the mean of its reciprocal is the harmonic
    number H_n over n. With `n` the number of same-class items in the gallery it
    is the score of a perfect class recogniser that picks at random inside the
    class.

    Parameters
    ----------
    n : array-like of int, any shape
        At least 1.

    Returns
    -------
    ndarray of float64, shape of `n`
        In (0, 1].

    Raises
    ------
    ValueError
        If an `n` is less than 1.
    """
    counts = np.asarray(n, dtype=np.int64)
    if counts.size == 0:
        return np.zeros(counts.shape)
    if counts.min() < 1:
        raise ValueError(f"n must be at least 1, got {int(counts.min())}")
    harmonic = np.cumsum(1.0 / np.arange(1, counts.max() + 1))
    return np.asarray(harmonic[counts - 1] / counts)


def ranked_items(
    relevant: npt.ArrayLike, gallery_classes: Sequence[str], junk: npt.ArrayLike | None = None
) -> tuple[Ints, Ints]:
    """Count the items that compete in each query's ranking.

    Parameters
    ----------
    relevant : array-like of int, shape (Q,)
        Gallery index of each query's relevant item.
    gallery_classes : sequence of str, length G
        Class of each gallery item.
    junk : array-like of int, shape (P, 2), optional
        Unique pairs (query, gallery index) that are left out of the ranking.

    Returns
    -------
    all_items : ndarray of int64, shape (Q,)
        Gallery items that are not junk; ``chance(all_items)`` is chance.
    class_items : ndarray of int64, shape (Q,)
        Those among them of the relevant item's class; ``chance(class_items)``
        is the perfect class recogniser.
    """
    targets = np.asarray(relevant, dtype=np.int64)
    pairs = np.asarray([] if junk is None else junk, dtype=np.int64).reshape(-1, 2)
    _, labels = np.unique(np.asarray(gallery_classes), return_inverse=True)
    same_class = labels[pairs[:, 1]] == labels[targets[pairs[:, 0]]]
    all_items = len(labels) - np.bincount(pairs[:, 0], minlength=len(targets))
    class_items = np.bincount(labels)[labels[targets]]
    class_items = class_items - np.bincount(pairs[same_class, 0], minlength=len(targets))
    return all_items, class_items


def reference_lines(objects: pd.DataFrame, duplicates: pd.DataFrame) -> list[dict[str, object]]:
    """Score chance and a perfect class recogniser on every tier and gallery."""
    lines: list[dict[str, object]] = []
    for trial in trials(objects, duplicates):
        classes = objects["class"].iloc[trial.gallery_rows].tolist()
        all_items, class_items = ranked_items(trial.relevant, classes, trial.junk)
        lines.append(
            {
                "tier": trial.tier,
                "gallery": trial.gallery,
                "chance": round(float(chance(all_items).mean()), 6),
                "class_recognizer": round(float(chance(class_items).mean()), 6),
            }
        )
    return sorted(lines, key=lambda line: (line["tier"], GALLERIES.index(str(line["gallery"]))))
