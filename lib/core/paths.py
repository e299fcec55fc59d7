"""Where a corpus keeps its files."""

from dataclasses import dataclass
from pathlib import Path


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
    def source(self) -> Path:
        """What the corpus says about itself."""
        return self.data / "source.json"

    @property
    def items(self) -> Path:
        """Every item of the corpus, measured."""
        return self.data / "items.parquet"

    @property
    def corpus_card(self) -> Path:
        """What the corpus says about itself, and its hash."""
        return self.data / "corpus.json"

    @property
    def splits(self) -> Path:
        """Sources and their split."""
        return self.data / "splits.csv"

    @property
    def duplicates(self) -> Path:
        """Pairs of near-duplicate items."""
        return self.data / "duplicates.csv"

    @property
    def plan(self) -> Path:
        """The objects to make."""
        return self.data / "plan.parquet"

    @property
    def meshes(self) -> Path:
        """Shards of meshes."""
        return self.data / "meshes"

    @property
    def objects(self) -> Path:
        """The object manifest."""
        return self.data / "objects.csv"

    @property
    def views(self) -> Path:
        """Shards of rendered views."""
        return self.data / "views"

    @property
    def negatives(self) -> Path:
        """Hard negatives."""
        return self.data / "hard-negatives.csv"

    @property
    def lookalikes(self) -> Path:
        """Most similar objects of other classes."""
        return self.data / "lookalikes.csv"

    @property
    def collisions(self) -> Path:
        """Which classes are taken for which others."""
        return self.data / "collisions.csv"

    @property
    def results(self) -> Path:
        """One row an encoder, tier and gallery."""
        return self.data / "baseline-results.csv"

    @property
    def rank_histograms(self) -> Path:
        """How many queries put their source on which rank."""
        return self.data / "rank-histograms.csv"

    @property
    def per_query(self) -> Path:
        """One row a query, encoder and gallery."""
        return self.data / "per-query-ap.parquet"

    @property
    def pairs(self) -> Path:
        """Every true and false pair of the calibration objects."""
        return self.data / "pairs.parquet"

    @property
    def pair_manifest(self) -> Path:
        """The balanced pairs."""
        return self.data / "pair-manifest.csv"

    @property
    def bucket(self) -> Path:
        """Hard negatives that were found under this or an earlier encoder."""
        return Path("data") / "eval-bucket" / f"{self.corpus}.csv"

    @property
    def calibration(self) -> Path:
        """What the card says about thresholds, beside the tables."""
        return self.data / "calibration-summary.json"

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

    def retrieval(self, encoder: str) -> Path:
        """Scored queries of one encoder."""
        return self.data / "retrieval" / f"{encoder}.parquet"

    def confrontation(self, encoder: str) -> Path:
        """Scored queries of one encoder among hard negatives and lookalikes."""
        return self.data / "confrontations" / f"{encoder}.parquet"

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

    def pair_scores(self, encoder: str) -> Path:
        """Similarities of every pair under one encoder."""
        return self.data / "pair-scores" / f"{encoder}.parquet"

    def calibration_metrics(self, encoder: str) -> Path:
        """Thresholds of one encoder, for `dvc metrics`."""
        return self.reports / "metrics" / f"calibration-{encoder}.json"
