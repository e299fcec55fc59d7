"""Whether what is new stands out from what is known, and at which threshold."""

from collections.abc import Iterator

import numpy as np

from lib.core.arrays import Bools, Floats
from lib.core.params.sections import SemanticsParams
from lib.core.rng import generator
from lib.evaluation.intervals import draw_weights
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.labelled import Labelled
from lib.semantics.novel_scores import novel_scores
from lib.thresholds.base_rate import precision
from lib.thresholds.curves import average_precision, curve, roc_auc
from lib.thresholds.intervals import exact, exact_precision
from lib.thresholds.rules import recommended

TOO_FEW = "too few to choose on one half and to tell on the other"
"""Note of what a threshold delivers, where that cannot be said."""

RIVAL = "novelty"
"""Task by which `Labelled.rivals` holds how new pixels look, ``<method>/novelty``."""


def measure(data: Labelled, params: SemanticsParams) -> list[Finding]:
    """Rank a stream of known and new items by how new they look.

    The stream is what `data.reference` does not mark; new is what has a class of which
    the reference has nothing.

    Findings
    --------
    By method: ``AUROC``; ``AUPR at 1 %`` and so on for each of `params.novel_shares`, the
    average precision as it would be were that share of the stream new. ``threshold
    precision`` and ``threshold recall``: half of the classes that are new, and half of the
    known part of the stream, choose a threshold for `params.min_precision` at the largest
    of these shares by the project's own rule (:func:`lib.thresholds.rules.recommended`),
    and the other half says what it delivers.

    Raises
    ------
    NotApplicableError
        Without a reference, or if nothing or everything in the stream is new.
    """
    originals = data.originals()
    if originals.reference is None:
        raise NotApplicableError("nothing says which items are known (a reference)")
    reference = originals.take(originals.reference)
    shared = np.isin(originals.groups, reference.groups)
    stream = originals.take(~originals.reference & ~shared)
    novel = ~np.isin(stream.classes, reference.classes)
    if not len(reference) or novel.all() or not novel.any():
        raise NotApplicableError("the stream needs both known classes and new ones")
    found: list[Finding] = []
    scored = novel_scores(reference, stream)
    for name, values in sorted(stream.rivals.items()):
        method, _, task = name.partition("/")
        if task == RIVAL:
            scored[f"{method} of pixels"] = values
    for method, score in scored.items():
        found += _ranked(method, score, novel, stream, params)
        found += _decided(method, score, novel, stream, params)
    return found


def _ranked(
    method: str, score: Floats, novel: Bools, stream: Labelled, params: SemanticsParams
) -> Iterator[Finding]:
    c = curve(score[novel], score[~novel])
    names, number = np.unique(stream.groups, return_inverse=True)
    weights = draw_weights(names.tolist(), params.resamples, params.seed)[:, :-1][:, number]
    tpr, fpr = _rates(score, novel, weights.astype(np.float64))
    tail = (1 - params.confidence) / 2
    quantities = {"AUROC": (roc_auc(c), _areas(tpr, fpr))}
    for share in params.novel_shares:
        draws = np.diff(tpr, prepend=0.0, axis=1) * np.nan_to_num(precision(tpr, fpr, share))
        quantities[f"AUPR at {share:.0%}"] = average_precision(c, share), draws.sum(axis=1)
    for quantity, (value, values) in quantities.items():
        low, high = np.quantile(values, [tail, 1 - tail])
        yield Finding(quantity, method, value, float(low), float(high), len(score))


def _rates(score: Floats, novel: Bools, weights: Floats) -> tuple[Floats, Floats]:
    """TPR and FPR at each distinct score, falling, under weights of shape (B, N)."""
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(order) - 1)
    reached = [np.cumsum(weights[:, order] * kind[order], axis=1) for kind in (novel, ~novel)]
    tpr, fpr = (part[:, ends] / part[:, -1:] for part in reached)
    return tpr, fpr


def _areas(tpr: Floats, fpr: Floats) -> Floats:
    before = np.concatenate([np.zeros((len(tpr), 1)), tpr[:, :-1]], axis=1)
    return np.asarray((np.diff(fpr, prepend=0.0, axis=1) * (tpr + before) / 2).sum(axis=1))


def _decided(
    method: str, score: Floats, novel: Bools, stream: Labelled, params: SemanticsParams
) -> list[Finding]:
    chooses = _half(stream, novel, params.seed)
    tells = ~chooses
    if not all((kind & part).any() for kind in (novel, ~novel) for part in (chooses, tells)):
        names = ("threshold precision", "threshold recall")
        return [Finding(name, method, np.nan, note=TOO_FEW) for name in names]
    share, confidence = max(params.novel_shares), params.confidence
    c = curve(score[novel & chooses], score[~novel & chooses])
    choice = recommended(c, share, params.min_precision)
    new, known = int((novel & tells).sum()), int((~novel & tells).sum())
    if choice is None:
        note = f"no threshold reaches precision {params.min_precision:g}"
        return [
            Finding("threshold precision", method, np.nan, n=known, note=note),
            Finding("threshold recall", method, 0.0, n=new, note=note),
        ]
    flagged = (score >= choice.threshold) & tells
    caught, alarms = int((flagged & novel).sum()), int((flagged & ~novel).sum())
    held = float(precision(caught / new, alarms / known, share))
    limits = exact_precision(caught, new, alarms, known, share, confidence)
    note = f"threshold {choice.threshold:.6f}"
    return [
        Finding("threshold precision", method, held, *limits, n=known, note=note),
        Finding(
            "threshold recall", method, caught / new, *exact(caught, new, confidence), new, note
        ),
    ]


def _half(stream: Labelled, novel: Bools, seed: int) -> Bools:
    """Half of the new classes, and half of the groups of what is known, by lot."""
    chosen = np.zeros(len(stream), dtype=bool)
    for part, units in ((novel, stream.classes), (~novel, stream.groups)):
        names = np.unique(units[part])
        first = generator(seed, "novelty").permutation(names)[: len(names) // 2]
        chosen |= part & np.isin(units, first)
    return chosen
