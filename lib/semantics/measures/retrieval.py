"""Precision among the nearest: whether those of one class lie together."""

from collections.abc import Iterator

import numpy as np

from lib.core.arrays import Bools, Floats, Ints
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.intervals import mean_interval
from lib.semantics.labelled import Labelled
from lib.semantics.neighbours import cosines, share_among_nearest

MISTAKEN = "taken for"
"""Quantity of the findings that say which classes stand in for another."""

ALONE = "alone in their class"
"""Quantity of the finding that counts items which no other of their class could be near to."""

REACHABLE = "most that could be had of precision@"
"""Beginning of the quantity of the finding, where some classes have too few items for 1."""

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
    nearest, up to three for each class; ``alone in their class`` of ``objects``, where there
    are such, which are searched but do not ask; ``most that could be had of precision@k``,
    where classes are so small that it is below 1.

    Raises
    ------
    NotApplicableError
        If no class has two items of different groups, or all items are of one class.
    """
    originals = data.originals()
    names, number = originals.labels
    cosine = cosines(originals)
    same = number[:, None] == number
    alone = ~(same & np.isfinite(cosine)).any(axis=1)
    if alone.all():
        raise NotApplicableError("no class has two items that are not copies of each other")
    if len(names) < 2:
        raise NotApplicableError("all items are of one class, so that no neighbour could be wrong")
    draws = params.resamples, params.seed, params.confidence
    found = []
    if alone.any():
        # Whatever lies nearest to them is wrong, which says nothing of the vectors.
        words = ", ".join(sorted(set(originals.classes[alone])))
        found.append(Finding(ALONE, "objects", float(alone.sum()), n=len(originals), note=words))
        asked = originals.take(~alone)
        cosine, same = cosine[~alone], same[~alone]
    else:
        asked = originals
    candidates = np.isfinite(cosine)
    others = (same & candidates).sum(axis=1)
    for k in sorted({*params.nearest, params.pass_at}):
        places = np.minimum(candidates.sum(axis=1), k)
        most = float((np.minimum(others, places) / places).mean())
        if most < 1:
            found.append(Finding(f"{REACHABLE}{k}", "objects", most, n=len(asked)))
        precision = share_among_nearest(cosine, same, k)
        for of, units in (("objects", asked.groups), ("classes", asked.classes)):
            low, high = mean_interval(precision, units, *draws)
            value = float(precision.mean())
            found.append(Finding(f"precision@{k}", of, value, low, high, len(asked)))
        if k == params.pass_at:
            found += _by_class(asked, precision, draws, k)
    return found + list(_mistaken(cosine, names, number, ~alone, params.pass_at))


def _by_class(
    data: Labelled, precision: Floats, draws: tuple[int, int, float], k: int
) -> Iterator[Finding]:
    for name in data.labels[0]:
        own = data.classes == name
        low, high = mean_interval(precision[own], data.groups[own], *draws)
        value = float(precision[own].mean())
        yield Finding(f"precision@{k}", f"class {name}", value, low, high, int(own.sum()))


def _mistaken(
    cosine: Floats, names: list[str], number: Ints, asked: Bools, k: int
) -> Iterator[Finding]:
    shares = np.stack(
        [
            share_among_nearest(cosine, np.broadcast_to(number == other, cosine.shape), k)
            for other in range(len(names))
        ],
        axis=1,
    )
    own = number[asked]
    for one in np.unique(own):
        share = shares[own == one].mean(axis=0)
        share[one] = 0.0
        # By name among equals, so that the order does not hang on a last bit.
        for other in np.lexsort((np.arange(len(names)), -share.round(9)))[:_MOST_MISTAKEN]:
            if share[other] > 0:
                of = f"{names[one]} > {names[other]}"
                yield Finding(MISTAKEN, of, float(share[other]), n=int((own == one).sum()))
