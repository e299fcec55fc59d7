"""What retrieval loses when the index is made smaller: float16, int8, a bit a dimension.

Vectors are scaled to length 1 and stored in each of the forms, queries as well as the
gallery; what is read back is compared by cosine, like the vectors themselves.

- ``float32``: as the run has written them.
- ``float16``: FAISS's ``QT_fp16``, 2 bytes a dimension.
- ``int8``: FAISS's ``QT_8bit``, 1 byte a dimension: 255 steps from the smallest to the
  largest value that the dimension takes among the train split's sources; what lies
  beyond is cut off.
- ``binary``: 1 bit a dimension, whether the value is above the mean of the train
  split's sources. A cosine of bits, read as 1 and -1, falls with their Hamming distance.

What was learned of the train split comes on top once an index, 8 bytes a dimension at
most.
"""

from collections.abc import Iterator, Sequence

import faiss
import numpy as np
import pandas as pd

from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError
from lib.core.files import read_vectors
from lib.core.paths import Paths
from lib.core.vectors import unit
from lib.evaluation.ranking import average_precision, relevant_ranks
from lib.evaluation.trials import Trial, trials

COLUMNS = ("encoder", "stored_as", "bytes", "tier", "gallery", "map")


def quality(paths: Paths, encoders: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Score the embeddings of a run in every form.

    Parameters
    ----------
    paths : Paths
        Of the corpus.
    encoders : sequence of str
        Rows of the run, submitted ones included.

    Returns
    -------
    table : pandas.DataFrame
        `COLUMNS`: mAP by encoder, form, tier and gallery, and bytes a vector.
    missing : list of str
        Why the others of `encoders` are not in the table, a message each.
    """
    parts, missing = [pd.DataFrame(columns=COLUMNS)], []
    try:
        objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    except BenchError as error:
        return parts[0], [error.message]
    laid_out = list(trials(objects, duplicates))
    train = ((objects["role"] == "source") & (objects["split"] == "train")).to_numpy()
    for encoder in encoders:
        try:
            vectors = read_vectors(paths.embeddings(encoder), len(objects))
        except BenchError as error:
            missing.append(error.message)
            continue
        for form, size, restored in forms(vectors, train):
            rows = [
                (encoder, form, size, trial.tier, trial.gallery, _mean_ap(restored, trial))
                for trial in laid_out
            ]
            parts.append(pd.DataFrame(rows, columns=COLUMNS))
    return pd.concat(parts[1:] or parts, ignore_index=True), missing


def forms(vectors: Floats, train: Bools) -> Iterator[tuple[str, int, Floats]]:
    """Store vectors in every form and read them back.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
    train : ndarray of bool, shape (N,)
        Rows that scales and means are learned of; at least one.

    Yields
    ------
    form : str
    size : int
        Bytes a vector.
    restored : ndarray of float64, shape (N, D)
        Rows of length 1.
    """
    if not train.any():
        raise BenchError(
            "no source is in the train split, of which int8 and binary learn their scales",
            "raise select.train in params.yaml",
        )
    rows = unit(vectors)
    dim = rows.shape[1]
    yield "float32", 4 * dim, rows
    kinds = faiss.ScalarQuantizer
    for form, kind in (("float16", kinds.QT_fp16), ("int8", kinds.QT_8bit)):
        quantizer = faiss.ScalarQuantizer(dim, kind)
        single = rows.astype(np.float32)
        quantizer.train(single[train])
        codes = quantizer.compute_codes(single)
        yield form, codes.shape[1], unit(quantizer.decode(codes))
    bits = np.packbits(rows > rows[train].mean(axis=0), axis=1)
    yield "binary", bits.shape[1], unit(np.unpackbits(bits, axis=1, count=dim) * 2.0 - 1.0)


def _mean_ap(rows: Floats, trial: Trial) -> float:
    queries, gallery = rows[trial.query_rows], rows[trial.gallery_rows]
    ranks = relevant_ranks(queries, gallery, trial.relevant, trial.junk)
    return float(average_precision(ranks).mean())
