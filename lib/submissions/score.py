"""From a submission's folder to its row: read, check, score, never believe."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lib.artifacts import read_table, sha256_of
from lib.errors import BenchError
from lib.evaluate import reference_lines, score
from lib.paths import Paths
from lib.standings import standings
from lib.submissions.loading import Vectors, read_embeddings
from lib.submissions.metadata import Metadata


@dataclass(frozen=True, eq=False)
class Release:
    """What a row is scored on; all of it is in Git.

    Attributes
    ----------
    corpus : str
    objects, duplicates : pandas.DataFrame
        The manifest, and pairs of near-duplicates.
    split_sha256, manifest_sha256 : str
        What a submission says it was made for.
    """

    corpus: str
    objects: pd.DataFrame
    duplicates: pd.DataFrame
    split_sha256: str
    manifest_sha256: str

    @classmethod
    def read(cls, corpus: str) -> "Release":
        """Read the release of a corpus that lies in this working tree."""
        paths = Paths(corpus)
        return cls(
            corpus,
            read_table(paths.objects),
            read_table(paths.duplicates),
            str(read_table(paths.splits)["split_sha256"].iloc[0]),
            sha256_of(paths.objects),
        )


def require_release(metadata: Metadata, release: Release, path: Path) -> list[BenchError]:
    """Compare the hashes that a row was made for with those of this release."""
    errors = []
    for key in ("split_sha256", "manifest_sha256"):
        theirs, ours = getattr(metadata, key), getattr(release, key)
        if theirs != ours:
            errors.append(
                BenchError(
                    f"{path}: {key} is {theirs}, of another release; this one of "
                    f"{release.corpus} has {ours}",
                    "export the manifest of this release and embed it again",
                )
            )
    return errors


def read_vectors(path: Path, metadata: Metadata | None, release: Release) -> Vectors:
    """Read the embeddings, and hold their dimension against the metadata where there is one.

    Raises
    ------
    BenchError
        As :func:`lib.submissions.loading.read_embeddings` does, and on another
        dimension.
    """
    vectors = read_embeddings(path, release.objects["object_id"].tolist())
    if metadata and metadata.dimension != vectors.shape[1]:
        raise BenchError(
            f"{path} has {vectors.shape[1]} columns, the metadata says dimension "
            f"{metadata.dimension}",
            "mend the one that is wrong",
        )
    return vectors


def score_vectors(vectors: Vectors, release: Release, name: str) -> pd.DataFrame:
    """Rank every query; columns of ``per-query-ap.parquet``."""
    return score(release.objects, release.duplicates, vectors.astype(float), name)


def standing(per_query: pd.DataFrame, release: Release, seed: int) -> pd.DataFrame:
    """Give the row that the benchmark would print.

    Returns
    -------
    pandas.DataFrame
        One row a tier and gallery: encoder, tier, gallery, map, map_low,
        map_high, n_sources, n_queries, chance, class_recognizer. Intervals hold
        the mAP with 95 % confidence; see :mod:`lib.standings`.
    """
    own = standings(per_query, seed).drop(columns="rank")
    lines = pd.DataFrame(reference_lines(release.objects, release.duplicates))
    return own.merge(lines, on=["tier", "gallery"], how="left")
