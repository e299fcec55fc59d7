"""The sections of params.yaml but `embed` and `render`; params.yaml explains every knob."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from lib.core.params.names import EncoderName
from lib.core.params.section import Section

Share = Annotated[float, Field(ge=0, le=1)]


class Parametric40Params(Section):
    """The embedded corpus."""

    seed: int = Field(default=40, ge=0)
    per_class: int = Field(default=100, ge=1, le=9999)


class ModelNet40Params(Section):
    """Where ModelNet40 comes from; see params.yaml for the meaning of each knob."""

    path: str | None = None
    mirrors: tuple[str, ...] = ()


class FolderParams(Section):
    """Where the user's own meshes lie."""

    path: str | None = None
    up_axis: Literal["auto", "x", "y", "z"] = "auto"
    class_level: int | None = Field(default=None, ge=1)
    missing: Literal["refuse", "grey"] = "refuse"
    licence: str = "unknown"


class SelectParams(Section):
    """Sources, split, queries and peers."""

    seed: int = Field(default=42, ge=0)
    per_class: int = Field(default=20, ge=1)
    train: Share = 0.8
    val: Share = 0.1
    queries_per_source: int = Field(default=4, ge=1, le=100)
    pool_per_class: int | None = Field(default=None, ge=0)
    duplicate_iou: float = Field(default=0.95, gt=0, le=1)

    @model_validator(mode="after")
    def _shares_leave_a_test_split(self) -> "SelectParams":
        if self.train + self.val >= 1:
            raise ValueError(f"train + val = {self.train + self.val:g} leaves no test split")
        return self


class PerturbParams(Section):
    """How strong the tiers' perturbations are."""

    rotation_deg: tuple[float, float] = (30.0, 180.0)
    t3_keep_faces: float = Field(default=0.5, gt=0, le=1)
    t3_noise: float = Field(default=0.01, ge=0, le=1)
    t4_keep_faces: float = Field(default=0.75, gt=0, le=1)
    t4_hue_shift: tuple[float, float] = (0.1, 0.9)


Positive = Annotated[float, Field(gt=0)]
Rate = Annotated[float, Field(gt=0, lt=1)]


class TwinsParams(Section):
    """Calibration objects and the ladder of their copies."""

    classes: tuple[str, ...] = (
        "airplane",
        "bed",
        "bench",
        "bookshelf",
        "chair",
        "lamp",
        "sofa",
        "table",
    )
    per_class: int = Field(default=80, ge=1)
    harder_per_class: int | None = Field(default=10, ge=1)
    angle_deg: float = 25.0
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)
    keep_faces: float = Field(default=0.5, gt=0, le=1)
    hue_shift: tuple[float, float] = (0.1, 0.9)
    cut_away: float = Field(default=0.2, ge=0, lt=1)
    scale: tuple[Positive, Positive] = (0.5, 2.0)
    max_edge: float = Field(default=0.1, gt=0.001, le=1)


class TrainParams(Section):
    """What encoders that learn from the corpus are fitted with."""

    seed: int = Field(default=11, ge=0)
    left_out: tuple[str, ...] = (
        "bench",
        "bowl",
        "car",
        "mantel",
        "plant",
        "radio",
        "sofa",
        "stool",
        "tv_stand",
        "vase",
    )


class TabulateParams(Section):
    """Intervals and ranks."""

    resamples: int = Field(default=10000, ge=100)
    seed: int = Field(default=31, ge=0)
    confidence: Rate = 0.95


class PairsParams(Section):
    """What a threshold is calibrated on."""

    negatives: int = Field(default=640, ge=1)
    seed: int = Field(default=17, ge=0)


SimilarityName = Literal["cosine", "l2", "l2_unit"]


