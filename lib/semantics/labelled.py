"""Vectors with a class each: what every measure of what they know is taken from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats, Ints
from lib.core.errors import BenchError
from lib.core.vectors import unit

Words = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Labelled:
    """Vectors and what is known of the items that they stand for.

    Attributes
    ----------
    ids : ndarray of str, shape (N,)
        Unique names.
    vectors : ndarray of float64, shape (N, D)
        Rows of length 1.
    classes : ndarray of str, shape (N,)
    groups : ndarray of str, shape (N,)
        Items of one group show the same thing, as an object and its copies do: they
        neither count for each other nor part in a cross-validation.
    targets : dict of str to ndarray of float64, shape (N,)
        How strongly an item was altered, by the name of the change; NaN where it does
        not apply.
    altered : ndarray of bool, shape (N,)
        Items that are copies, altered from another: these are asked for targets alone.
    reference : ndarray of bool, shape (N,), or None
        Items that are known; the others are a stream in which something may be new.
    rivals : dict of str to ndarray of float64, shape (N,)
        What pixels alone give, item by item, by ``<method>/<task>``: what a row has to be
        better than to know more than a picture shows. See
        :func:`lib.semantics.measures.transfer.scores`.
    """

    ids: Words
    vectors: Floats
    classes: Words
    groups: Words
    altered: Bools
    targets: Mapping[str, Floats] = field(default_factory=dict)
    reference: Bools | None = None
    rivals: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def labels(self) -> tuple[list[str], Ints]:
        """Names of the classes, sorted, and the number of each item's, shape (N,)."""
        names, numbers = np.unique(self.classes, return_inverse=True)
        return names.tolist(), numbers.astype(np.int64)

    def originals(self) -> "Labelled":
        """Leave out the items that were altered."""
        return self.take(~self.altered) if self.altered.any() else self

    def take(self, rows: npt.NDArray[np.generic]) -> "Labelled":
        """Choose items by a mask or by row."""
        return Labelled(
            self.ids[rows],
            self.vectors[rows],
            self.classes[rows],
            self.groups[rows],
            self.altered[rows],
            {name: values[rows] for name, values in self.targets.items()},
            None if self.reference is None else self.reference[rows],
            {name: values[rows] for name, values in self.rivals.items()},
        )


def labelled(
    vectors: npt.ArrayLike,
    classes: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    targets: Mapping[str, npt.ArrayLike] | None = None,
    altered: npt.ArrayLike | None = None,
    reference: npt.ArrayLike | None = None,
    rivals: Mapping[str, npt.ArrayLike] | None = None,
) -> Labelled:
    """Put vectors and labels together.

    Parameters
    ----------
    vectors : array-like, shape (N, D)
        Of any length; they are scaled to 1.
    classes : sequence of str, length N
    ids, groups : sequence of str, optional
        Row numbers, and each item its own, when not given.
    targets, altered, reference, rivals : optional
        As in :class:`Labelled`. Where `altered` is not given, items that have a target are.

    Raises
    ------
    BenchError
        If the numbers differ, an id comes twice, or a vector is zero or not finite.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if rows.ndim != 2:
        raise BenchError(
            f"vectors must have shape (N, D), got {rows.shape}", "save one row an item"
        )
    names = np.asarray([str(n) for n in range(len(rows))] if ids is None else list(ids), dtype=str)
    numbers = {key: np.asarray(value, dtype=np.float64) for key, value in (targets or {}).items()}
    beside = {key: np.asarray(value, dtype=np.float64) for key, value in (rivals or {}).items()}
    known = None if reference is None else np.asarray(reference, dtype=bool)
    counts = {"labels": len(classes), "ids": len(names)}
    if groups is not None:
        counts["groups"] = len(groups)
    if known is not None:
        counts["marks of the reference"] = len(known)
    counts |= {f"values of {key}": len(value) for key, value in (numbers | beside).items()}
    for what, found in counts.items():
        if found != len(rows):
            raise BenchError(
                f"there are {len(rows):,} vectors and {found:,} {what}",
                "write one row of labels for each row of the vectors, in the same order",
            )
    unique, first = np.unique(names, return_index=True)
    if len(unique) < len(names):
        again = str(names[np.setdiff1d(np.arange(len(names)), first)[0]])
        raise BenchError(f"id {again!r} comes twice", "give every item an id of its own")
    try:
        scaled = unit(rows)
    except ValueError as error:
        raise BenchError(f"vectors: {error}", "every vector must have a direction")
    if altered is None:
        altered = np.zeros(len(rows), dtype=bool)
        for values in numbers.values():
            altered |= np.isfinite(values)
    return Labelled(
        names,
        scaled,
        np.asarray(list(classes), dtype=str),
        names if groups is None else np.asarray(list(groups), dtype=str),
        np.asarray(altered, dtype=bool),
        numbers,
        known,
        beside,
    )
