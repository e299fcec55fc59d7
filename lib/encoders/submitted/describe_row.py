"""A row as the graph runs it: an encoder of this repository, or vectors that were submitted."""

import hashlib
from pathlib import Path
from typing import Any

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.files import existing, sha256_of
from lib.core.fingerprint import code_sha256
from lib.core.params.embed import EmbedParams
from lib.core.params.names import SUBMISSIONS, encoder_names
from lib.encoders._registry import describe
from lib.encoders.submitted.folder import find_files, refuse
from lib.encoders.submitted.metadata import FILE, Metadata, read_metadata, require_name
from lib.encoders.submitted.release import Release, require_release
from lib.encoders.submitted.usable_vectors import usable_vectors

REPRODUCED, RECOMPUTED = "reproduced", "recomputed"
"""Made by code in the graph; scored in the graph from vectors that came from elsewhere."""

_CODE = ("lib.encoders.submitted.usable_vectors",)
"""What makes vectors of the files, as an encoder's code does of meshes."""


def is_submission(name: str) -> bool:
    """Whether a row comes from submitted vectors, not from code of this repository."""
    return name not in encoder_names()


def describe_row(corpus: str, name: str, params: EmbedParams) -> dict[str, Any]:
    """Say what a row is, and load what it needs so that a run cannot fail late.

    Returns
    -------
    dict
        As :func:`lib.encoders._registry.describe`, and `status`: ``reproduced`` or
        ``recomputed``; for a submission `licence` is that of the weights (``none``
        without any), and `author`, `version`, `hardware`,
        `seconds_per_object`, `saw_modelnet40_test` and `saw_benchmark_sources` are
        there too, all as its author states them.

    Raises
    ------
    BenchError
        If the encoder or the submission is not there, or its files are not what
        they have to be.
    """
    if not is_submission(name):
        return {**describe(name, params), "status": REPRODUCED}
    path, meta = _files(corpus, name)
    digest = hashlib.sha256(
        f"{code_sha256(_CODE)}{sha256_of(path)}{meta.model_dump_json()}".encode()
    )
    return {
        "name": name,
        "dim": meta.dimension,
        "needs": "vectors",
        "summary": meta.description,
        "weights": {"source": meta.weights_source},
        "licence": meta.weights_licence,
        "trained_on": meta.trained_on,
        "sha256": digest.hexdigest(),
        "status": RECOMPUTED,
        "author": meta.author,
        "version": meta.version,
        "hardware": meta.hardware,
        "seconds_per_object": meta.seconds_per_object,
        "saw_modelnet40_test": meta.saw_modelnet40_test,
        "saw_benchmark_sources": meta.saw_benchmark_sources,
    }


def submitted_vectors(corpus: str, name: str) -> Floats:
    """Read a submission's vectors for the release that lies in this working tree.

    Returns
    -------
    ndarray of float64, shape (N, D)
        In the order of the manifest; see :func:`lib.encoders.submitted.usable_vectors.as_written`.

    Raises
    ------
    BenchError
        In the words of ``check-submission``, if they are for another release, in
        another order or of another length than stated, not finite or without a
        direction. How good they are is not judged here.
    """
    path, meta = _files(corpus, name)
    release = Release.read(corpus)
    errors = require_release(meta, release, path.with_name(FILE))
    vectors, unusable = usable_vectors(path, meta.dimension, release.objects["object_id"].tolist())
    _refuse(path.parent, errors + unusable)
    assert vectors is not None
    return vectors


def _files(corpus: str, name: str) -> tuple[Path, Metadata]:
    folder = existing(SUBMISSIONS / corpus / name)
    found = find_files(folder)
    _refuse(folder, found.errors)
    assert found.embeddings is not None
    assert found.metadata is not None
    meta = read_metadata(found.metadata)
    _refuse(folder, require_name(meta, name))
    return found.embeddings, meta


def _refuse(folder: Path, errors: list[BenchError]) -> None:
    refuse(folder, errors, f"python -m lib check-submission {folder} looks at everything else")
