"""Precision among the nearest: whether those of one class lie together."""

from collections.abc import Iterator

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.intervals import mean_interval
from lib.semantics.labelled import Labelled
from lib.semantics.neighbours import cosines, share_among_nearest

MISTAKEN = "taken for"
"""Quantity of the findings that say which classes stand in for another."""

_MOST_MISTAKEN = 3


def measure(data: Labelled, params: SemanticsParams) -> list[Finding]:
    """Measure precision@k over all items, and at the pass mark's k class by class.

    Every item is a query, all others but its own group are searched; near ties share
    the last places. An interval speaks of other items of these classes (``objects``)
    or of other classes (``classes``); a class has one over its items.

    Findings
    --------
    ``precision@k`` of ``objects`` and ``classes``, for each k; ``precision@5`` of each
    class; ``taken for`` of ``class > other``, the share of other classes among the five
    nearest, up to three for each class.

    Raises
    ------
    NotApplicableError
        If no class has two items of different groups.
    """
    originals = data.originals()
    names, number = originals.labels
    cosine = cosines(originals)
    same = number[:, None] == number
    if not (same & np.isfinite(cosine)).any():
        raise NotApplicableError("no class has two items that are not copies of each other")
    draws = params.resamples, params.seed, params.confidence
    found = []
    for k in sorted({*params.nearest, params.pass_at}):
        precision = share_among_nearest(cosine, same, k)
        for of, units in (("objects", originals.groups), ("classes", originals.classes)):
            low, high = mean_interval(precision, units, *draws)
            value = float(precision.mean())
            found.append(Finding(f"precision@{k}", of, value, low, high, len(originals)))
        if k == params.pass_at:
            found += _by_class(originals, precision, draws, k)
    return found + list(_mistaken(cosine, names, number, params.pass_at))


def _by_class(
    data: Labelled, precision: Floats, draws: tuple[int, int, float], k: int
) -> Iterator[Finding]:
    for name in data.labels[0]:
        own = data.classes == name
        low, high = mean_interval(precision[own], data.groups[own], *draws)
        value = float(precision[own].mean())
        yield Finding(f"precision@{k}", f"class {name}", value, low, high, int(own.sum()))


def _mistaken(cosine: Floats, names: list[str], number: Ints, k: int) -> Iterator[Finding]:
    shares = np.stack(
        [
            share_among_nearest(cosine, np.broadcast_to(number == other, cosine.shape), k)
            for other in range(len(names))
        ],
        axis=1,
    )
    for one, name in enumerate(names):
        share = shares[number == one].mean(axis=0)
        share[one] = 0.0
        # By name among equals, so that the order does not hang on a last bit.
        for other in np.lexsort((np.arange(len(names)), -share.round(9)))[:_MOST_MISTAKEN]:
            if share[other] > 0:
                of = f"{name} > {names[other]}"
                yield Finding(MISTAKEN, of, float(share[other]), n=int((number == one).sum()))
