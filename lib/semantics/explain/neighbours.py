"""Items whose nearest neighbour is of another class."""

from collections.abc import Mapping

import numpy as np

from lib.semantics.explain.flags import Flag, Flags, worst_first
from lib.semantics.labelled import Labelled
from lib.semantics.neighbours import cosines

WRONG_NEIGHBOUR = "wrong neighbour"


def flag_wrong_neighbours(data: Labelled, row_of: Mapping[str, int], most: int) -> Flags:
    """Flag the items to which an item of another class lies nearer than any of their own.

    Those of an item's own group are not searched, as in
    :mod:`lib.semantics.measures.retrieval`.

    Parameters
    ----------
    data : Labelled
    row_of : mapping of str to int
        Row of the table that objects are listed in, by id.
    most : int
        Shown: those whose wrong neighbour lies nearest come first.

    Returns
    -------
    Flags
        The gallery is what is searched.
    """
    originals = data.originals()
    number = originals.labels[1]
    cosine = cosines(originals)
    same = number[:, None] == number
    own, other = (np.where(part, cosine, -np.inf).max(axis=1) for part in (same, ~same))
    asked = np.isfinite(own) & np.isfinite(other)
    if not asked.any():
        note = "two classes are needed, one of them with two items that are no copies"
        return Flags(WRONG_NEIGHBOUR, note=note)
    wrong = np.flatnonzero(asked & (other > own))
    chosen = wrong[worst_first(other[wrong], originals.classes[wrong], most)]
    rows = np.array([row_of[name] for name in originals.ids], dtype=np.int64)
    shown = [
        Flag(
            int(rows[one]),
            rows[np.isfinite(cosine[one])],
            f"cosine {other[one]:.3f} to another class, {own[one]:.3f} to its own",
        )
        for one in chosen
    ]
    return Flags(WRONG_NEIGHBOUR, int(asked.sum()), len(wrong), shown)
