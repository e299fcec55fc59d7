"""What can be learned on top of frozen vectors, and whether it is more than pixels give."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold

from lib.core.arrays import Floats
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.intervals import mean_interval, ratio_interval
from lib.semantics.labelled import Labelled

CLASS = "class"
"""The task of telling the class; the others have the names of targets."""

_STRENGTH, _PENALTY = 10.0, 1.0
"""Inverse penalty of the logistic regression, penalty of the ridge regression: rows of
length 1 on average, and nothing is tuned."""


def measure(data: Labelled, params: SemanticsParams) -> list[Finding]:
    """Learn class and severity from frozen vectors, and compare with pixels.

    Logistic regression tells the class of an item as it stands, ridge regression how
    strongly a copy was altered. Both are cross-validated by group, so that no copy of
    an item is learned from when the item is asked for. Vectors are standardised on
    what is learned from.

    Findings
    --------
    ``accuracy`` of ``class`` and ``R2`` of each target, and the same of a dummy
    (the most frequent class; the mean, whose R2 is at most 0). ``gain in accuracy`` and
    ``gain in R2`` of ``task over method`` for what `data.rivals` holds; its note says
    ``no gain`` where the interval does not lie above 0.

    Raises
    ------
    NotApplicableError
        If there are fewer groups than folds.
    """
    own = scores(data.vectors, data, params)
    if not own:
        raise NotApplicableError(f"there are fewer than {params.folds} groups to learn from")
    found = []
    for task, score in own.items():
        found += _level(task, score, data, params)
        for rival, other in sorted(data.rivals.items()):
            method, _, told = rival.partition("/")
            if told == task:
                found.append(_gain(task, method, score, other, data, params))
    return found


def scores(vectors: Floats, data: Labelled, params: SemanticsParams) -> dict[str, Floats]:
    """Ask each item by what was learned without its group.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
        Of the items of `data`, or other vectors of theirs.
    data : Labelled
    params : SemanticsParams

    Returns
    -------
    dict of str to ndarray of float64, shape (N,)
        By task. ``class``: 1 where it was told, else 0. A target: square of the error.
        NaN for items that are not asked. A task for which there are too few groups is
        left out.
    """
    found = {}
    for name, values in sorted(data.targets.items()):
        asked = np.isfinite(values)
        if asked.any() and np.ptp(values[asked]) > 0:
            found[name] = _asked(vectors, values, asked, data.groups, params)
    classes = _asked(vectors, data.labels[1], ~data.altered, data.groups, params)
    parts = {CLASS: classes, **found}
    return {task: part for task, part in parts.items() if part is not None}


def _asked(
    vectors: Floats,
    answers: npt.NDArray[np.generic],
    asked: npt.NDArray[np.bool_],
    groups: npt.NDArray[np.str_],
    params: SemanticsParams,
) -> Floats | None:
    rows = np.flatnonzero(asked)
    if len(np.unique(groups[rows])) < params.folds:
        return None
    score = np.full(len(asked), np.nan)
    folds = GroupKFold(params.folds, shuffle=True, random_state=params.seed)
    for train, test in folds.split(rows, groups=groups[rows]):
        learn, ask = _scaled(vectors[rows[train]], vectors[rows[test]])
        known, right = answers[rows[train]], answers[rows[test]]
        if answers.dtype.kind == "f":
            score[rows[test]] = (_ridge(learn, known, ask) - right) ** 2
        else:
            score[rows[test]] = _classified(learn, known, ask) == right
    return score


def _scaled(learn: Floats, ask: Floats) -> tuple[Floats, Floats]:
    """Standardise, and scale rows to a mean square of about 1."""
    mean, spread = learn.mean(axis=0), learn.std(axis=0)
    spread = np.where(spread > 1e-9, spread, np.inf) * np.sqrt(learn.shape[1])
    return (learn - mean) / spread, (ask - mean) / spread


def _classified(learn: Floats, known: npt.NDArray[np.generic], ask: Floats) -> Floats:
    if len(np.unique(known)) < 2 or not learn.any():
        values, counts = np.unique(known, return_counts=True)
        return np.full(len(ask), values[np.argmax(counts)])
    if learn.shape[1] > len(learn):
        # A linear model sees nothing beyond the span of what it learns from.
        squares, axes = np.linalg.eigh(learn @ learn.T)
        kept = squares > 1e-9 * squares[-1]
        span = learn.T @ (axes[:, kept] / np.sqrt(squares[kept]))
        learn, ask = learn @ span, ask @ span
    model = LogisticRegression(C=_STRENGTH, tol=1e-6, max_iter=5000)
    return np.asarray(model.fit(learn, known).predict(ask))


def _ridge(learn: Floats, known: npt.NDArray[np.generic], ask: Floats) -> Floats:
    return np.asarray(Ridge(_PENALTY).fit(learn, known).predict(ask))


def _level(task: str, score: Floats, data: Labelled, params: SemanticsParams) -> list[Finding]:
    asked = np.isfinite(score)
    count, groups, draws = int(asked.sum()), data.groups[asked], _draws(params)
    if task == CLASS:
        low, high = mean_interval(score[asked], groups, *draws)
        frequent = np.bincount(data.labels[1][asked]).max() / count
        return [
            Finding("accuracy", task, float(score[asked].mean()), low, high, count),
            Finding("accuracy", f"{task} by a dummy", float(frequent), n=count),
        ]
    spread = _spread(data.targets[task][asked])
    low, high = ratio_interval(spread - score[asked], spread, groups, *draws)
    value = 1 - score[asked].sum() / spread.sum()
    return [
        Finding("R2", task, float(value), low, high, count),
        Finding("R2", f"{task} by a dummy", 0.0, n=count),
    ]


def _gain(
    task: str,
    method: str,
    score: Floats,
    other: Floats,
    data: Labelled,
    params: SemanticsParams,
) -> Finding:
    asked = np.isfinite(score) & np.isfinite(other)
    better = score[asked] - other[asked] if task == CLASS else other[asked] - score[asked]
    below = np.ones(len(better)) if task == CLASS else _spread(data.targets[task][asked])
    low, high = ratio_interval(better, below, data.groups[asked], *_draws(params))
    quantity = "gain in accuracy" if task == CLASS else "gain in R2"
    value = float(better.sum() / below.sum())
    note = "" if low > 0 else "no gain"
    return Finding(quantity, f"{task} over {method}", value, low, high, int(asked.sum()), note)


def _spread(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) ** 2)


def _draws(params: SemanticsParams) -> tuple[int, int, float]:
    return params.resamples, params.seed, params.confidence


def rivals(
    methods: Mapping[str, Floats], data: Labelled, params: SemanticsParams
) -> dict[str, Floats]:
    """Scores of other vectors of the same items, by ``<method>/<task>``, for `Labelled.rivals`."""
    return {
        f"{method}/{task}": score
        for method, vectors in sorted(methods.items())
        for task, score in scores(vectors, data, params).items()
    }
