"""What is flagged under an encoder, and which of it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError


@dataclass(frozen=True, eq=False)
class Flag:
    """One flagged item.

    Attributes
    ----------
    row : int
        Of the manifest.
    gallery : ndarray of int64
        Rows of the manifest that were searched.
    why : str
        A clause.
    other : int or None
        Row of the object that the flag is about, if there is one; it is shown whatever
        place it has.
    other_is : str
        What that object is, e.g. ``source``.
    """

    row: int
    gallery: Ints
    why: str
    other: int | None = None
    other_is: str = ""


@dataclass(frozen=True)
class Flags:
    """All that is flagged for one reason.

    Attributes
    ----------
    kind : str
        The reason.
    n_looked_at : int
        Items, or pairs, that could have been flagged.
    n_flagged : int
        Those that were.
    shown : list of Flag
        The worst of them.
    note : str
        What is to be said of the choice, or why there is nothing to choose from.
    """

    kind: str
    n_looked_at: int = 0
    n_flagged: int = 0
    shown: list[Flag] = field(default_factory=list)
    note: str = ""


def rows_of(names: Iterable[str], objects: pd.DataFrame, table: str) -> Ints:
    """Find objects in the manifest.

    Parameters
    ----------
    names : iterable of str
        Ids, as `table` names them.
    objects : pandas.DataFrame
        The manifest.
    table : str
        For the message.

    Returns
    -------
    ndarray of int64

    Raises
    ------
    BenchError
        If one of them is not there, by name.
    """
    asked = list(names)
    found = pd.Index(objects["object_id"]).get_indexer(asked)
    strange = np.flatnonzero(found < 0)
    if len(strange):
        raise BenchError(
            f"{table} names {asked[strange[0]]}, which the manifest does not have",
            "one of the two is of another run: dvc repro",
        )
    return np.asarray(found, dtype=np.int64)


def worst_first(badness: npt.ArrayLike, classes: npt.ArrayLike, most: int) -> Ints:
    """Choose the worst, and of each class its second only after the first of all others.

    Parameters
    ----------
    badness : array-like, shape (N,)
        Higher is worse; of equal ones the earlier comes first.
    classes : array-like of str or int, shape (N,)
    most : int

    Returns
    -------
    ndarray of int64, shape (min(N, most),)
        Places in the order in which they are shown.
    """
    values: Floats = np.asarray(badness, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ordered = pd.Series(np.asarray(classes)[order])
    turn = ordered.groupby(ordered, sort=False).cumcount()
    return order[np.argsort(turn.to_numpy(), kind="stable")][:most].astype(np.int64)
