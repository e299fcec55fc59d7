"""Where a corpus keeps its files, and its tables by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lib.core.files import read_table, write_table
from lib.core.tables import declared

LAYOUTS = "layouts"
"""Folder below the reports of a corpus that no stage makes."""


@dataclass(frozen=True)
class Paths:
    """Every path of one corpus, relative to the repository root."""

    corpus: str

    @property
    def data(self) -> Path:
        """What the stages make."""
        return Path("data") / self.corpus

    @property
    def reports(self) -> Path:
        """Metrics, card and figures."""
        return Path("reports") / self.corpus

    @property
    def listing(self) -> Path:
        """The files that the corpus is read from."""
        return Path("corpora") / self.corpus / "files.csv"

    @property
    def source(self) -> Path:
        """What the corpus says about itself."""
        return self.data / "source.json"

    @property
    def corpus_card(self) -> Path:
        """What the corpus says about itself, and its hash."""
        return self.data / "corpus.json"

    @property
    def meshes(self) -> Path:
        """Shards of meshes."""
        return self.data / "meshes"

    @property
    def views(self) -> Path:
        """Shards of rendered views."""
        return self.data / "views"

    @property
    def features(self) -> Path:
        """What a pretrained network sees in the views, one row a distinct content."""
        return self.data / "ring-features.npy"

    @property
    def calibration(self) -> Path:
        """What the card says about thresholds, beside the tables."""
        return self.data / "calibration-summary.json"

    @property
    def relation_limits(self) -> Path:
        """Where one relation of two meshes ends and the next begins, from known copies."""
        return self.data / "relation-limits.json"

    @property
    def summary(self) -> Path:
        """What the card is rendered from."""
        return self.data / "benchmark-summary.json"

    @property
    def card(self) -> Path:
        """The dataset card."""
        return self.reports / "dataset_card.md"

    @property
    def figures(self) -> Path:
        """The pictures."""
        return self.reports / "figures"

    def encoder(self, encoder: str) -> Path:
        """Facts that one encoder states about itself."""
        return self.data / "encoders" / f"{encoder}.json"

    def embeddings(self, encoder: str) -> Path:
        """Vectors of one encoder, one row a manifest object."""
        return self.data / "embeddings" / f"{encoder}.npy"

    def unseen(self, encoder: str) -> Path:
        """Vectors of the encoder as trained without some classes, if it learned from them.

        One row an object of :func:`lib.evaluation.left_out.unseen_objects`.
        """
        return self.data / "unseen" / f"{encoder}.npy"

    def metrics(self, encoder: str) -> Path:
        """Metrics of one encoder, for `dvc metrics`."""
        return self.reports / "metrics" / f"{encoder}.json"

    def tier6_metrics(self, encoder: str) -> Path:
        """Scores of one encoder among lookalikes, for `dvc metrics`."""
        return self.reports / "metrics" / f"tier6-{encoder}.json"

    @property
    def sweeps(self) -> Path:
        """Tables of every encoder's thresholds, a folder each."""
        return self.data / "sweeps"

    def calibration_metrics(self, encoder: str) -> Path:
        """Thresholds of one encoder, for `dvc metrics`."""
        return self.reports / "metrics" / f"calibration-{encoder}.json"

    @property
    def semantics_report(self) -> Path:
        """The report on what vectors know."""
        return self.reports / "semantics.md"

    @property
    def semantics_figures(self) -> Path:
        """Its pictures."""
        return self.reports / "semantics"

    @property
    def layouts(self) -> Path:
        """Layouts of the vectors whose pixels depend on the processor: no stage makes them."""
        return self.reports / LAYOUTS

    def semantics_metrics(self, encoder: str) -> Path:
        """Numbers on what one encoder's vectors know, for `dvc metrics`."""
        return self.reports / "metrics" / f"semantics-{encoder}.json"

    @property
    def duplicates_metrics(self) -> Path:
        """What scans of the planted catalogue find, for `dvc metrics`."""
        return self.reports / "metrics" / "duplicates.json"

    @property
    def hashing_metrics(self) -> Path:
        """What hashes find again of changed pictures, for `dvc metrics`."""
        return self.reports / "metrics" / "hashing.json"

    @property
    def explanations(self) -> Path:
        """The page of flagged items beside their neighbours."""
        return self.reports / "explanations.html"

    def table(self, name: str, encoder: str | None = None) -> Path:
        """Where a declared table lies, or the part of it that is one encoder's.

        Parameters
        ----------
        name : str
            File name in :mod:`lib.core.tables`.
        encoder : str, optional

        Raises
        ------
        BenchError
            If no table is called so.
        """
        found = declared(name)
        if encoder is None:
            return Path("data") / found.place.format(corpus=self.corpus, file=name)
        return self.data / found.part.format(encoder=encoder, file=name)

    def read(self, name: str, encoder: str | None = None) -> pd.DataFrame:
        """Read a table, or one encoder's part of it."""
        return read_table(self.table(name, encoder), name)

    def gather(self, name: str, encoders: Iterable[str]) -> pd.DataFrame:
        """Read the parts of several encoders and join them, in this order."""
        return pd.concat([self.read(name, encoder) for encoder in encoders], ignore_index=True)

    def write(self, name: str, table: pd.DataFrame, encoder: str | None = None) -> None:
        """Write a table, or one encoder's part of it."""
        write_table(self.table(name, encoder), table, name)
