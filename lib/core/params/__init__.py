"""params.yaml as one typed, validated object."""

import difflib
import importlib.util
import pkgutil
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from lib.core.errors import BenchError
from lib.geometry.ring import RingParams

CORPORA = ("folder", "modelnet40", "parametric40")

SUBMISSIONS = Path("data/submissions")
"""Where submitted vectors lie, ``<corpus>/<name>``, below the repository root."""


def encoder_names() -> tuple[str, ...]:
    """Names of all encoders: the public files of ``lib/encoders``."""
    spec = importlib.util.find_spec("lib.encoders")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    found = pkgutil.iter_modules(spec.submodule_search_locations)
    return tuple(sorted(one.name for one in found if one.name[0] != "_" and not one.ispkg))


def row_names() -> tuple[str, ...]:
    """Names of all rows that there can be: encoders, and submissions to any corpus."""
    submitted = {path.name for path in SUBMISSIONS.glob("*/*/") if path.parent.name in CORPORA}
    return tuple(sorted({*encoder_names(), *submitted}))


def _known(value: str, choices: tuple[str, ...], what: str) -> str:
    if value not in choices:
        raise ValueError(f"unknown {what} {value!r}{_did_you_mean(value, choices)}")
    return value


def _did_you_mean(value: str, choices: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(value, choices, n=1)
    guess = f"; did you mean {close[0]!r}?" if close else ""
    return f"{guess} (known: {', '.join(choices)})"


CorpusName = Annotated[str, AfterValidator(lambda v: _known(v, CORPORA, "corpus"))]
EncoderName = Annotated[str, AfterValidator(lambda v: _known(v, row_names(), "encoder"))]
Share = Annotated[float, Field(ge=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parametric40Params(_Section):
    """The embedded corpus."""

    seed: int = Field(default=40, ge=0)
    per_class: int = Field(default=100, ge=1, le=9999)


class ModelNet40Params(_Section):
    """Where ModelNet40 comes from; see params.yaml for the meaning of each knob."""

    path: str | None = None
    mirrors: tuple[str, ...] = ()


class FolderParams(_Section):
    """Where the user's own meshes lie."""

    path: str | None = None
    up_axis: Literal["x", "y", "z"] = "z"
    licence: str = "unknown"


class SelectParams(_Section):
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


class PerturbParams(_Section):
    """How strong the tiers' perturbations are."""

    rotation_deg: tuple[float, float] = (30.0, 180.0)
    t3_keep_faces: float = Field(default=0.5, gt=0, le=1)
    t3_noise: float = Field(default=0.01, ge=0, le=1)
    t4_keep_faces: float = Field(default=0.75, gt=0, le=1)
    t4_hue_shift: tuple[float, float] = (0.1, 0.9)


Positive = Annotated[float, Field(gt=0)]
Rate = Annotated[float, Field(gt=0, lt=1)]


class TwinsParams(_Section):
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
    harder_per_class: int | None = Field(default=40, ge=1)
    angle_deg: float = 25.0
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)
    keep_faces: float = Field(default=0.5, gt=0, le=1)
    hue_shift: tuple[float, float] = (0.1, 0.9)
    cut_away: float = Field(default=0.2, ge=0, lt=1)
    scale: tuple[Positive, Positive] = (0.5, 2.0)
    max_edge: float = Field(default=0.1, gt=0.001, le=1)


class TabulateParams(_Section):
    """Intervals and ranks."""

    resamples: int = Field(default=10000, ge=100)
    seed: int = Field(default=31, ge=0)
    confidence: Rate = 0.95


class PairsParams(_Section):
    """What a threshold is calibrated on."""

    negatives: int = Field(default=640, ge=1)
    seed: int = Field(default=17, ge=0)


SimilarityName = Literal["cosine", "l2", "l2_unit"]


class CalibrateParams(_Section):
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

    @model_validator(mode="after")
    def _consistent(self) -> "CalibrateParams":
        if self.similarity not in self.similarities:
            raise ValueError(f"similarity {self.similarity} is not one of similarities")
        if self.base_rate not in self.base_rates:
            raise ValueError(f"base_rate {self.base_rate:g} is not one of base_rates")
        return self


class AuditParams(_Section):
    """The simulated weekly audit."""

    encoder: EncoderName | None = None
    bands: tuple[float, ...] = (0.7, 0.9)
    per_band: int = Field(default=50, ge=2)
    stream: int = Field(default=20000, ge=1000)
    seed: int = Field(default=29, ge=0)
    base_rates: tuple[Rate, Rate] = (0.05, 0.01)
    alarm: Rate = 0.1


class HubModel(_Section):
    """Weights on the Hugging Face hub, or in a local folder."""

    model: str
    revision: str


class EmbedParams(_Section):
    """How encoders run."""

    seed: int = Field(default=42, ge=0)
    batch_size: int = Field(default=16, ge=1)
    device: Literal["cpu", "cuda"] = "cpu"
    dtype: Literal["float32", "bfloat16"] = "float32"
    dinov2: HubModel = HubModel(
        model="facebook/dinov2-base", revision="f9e44c814b77203eaa57a6bdbbd535f21ede1415"
    )
    clip: HubModel = HubModel(
        model="openai/clip-vit-base-patch32", revision="3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268"
    )


class MineParams(_Section):
    """Hard negatives."""

    miners: tuple[EncoderName, ...] = ("hog_multiview", "zernike3d")
    top_k: int = Field(default=50, ge=1)
    lookalikes: int | None = Field(default=20, ge=1)


class ReportParams(_Section):
    """The published face."""

    version: str = "0.1"


class Params(_Section):
    """The whole of params.yaml."""

    corpora: tuple[CorpusName, ...] = Field(min_length=1)
    encoders: tuple[EncoderName, ...] = Field(min_length=1)
    workers: int | None = Field(default=None, ge=1)
    parametric40: Parametric40Params = Parametric40Params()
    modelnet40: ModelNet40Params = ModelNet40Params()
    folder: FolderParams = FolderParams()
    select: SelectParams = SelectParams()
    perturb: PerturbParams = PerturbParams()
    twins: TwinsParams = TwinsParams()
    render: RingParams = RingParams()
    embed: EmbedParams = EmbedParams()
    mine: MineParams = MineParams()
    tabulate: TabulateParams = TabulateParams()
    pairs: PairsParams = PairsParams()
    calibrate: CalibrateParams = CalibrateParams()
    audit: AuditParams = AuditParams()
    report: ReportParams = ReportParams()

    @model_validator(mode="after")
    def _consistent(self) -> "Params":
        for name in ("corpora", "encoders"):
            values = getattr(self, name)
            if len(set(values)) < len(values):
                raise ValueError(f"{name} lists a name twice: {', '.join(values)}")
        absent = [miner for miner in self.mine.miners if miner not in self.encoders]
        if absent:
            raise ValueError(
                f"mine.miners names {', '.join(absent)}, which `encoders` does not list: "
                f"add it there, or choose from {', '.join(self.encoders)}"
            )
        if self.audit.encoder not in (None, *self.encoders):
            raise ValueError(
                f"audit.encoder is {self.audit.encoder}, which `encoders` does not list: "
                f"add it there, or choose from {', '.join(self.encoders)}"
            )
        return self


def load_params(path: Path = Path("params.yaml")) -> Params:
    """Read and validate params.yaml.

    Raises
    ------
    BenchError
        Names each key that is unknown or has a bad value.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BenchError(f"{path} is not there", "run from the repository's root")
    except yaml.YAMLError as error:
        raise BenchError(f"{path} is not valid YAML: {error}", "mend the line named above")
    if not isinstance(values, dict):
        raise BenchError(f"{path} holds no keys", "restore it: git checkout params.yaml")
    try:
        return Params.model_validate(values)
    except ValidationError as error:
        problems = error.errors()
        # A list whose items were refused also counts as too short; that is noise.
        parents = {p["loc"][:n] for p in problems for n in range(1, len(p["loc"]))}
        lines = [_explain(problem) for problem in problems if problem["loc"] not in parents]
        raise BenchError(f"{path}: " + "\n  ".join(lines), "every knob is explained in params.yaml")


def _explain(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        model: Any = Params
        for part in problem["loc"][:-1]:
            model = model.model_fields[part].annotation
        known = tuple(sorted(model.model_fields))
        return f"unknown key {place!r}{_did_you_mean(str(problem['loc'][-1]), known)}"
    message = str(problem["msg"]).removeprefix("Value error, ")
    got = problem.get("input")
    ours = problem["type"] == "value_error" or not isinstance(got, str | int | float | bool | None)
    shown = "" if ours else f" (got {got!r})"
    return f"{place + ': ' if place else ''}{message}{shown}"
