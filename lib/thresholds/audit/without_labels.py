"""Prevalence of a stream from its scores alone, by the quantifiers of QuaPy.

They learn from labelled calibration scores what positives and negatives look
like, and ask which mixture of the two the stream is. No label of the stream is
used: the answer is as good as the assumption that only the mixture has changed.

QuaPy (Moreo, Esuli and Sebastiani 2021, CIKM) is imported on first use: it
brings PyTorch along and takes seconds. Import and use print nothing.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ESTIMATORS = ("CC", "PCC", "ACC", "PACC", "EMQ", "DyS")
"""Names in QuaPy: classify and count, plain and adjusted, crisp and probabilistic
(Forman 2008; Bella et al. 2010); expectation maximization (Saerens et al. 2002);
matching of the score histogram (Maletzke et al. 2019). HDy is left out: it
searches in steps of 1 %, too coarse for a base rate of 1 %."""

_COMPARING = frozenset({"ACC", "PACC", "DyS"})
_FOLDS = 5


def train(
    positives: npt.ArrayLike, negatives: npt.ArrayLike, rng: np.random.Generator
) -> Mapping[str, Any]:
    """Fit every estimator on labelled scores.

    The classifier is a logistic regression on the standardized score. Rates of
    errors are measured by five-fold cross-validation. ACC, PACC and DyS only
    compare its answers on the two classes and get classes of equal weight: among
    many negatives a classifier may flag nothing, which leaves nothing to adjust.
    PCC and EMQ need its probabilities to be those of the calibration set.

    Parameters
    ----------
    positives, negatives : array-like of float, shapes (P,) and (N,)
        Scores of the calibration set; their order does not matter.
    rng : numpy.random.Generator
        Assigns scores to folds.

    Returns
    -------
    mapping of str to quapy.method.aggregative.AggregativeQuantifier
        In the order of `ESTIMATORS`.

    Raises
    ------
    ValueError
        If a class has fewer than five scores, or a score is not finite.
    """
    from quapy.method import aggregative

    true, false = (np.sort(np.asarray(part, dtype=np.float64)) for part in (positives, negatives))
    if min(len(true), len(false)) < _FOLDS:
        raise ValueError(f"{len(true)} positives and {len(false)} negatives: {_FOLDS} are needed")
    scores = np.concatenate([true, false])
    if not np.isfinite(scores).all():
        raise ValueError("a calibration score is not finite")
    # QuaPy's folds are cut without shuffling: in sorted order each would miss a range of scores.
    order = rng.permutation(len(scores))
    truth = (np.arange(len(scores)) < len(true)).astype(np.int64)
    # The exact solution of two equations, in place of a search that stops at a tolerance.
    options = {"ACC": {"solver": "exact-cc"}, "PACC": {"solver": "exact-cc"}}
    fitted = {}
    for name in ESTIMATORS:
        weight = "balanced" if name in _COMPARING else None
        classifier = make_pipeline(
            StandardScaler(), LogisticRegression(solver="newton-cholesky", class_weight=weight)
        )
        made = getattr(aggregative, name)(classifier, **options.get(name, {}))
        fitted[name] = made.fit(scores[order, None], truth[order])
    return fitted


def quantify(fitted: Mapping[str, Any], scores: npt.ArrayLike) -> dict[str, float]:
    """Estimate the share of positives in a stream by every fitted estimator.

    Parameters
    ----------
    fitted : mapping
        From :func:`train`.
    scores : array-like of float, shape (N,)
        Of the whole stream, unlabelled; their order does not matter.

    Returns
    -------
    dict of str to float
        In [0, 1].

    Raises
    ------
    ValueError
        If the stream is empty or a score is not finite.
    """
    stream = np.sort(np.asarray(scores, dtype=np.float64))[:, None]
    if not len(stream) or not np.isfinite(stream).all():
        raise ValueError("the stream must hold scores, and all of them finite")
    return {name: float(one.predict(stream)[1]) for name, one in fitted.items()}
