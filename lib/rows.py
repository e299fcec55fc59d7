"""A row of the benchmark: an encoder of this repository, or vectors that were submitted."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.artifacts import existing, sha256_of
from lib.encoders.registry import describe
from lib.errors import BenchError
from lib.params import SUBMISSIONS, EmbedParams, encoder_names
from lib.submissions.folder import find_files
from lib.submissions.loading import read_embeddings
from lib.submissions.metadata import Metadata, read_metadata

REPRODUCED, RECOMPUTED = "reproduced", "recomputed"
"""Made by code in the graph; scored in the graph from vectors that came from elsewhere."""


def is_submission(name: str) -> bool:
    """Whether a row comes from submitted vectors, not from code of this repository."""
    return name not in encoder_names()


def describe_row(corpus: str, name: str, params: EmbedParams) -> dict[str, Any]:
    """Say what a row is, and load what it needs so that a run cannot fail late.

    Returns
    -------
    dict
        As :func:`lib.encoders.registry.describe`, and `status`: ``reproduced`` or
        ``recomputed``; for a submission also `author`, `version`, `training_data`,
        `hardware`, `seconds_per_object`, `saw_modelnet40_test` and
        `saw_benchmark_sources`, as its author states them.

    Raises
    ------
    BenchError
        If the encoder or the submission is not there, or its files are not what
        they have to be.
    """
    if not is_submission(name):
        return {**describe(name, params), "status": REPRODUCED}
    path, meta = _files(corpus, name)
    # This module is what makes vectors of the files, as an encoder's code is elsewhere.
    code = sha256_of(Path(__file__))
    digest = hashlib.sha256(f"{code}{sha256_of(path)}{meta.model_dump_json()}".encode())
    return {
        "name": name,
        "dim": meta.dimension,
        "needs": "vectors",
        "summary": meta.description,
        "weights": {"source": meta.weights_source, "licence": meta.weights_licence},
        "sha256": digest.hexdigest(),
        "status": RECOMPUTED,
        "author": meta.author,
        "version": meta.version,
        "training_data": meta.training_data,
        "hardware": meta.hardware,
        "seconds_per_object": meta.seconds_per_object,
        "saw_modelnet40_test": meta.saw_modelnet40_test,
        "saw_benchmark_sources": meta.saw_benchmark_sources,
    }


def submitted_vectors(
    corpus: str, name: str, object_ids: Sequence[str], manifest: Path
) -> npt.NDArray[np.float64]:
    """Read a submission's vectors for the manifest that they were made for.

    Parameters
    ----------
    corpus, name : str
    object_ids : sequence of str, length N
        Of the manifest, in its order.
    manifest : Path
        ``objects.csv``.

    Returns
    -------
    ndarray of float64, shape (N, D)
        Divided by their median length, so that rounding treats all rows alike;
        cosines, and who is longer than whom, stay.

    Raises
    ------
    BenchError
        If they are for another release, of another length than stated, not
        finite or without a direction.
    """
    path, meta = _files(corpus, name)
    digest = sha256_of(manifest)
    if meta.manifest_sha256 != digest:
        raise BenchError(
            f"{path.parent} was made for another release: manifest_sha256 is "
            f"{meta.manifest_sha256[:12]}..., {manifest} has {digest[:12]}...",
            "embed this release (python -m lib export-manifest), or take the row off `encoders`",
        )
    vectors = read_embeddings(path, object_ids).astype(np.float64)
    if vectors.shape[1] != meta.dimension:
        raise BenchError(
            f"{path} has vectors of {vectors.shape[1]} numbers, submission.yaml says "
            f"dimension: {meta.dimension}",
            "one of them is wrong",
        )
    bad = ~np.isfinite(vectors).all(axis=1) | ~vectors.any(axis=1)
    if bad.any():
        raise BenchError(
            f"{path}: the vector of {object_ids[int(np.flatnonzero(bad)[0])]} is zero or not "
            f"finite ({int(bad.sum())} such vectors)",
            "every vector must have a direction",
        )
    lengths = np.sqrt((vectors**2).sum(axis=1))
    return np.asarray(vectors / np.median(lengths))


def _files(corpus: str, name: str) -> tuple[Path, Metadata]:
    folder = existing(SUBMISSIONS / corpus / name)
    found = find_files(folder)
    if found.errors:
        raise found.errors[0]
    assert found.embeddings is not None
    assert found.metadata is not None
    meta = read_metadata(found.metadata)
    if meta.name != name:
        raise BenchError(f"{folder} holds a row named {meta.name!r}", "name both alike")
    return found.embeddings, meta
