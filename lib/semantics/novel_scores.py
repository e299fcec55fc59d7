"""How new an item looks beside a reference, by several methods; higher is newer."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import LocalOutlierFactor

from lib.core.arrays import Floats
from lib.semantics.labelled import Labelled

NEIGHBOURS = 5
"""Nearest references whose distances are averaged."""

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
        crowd = LocalOutlierFactor(min(_CROWD, len(reference) - 1), novelty=True)
        found["LOF"] = -crowd.fit(reference.vectors).score_samples(stream.vectors)
    if len(reference.labels[0]) > 1:
        head = LogisticRegression(C=_STRENGTH, tol=1e-6, max_iter=5000)
        likeliest = head.fit(reference.vectors, reference.classes).predict_proba(stream.vectors)
        found["supervised"] = 1 - likeliest.max(axis=1)
    return found