class CalibrateParams(Section):
    """Thresholds."""

    similarities: tuple[SimilarityName, ...] = ("cosine", "l2", "l2_unit")
    similarity: SimilarityName = "cosine"
    base_rates: tuple[Rate, ...] = Field(default=(0.5, 0.2, 0.05, 0.01), min_length=1)
    base_rate: Rate = 0.05
    min_precision: Rate = 0.95
    confidence: Rate = 0.95
    resamples: int = Field(default=1000, ge=100)
    seed: int = Field(default=23, ge=0)
    hard_negatives: int = Field(default=30, ge=1)
    clusters: int = Field(default=8, ge=1)
    catalogue_sizes: tuple[Annotated[int, Field(ge=2)], ...] = Field(
        default=(1_000, 10_000, 100_000, 1_000_000, 10_000_000), min_length=1
    )
    duplicate_share: Rate = 0.05

    @model_validator(mode="after")
    def _consistent(self) -> "CalibrateParams":
        if self.similarity not in self.similarities:
            raise ValueError(f"similarity {self.similarity} is not one of similarities")
        if self.base_rate not in self.base_rates:
            raise ValueError(f"base_rate {self.base_rate:g} is not one of base_rates")
        return self


class AuditParams(Section):
    """The simulated weekly audit."""

    encoder: EncoderName | None = None
    bands: tuple[float, ...] = (0.7, 0.9)
    per_band: int = Field(default=50, ge=2)
    stream: int = Field(default=20000, ge=1000)
    seed: int = Field(default=29, ge=0)
    base_rates: tuple[Rate, Rate] = (0.05, 0.01)
    alarm: Rate = 0.1


class SemanticsParams(Section):
    """What vectors know."""

    seed: int = Field(default=37, ge=0)
    resamples: int = Field(default=2000, ge=100)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    nearest: tuple[Annotated[int, Field(ge=1)], ...] = (1, 5, 10)
    pass_at: int = Field(default=5, ge=1)
    pass_mark: Share = 0.9
    folds: int = Field(default=5, ge=2)
    novel_shares: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = Field(
        default=(0.01, 0.05), min_length=1
    )
    min_precision: float = Field(default=0.95, gt=0, lt=1)
    unseen_defects: tuple[str, ...] = ("extra_contact", "pinch")


class ExplainParams(Section):
    """Flagged items beside their neighbours."""

    encoders: tuple[EncoderName, ...] | None = None
    per_kind: int = Field(default=6, ge=1)
    neighbours: int = Field(default=3, ge=1)
    grid: int = Field(default=7, ge=2)
    cover: int = Field(default=255, ge=0, le=255)


class MineParams(Section):
    """Hard negatives."""

    miners: tuple[EncoderName, ...] = ("hog_multiview", "zernike3d")
    top_k: int = Field(default=50, ge=1)
    lookalikes: int | None = Field(default=20, ge=1)


class ReportParams(Section):
    """The published face."""

    version: str = "0.1"


class PatternsParams(Section):
    """The corpus of layouts and their simulated images."""

    seed: int = Field(default=53, ge=0)
    per_family: int = Field(default=25, ge=5, le=99)
    severities: tuple[Annotated[float, Field(gt=0, le=1)], ...] = (0.25, 0.5, 0.75, 1.0)
    per_defect: int = Field(default=2, ge=1)
    train: Share = 0.6
    val: Share = 0.2
    size: int = Field(default=224, ge=160, le=512)
    blur: tuple[Positive, ...] = (3.0, 5.0, 9.0)
    weights: tuple[Positive, ...] = (0.75, 0.2, 0.05)
    dose: Positive = 1.0
    threshold: float = Field(default=0.25, gt=0, lt=1)
    contrast: Positive = 4.0

    @model_validator(mode="after")
    def _consistent(self) -> "PatternsParams":
        if self.train + self.val >= 1:
            raise ValueError(f"train + val = {self.train + self.val:g} leaves no test split")
        if len(set(self.severities)) < max(self.per_defect, len(self.severities)):
            raise ValueError("severities must differ, and be at least as many as per_defect")
        if len(self.weights) != len(self.blur) or abs(sum(self.weights) - 1) > 1e-9:
            raise ValueError("weights must be as many as blur has kernels, and add up to 1")
        return self
