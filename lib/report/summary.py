"""What the card needs of benchmark-summary.json, checked before a word is written."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from lib.core.errors import BenchError
from lib.core.explain import explain


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class CorpusFacts(_Part):
    """Where the meshes come from; see :class:`lib.corpus.base.Corpus`."""

    name: str
    title: str
    source: str
    licence: str
    licence_notice: str
    up_axis: str
    found: tuple[str, ...]
    n_items: int
    n_classes: int
    sha256: str
    lacking: dict[str, int]
    n_passed_over: int


class SplitFacts(_Part):
    """Sources in all and in each part of the split, and the split's hash."""

    seed: int
    n_sources: int
    n_classes: int
    train: int
    val: int
    test: int
    sha256: str


class TierFacts(_Part):
    """One tier; `description` is the recipe in words."""

    tier: int
    name: str
    description: str
    n_queries: int


class EncoderFacts(_Part):
    """One row; `summary` is one sentence.

    `licence` is that of the weights, or of the code where there are none;
    `seconds_per_object` is there where the author of submitted vectors states it.
    """

    name: str
    dim: int
    needs: Literal["mesh", "views", "vectors"]
    summary: str
    status: Literal["reproduced", "recomputed"]
    licence: str
    trained_on: str
    seconds_per_object: float | None = None


class ReferenceFacts(_Part):
    """Expected mAP of a random order and of a perfect class recogniser."""

    tier: int
    gallery: str
    chance: float
    class_recognizer: float


class DuplicateFacts(_Part):
    """Near-duplicates in the corpus and how far they reach."""

    n_pairs: int
    n_items: int
    n_sources: int
    threshold_iou: float
    queries_touched: int


class MiningFacts(_Part):
    """One miner; pools are counts of same-class peers to choose from, a query."""

    miner: str
    top_k: int
    n_queries: int
    pool_min: int
    pool_median: float
    pool_max: int


class Collision(_Part):
    """A Tier 1 query and the items that scored at least as high as its source."""

    query_id: str
    source_id: str
    rivals: tuple[str, ...]


class T1Failure(_Part):
    """An encoder that does not find identical objects in a gallery.

    `n_queries` counts the queries that missed, None where only the mAP is known;
    `collisions` may hold the first few of them.
    """

    encoder: str
    gallery: str
    map: float
    n_queries: int | None
    collisions: tuple[Collision, ...]


class Summary(_Part):
    """The whole file."""

    benchmark: str
    version: str
    corpus: CorpusFacts
    split: SplitFacts
    confidence: float
    galleries: dict[str, int]
    tiers: tuple[TierFacts, ...]
    encoders: tuple[EncoderFacts, ...]
    reference: tuple[ReferenceFacts, ...]
    duplicates: DuplicateFacts
    mining: tuple[MiningFacts, ...]
    t1_failures: tuple[T1Failure, ...]
    left_out: tuple[str, ...]
    n_objects: int
    n_contents: int

    @property
    def learned_here(self) -> tuple[str, ...]:
        """Names of the rows that learned from this corpus's own train sources."""
        own = f"{self.corpus.name} train"
        return tuple(one.name for one in self.encoders if own in one.trained_on)

    def line(self, tier: int, gallery: str) -> ReferenceFacts | None:
        """Return the reference lines of a tier in a gallery, or None where there are none."""
        found = (one for one in self.reference if (one.tier, one.gallery) == (tier, gallery))
        return next(found, None)


def read_summary(summary: Mapping[str, Any]) -> Summary:
    """Check a parsed benchmark-summary.json.

    Raises
    ------
    BenchError
        Naming every key that is missing or holds the wrong kind of value.
    """
    try:
        return Summary.model_validate(summary)
    except ValidationError as error:
        wrong = "; ".join(explain(error, Summary))
        raise BenchError(
            f"benchmark-summary.json does not fit the dataset card: {wrong}",
            "run `dvc repro` so that the summary is written again",
        )
