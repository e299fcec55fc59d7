"""The vectors of a scan, kept so that new files can be held against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import ValidationError

from lib.catalogue.json_file import Stored, parse, read_text
from lib.catalogue.scan.result import Item
from lib.catalogue.scores import VectorSimilarity
from lib.catalogue.threshold import Threshold
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.files import atomic, sha256_of, write_json

SCHEMA_VERSION: Final = 1

_RECORD = "index.json"
_VECTORS = "vectors.npy"
_AGAIN = "make it anew: python -m lib scan FOLDER --out"


class _Record(Stored):
    schema_version: Literal[1] = SCHEMA_VERSION
    value: float
    similarity: VectorSimilarity
    encoder: str
    weights_sha256: str
    folder: str
    vectors_sha256: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Index:
    """Items and vectors of an earlier scan.

    Attributes
    ----------
    ids : tuple of str
        Paths in the folder.
    sha256 : tuple of str
        Of the contents.
    vectors : ndarray of float32, shape (N, D)
    encoder, encoder_sha256 : str
    similarity : {"cosine", "l2", "l2_unit"}
    threshold : float
        In the similarity's own units.
    folder : Path or None
        Where the files lay, as seen from the index; None where it is not there any more.
    """

    ids: tuple[str, ...]
    sha256: tuple[str, ...]
    vectors: Floats
    encoder: str
    encoder_sha256: str
    similarity: VectorSimilarity
    threshold: float
    folder: Path | None


def write_index(
    out: Path, items: Sequence[Item], vectors: Floats, threshold: Threshold, folder: str
) -> None:
    """Write ``vectors.npy`` and ``index.json``.

    Parameters
    ----------
    out : Path
    items : sequence of Item
    vectors : ndarray of float64, shape (N, D)
        At float32 precision.
    threshold : Threshold
        In force, for vectors of a named encoder.
    folder : str
        Path of the folder that was scanned, relative to `out`.
    """
    # Without the record, vectors of one scan are never taken for those of another.
    (out / _RECORD).unlink(missing_ok=True)
    with atomic(out / _VECTORS) as part, part.open("wb") as stream:
        np.save(stream, np.asarray(vectors).astype("<f4"), allow_pickle=False)
    record = {
        "schema_version": SCHEMA_VERSION,
        **threshold.model_dump(include={"value", "similarity", "encoder", "weights_sha256"}),
        "folder": folder,
        "vectors_sha256": sha256_of(out / _VECTORS),
        "items": [[item.id, item.sha256] for item in items],
    }
    write_json(out / _RECORD, record)


def read_index(out: Path) -> Index:
    """Read what :func:`write_index` wrote.

    Raises
    ------
    BenchError
        If there is none, it is of another version, or damaged.
    """
    record = _read_record(out)
    try:
        digest = sha256_of(out / _VECTORS)
    except (BenchError, OSError):
        raise BenchError(f"{out} has lost its {_VECTORS}", f"{_AGAIN} {out}")
    if digest != record.vectors_sha256:
        raise BenchError(
            f"{out / _VECTORS} is not what the scan wrote: it is damaged, or of another scan",
            f"{_AGAIN} {out}",
        )
    vectors = np.load(out / _VECTORS, allow_pickle=False)
    folder = out / record.folder
    return Index(
        tuple(one[0] for one in record.items),
        tuple(one[1] for one in record.items),
        vectors,
        record.encoder,
        record.weights_sha256,
        record.similarity,
        record.value,
        folder if folder.is_dir() else None,
    )


def _read_record(out: Path) -> _Record:
    path = out / _RECORD
    if not path.exists():
        raise BenchError(f"{out} holds no index of a scan ({_RECORD})", f"{_AGAIN} {out}")
    found = parse(read_text(path, f"{_AGAIN} {out}"), str(path), f"{_AGAIN} {out}")
    version = found.get("schema_version")
    if version != SCHEMA_VERSION:
        raise BenchError(
            f"{path} is of version {version!r}, this one reads {SCHEMA_VERSION}",
            f"{_AGAIN} {out}",
        )
    try:
        return _Record.model_validate(found)
    except ValidationError as error:
        raise BenchError(f"{path}: " + "; ".join(explain(error, _Record)), f"{_AGAIN} {out}")
