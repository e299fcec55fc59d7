"""How new an item looks beside a reference, by several methods; higher is newer."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from lib.core.arrays import Bools, Floats
from lib.core.vectors import TIE_TOLERANCE
from lib.semantics.labelled import Labelled

NEIGHBOURS = 5
"""Nearest references whose distances are averaged."""

_DIGITS = 9
"""Of a score: what differs by less differs by a processor's last bits, and is a tie."""

_CROWD = 20
_STRENGTH = 10.0


def novel_scores(reference: Labelled, stream: Labelled) -> dict[str, Floats]:
    """Score the stream.

    Parameters
    ----------
    reference : Labelled
        What is known.
    stream : Labelled
        None of its items is of a group of the reference.

    Returns
    -------
    dict of str to ndarray of float64, shape (len(stream),)
        Without labels: ``nearest`` (1 - cosine of the nearest reference), ``k-NN`` (mean
        of that over the 5 nearest) and ``LOF`` (local outlier factor of Breunig et al.
        2000, 20 neighbours). With the reference's labels: ``supervised``, 1 less the
        probability of the likeliest known class, by logistic regression.
    """
    distance = 1 - stream.vectors @ reference.vectors.T
    near = np.sort(distance, axis=1)[:, : min(NEIGHBOURS, len(reference))]
    found = {"nearest": near[:, 0], "k-NN": near.mean(axis=1)}
    if len(reference) > 2:
        crowd = min(_CROWD, len(reference) - 1)
        found["LOF"] = local_outlier_factor(reference.vectors, stream.vectors, crowd)
    if len(reference.labels[0]) > 1:
        # Newton's method goes to the last digits, where other processors arrive as well;
        # the default one stops in the seventh.
        head = LogisticRegression(C=_STRENGTH, solver="newton-cg", tol=1e-12, max_iter=5000)
        likeliest = head.fit(reference.vectors, reference.classes).predict_proba(stream.vectors)
        found["supervised"] = 1 - likeliest.max(axis=1)
    return {method: score.round(_DIGITS) for method, score in found.items()}


def local_outlier_factor(reference: Floats, stream: Floats, crowd: int) -> Floats:
    """Local outlier factor by Breunig et al. (2000), with their neighbourhoods.

    To these belong all that are as far as the last of the nearest. scikit-learn takes one
    of them, by the last bits of the distances, and vectors of few different numbers have
    other factors on another processor.

    Parameters
    ----------
    reference : ndarray of float64, shape (R, D)
        Rows of length 1; more than `crowd`.
    stream : ndarray of float64, shape (N, D)
        Rows of length 1.
    crowd : int
        Nearest references that make up a neighbourhood, at least.

    Returns
    -------
    ndarray of float64, shape (N,)
        About 1 within a crowd, more outside.
    """
    among, across = _distances(reference, reference), _distances(stream, reference)
    np.fill_diagonal(among, np.inf)
    reach = np.sort(among, axis=1)[:, crowd - 1]
    near = among <= reach[:, None] + TIE_TOLERANCE
    density = _density(among, near, reach)
    close = across <= np.sort(across, axis=1)[:, crowd - 1 : crowd] + TIE_TOLERANCE
    around = (close * density).sum(axis=1) / close.sum(axis=1)
    return np.asarray(around / _density(across, close, reach))


def _distances(one: Floats, other: Floats) -> Floats:
    # The root would make 1e-8 of a last bit, where two rows are equal.
    return np.asarray(np.sqrt(np.maximum(2 - 2 * (one @ other.T), 0.0).round(12)))


def _density(distance: Floats, near: Bools, reach: Floats) -> Floats:
    """Local reachability density; equal rows are as dense as scikit-learn has it."""
    reached = np.where(near, np.maximum(distance, reach), 0.0)
    return np.asarray(1 / (reached.sum(axis=1) / near.sum(axis=1) + 1e-10))
