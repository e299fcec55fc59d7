"""Items that look new, rightly or not."""

from collections.abc import Mapping

import numpy as np

from lib.core.arrays import Bools, Floats
from lib.core.vectors import TIE_TOLERANCE
from lib.semantics.explain.flags import Flag, Flags, worst_first
from lib.semantics.labelled import Labelled

NOVEL, FALSE_ALARM = "novel", "false alarm"


def flag_novel(data: Labelled, row_of: Mapping[str, int], most: int) -> list[Flags]:
    """Flag as many items as new as there are new ones.

    The stream is that of :func:`lib.semantics.measures.novelty.measure`, ranked by the
    distance from the nearest known item. Items that tie at the cut are not flagged.

    Parameters
    ----------
    data : Labelled
        With a `reference`: what is known.
    row_of : mapping of str to int
        Row of the manifest, by id.
    most : int
        Shown of each kind.

    Returns
    -------
    list of Flags
        ``novel``: flagged, and of a class of which nothing is known. ``false alarm``:
        flagged, and of a known class. The gallery is what is known.
    """
    originals = data.originals()
    known = np.zeros(len(originals), bool) if originals.reference is None else originals.reference
    reference = originals.take(known)
    stream = originals.take(~known & ~np.isin(originals.groups, reference.groups))
    new = ~np.isin(stream.classes, reference.classes)
    if not len(reference) or new.all() or not new.any():
        note = "known items, others of their classes and items of new classes are needed"
        return [Flags(kind, len(stream), note=note) for kind in (NOVEL, FALSE_ALARM)]
    distance = 1 - (stream.vectors @ reference.vectors.T).max(axis=1)
    flagged, tied = newest(distance, int(new.sum()))
    gallery = np.array([row_of[name] for name in reference.ids], dtype=np.int64)
    found = []
    for kind, part in ((NOVEL, flagged & new), (FALSE_ALARM, flagged & ~new)):
        places = np.flatnonzero(part)
        chosen = places[worst_first(distance[places], stream.classes[places], most)]
        shown = [
            Flag(row_of[stream.ids[one]], gallery, _why(one, distance, stream, kind))
            for one in chosen.tolist()
        ]
        note = f"the {int(new.sum()):,} that look newest are flagged, as many as are new"
        note += f"; {tied:,} that tie at the cut are not" if tied else ""
        found.append(Flags(kind, len(stream), len(places), shown, note))
    return found


def newest(distance: Floats, count: int) -> tuple[Bools, int]:
    """Mark the most distant.

    Parameters
    ----------
    distance : ndarray of float64, shape (N,)
    count : int
        How many to mark, less where several tie for the last places.

    Returns
    -------
    (ndarray of bool, shape (N,), int)
        The marks, and how many were left out for a tie.
    """
    if count >= len(distance):
        return np.ones(len(distance), dtype=bool), 0
    after = -np.sort(-distance)[count]
    marked = distance > after + TIE_TOLERANCE
    tied = np.abs(distance - after) <= TIE_TOLERANCE
    return marked, int(tied.sum()) if marked.sum() < count else 0


def _why(one: int, distance: Floats, stream: Labelled, kind: str) -> str:
    place = int((distance > distance[one] + TIE_TOLERANCE).sum()) + 1
    known = "no item of its class is known" if kind == NOVEL else "its class is known"
    return f"{known}; place {place:,} of {len(stream):,} by distance from what is known"
