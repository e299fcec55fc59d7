"""The vectors of a submitted row, as every score of it sees them: checked, evened, rounded."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.rounding import rounded
from lib.encoders.submitted.read_embeddings import Vectors, read_embeddings

DECIMALS = 9
"""Digits after the point that are kept. The vectors' median length is 1 by then, and
float32 holds about as many."""


def usable_vectors(
    path: Path, dimension: int | None, object_ids: Sequence[str]
) -> tuple[Floats | None, list[BenchError]]:
    """Read the embeddings of a row, and say what keeps them from being scored.

    Parameters
    ----------
    path : Path
        Of ``embeddings.npy`` or ``.npz``, not of a link.
    dimension : int or None
        As the metadata state it; None where they could not be read.
    object_ids : sequence of str, length N
        Of the manifest, in its order.

    Returns
    -------
    vectors : ndarray of float64, shape (N, D), or None
        From :func:`as_written`, finite, none of them zero. None where anything is wrong.
    errors : list of BenchError
        From :func:`~lib.encoders.submitted.read_embeddings.read_embeddings` and
        :func:`check_values`, or another dimension than stated.
    """
    try:
        raw = read_embeddings(path, object_ids)
    except BenchError as error:
        return None, [error]
    if dimension not in (None, raw.shape[1]):
        text = f"{path} has {raw.shape[1]} columns, the metadata says dimension {dimension}"
        return None, [BenchError(text, "mend the one that is wrong")]
    errors = check_values(raw, object_ids)
    if errors:
        return None, errors
    vectors = as_written(raw)
    errors = [
        BenchError(
            f"divided by the median length and rounded to {DECIMALS} digits, {error.message}",
            "vectors of one row may not differ so much in length",
        )
        for error in check_values(vectors, object_ids)
    ]
    return (None, errors) if errors else (vectors, [])


def check_values(vectors: npt.NDArray[np.floating], object_ids: Sequence[str]) -> list[BenchError]:
    """Find rows without a direction: NaN, infinite or zero.

    Returns
    -------
    list of BenchError
        One a kind, with the first such row and their number.
    """
    kinds = (
        (~np.isfinite(vectors).all(axis=1), "NaN or infinity"),
        (~np.any(vectors, axis=1), "zeros only"),
    )
    return [
        BenchError(
            f"row {np.argmax(bad)} ({object_ids[int(np.argmax(bad))]}) holds {what}; "
            f"{bad.sum()} such rows, counted from 0",
            "every object needs a vector with a direction",
        )
        for bad, what in kinds
        if bad.any()
    ]


def as_written(vectors: Vectors) -> Floats:
    """Divide by the median length and round, so that rounding treats all authors alike.

    Parameters
    ----------
    vectors : ndarray of float16 or float32, shape (N, D)
        Finite, none zero.

    Returns
    -------
    ndarray of float64, shape (N, D)
        What :func:`lib.core.files.read_vectors` reads back after stage `embed` wrote these
        with `DECIMALS` digits. Cosines, and who is longer than whom, stay up to rounding; a
        vector that is far too short or long becomes zero or infinite.
    """
    wide = vectors.astype(np.float64)
    evened = wide / np.median(np.sqrt((wide**2).sum(axis=1)))
    # Infinity is refused with the name of its row.
    with np.errstate(over="ignore"):
        return rounded(evened, DECIMALS).astype(np.float64)
