"""From a submission's file to vectors, the same for the check and for the graph."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lib.core.errors import BenchError
from lib.encoders.submitted.loading import Vectors, read_embeddings
from lib.encoders.submitted.metadata import Metadata
from lib.encoders.submitted.written import DECIMALS, as_written


def read_checked(
    path: Path, metadata: Metadata | None, object_ids: Sequence[str]
) -> tuple[Vectors | None, list[BenchError]]:
    """Read the embeddings of a row, and say what keeps them from being scored.

    Parameters
    ----------
    path : Path
        Of ``embeddings.npy`` or ``.npz``, not of a link.
    metadata : Metadata or None
        States their dimension; None where it could not be read.
    object_ids : sequence of str, length N
        Of the manifest, in its order.

    Returns
    -------
    vectors : ndarray of float16 or float32, shape (N, D), or None
        As in the file; finite and none of them zero, also once they are rounded as
        :func:`~lib.encoders.submitted.written.as_written` does. None where anything is wrong.
    errors : list of BenchError
        From :func:`~lib.encoders.submitted.loading.read_embeddings` and
        :func:`check_values`, or another dimension than stated.
    """
    try:
        vectors = read_embeddings(path, object_ids)
    except BenchError as error:
        return None, [error]
    if metadata and metadata.dimension != vectors.shape[1]:
        return None, [
            BenchError(
                f"{path} has {vectors.shape[1]} columns, the metadata says dimension "
                f"{metadata.dimension}",
                "mend the one that is wrong",
            )
        ]
    errors = check_values(vectors, object_ids)
    if not errors:
        errors = [
            BenchError(
                f"divided by the median length and rounded to {DECIMALS} digits, {error.message}",
                "vectors of one row may not differ so much in length",
            )
            for error in check_values(as_written(vectors), object_ids)
        ]
    return (None, errors) if errors else (vectors, [])


def check_values(vectors: npt.NDArray[np.floating], object_ids: Sequence[str]) -> list[BenchError]:
    """Find rows without a direction: NaN, infinite or zero.

    Parameters
    ----------
    vectors : ndarray, shape (N, D)
    object_ids : sequence of str, length N

    Returns
    -------
    list of BenchError
        One a kind, with the first such row and their number.
    """
    errors = []
    finite = np.isfinite(vectors).all(axis=1)
    zero = ~np.any(vectors, axis=1)
    for bad, what in ((~finite, "NaN or infinity"), (zero, "zeros only")):
        if bad.any():
            row = int(np.argmax(bad))
            errors.append(
                BenchError(
                    f"row {row} ({object_ids[row]}) holds {what}; {int(bad.sum())} such rows, "
                    "counted from 0",
                    "every object needs a vector with a direction",
                )
            )
    return errors
