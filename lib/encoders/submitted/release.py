"""The release of a corpus that a row is made for; all of it is in Git."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from lib.core.errors import BenchError
from lib.core.files import sha256_of
from lib.core.paths import Paths
from lib.encoders.submitted.metadata import Metadata


@dataclass(frozen=True, eq=False)
class Release:
    """What a row is scored on.

    Attributes
    ----------
    corpus : str
    objects : pandas.DataFrame
        The manifest.
    split_sha256, manifest_sha256 : str
        What a submission says it was made for.
    """

    corpus: str
    objects: pd.DataFrame
    split_sha256: str
    manifest_sha256: str

    @classmethod
    def read(cls, corpus: str) -> "Release":
        """Read the release of a corpus that lies in this working tree."""
        paths = Paths(corpus)
        return cls(
            corpus,
            paths.read("objects.csv"),
            str(paths.read("splits.csv")["split_sha256"].iloc[0]),
            sha256_of(paths.table("objects.csv")),
        )

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        """Pairs of near-duplicates; read when scores are asked for, vectors need none."""
        return Paths(self.corpus).read("duplicates.csv")


def require_release(metadata: Metadata, release: Release, path: Path) -> list[BenchError]:
    """Compare the hashes that a row was made for with those of this release.

    Parameters
    ----------
    metadata : Metadata
    release : Release
    path : Path
        Of the metadata, for the messages.

    Returns
    -------
    list of BenchError
        One a hash that differs.
    """
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
