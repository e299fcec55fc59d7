"""params.yaml as one typed, validated object."""

from pathlib import Path

import yaml
from pydantic import Field, ValidationError, model_validator

from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.params.compute import ComputeParams
from lib.core.params.copies import CopiesParams
from lib.core.params.embed import EmbedParams
from lib.core.params.hashing import HashingParams
from lib.core.params.names import CorpusName, EncoderName
from lib.core.params.render import RingParams
from lib.core.params.section import Section
from lib.core.params.sections import (
    AuditParams,
    CalibrateParams,
    ExplainParams,
    FolderParams,
    MineParams,
    ModelNet40Params,
    PairsParams,
    Parametric40Params,
    PatternsParams,
    PerturbParams,
    ReportParams,
    SelectParams,
    SemanticsParams,
    TabulateParams,
    TrainParams,
    TwinsParams,
)


class Params(Section):
    """The whole of params.yaml."""

    corpora: tuple[CorpusName, ...] = Field(min_length=1)
    encoders: tuple[EncoderName, ...] = Field(min_length=1)
    workers: int | None = Field(default=None, ge=1)
    compute: ComputeParams = ComputeParams()
    parametric40: Parametric40Params = Parametric40Params()
    modelnet40: ModelNet40Params = ModelNet40Params()
    folder: FolderParams = FolderParams()
    select: SelectParams = SelectParams()
    perturb: PerturbParams = PerturbParams()
    twins: TwinsParams = TwinsParams()
    copies: CopiesParams = CopiesParams()
    render: RingParams = RingParams()
    embed: EmbedParams = EmbedParams()
    train: TrainParams = TrainParams()
    mine: MineParams = MineParams()
    tabulate: TabulateParams = TabulateParams()
    pairs: PairsParams = PairsParams()
    calibrate: CalibrateParams = CalibrateParams()
    audit: AuditParams = AuditParams()
    semantics: SemanticsParams = SemanticsParams()
    hashing: HashingParams = HashingParams()
    patterns: PatternsParams = PatternsParams()
    explain: ExplainParams = ExplainParams()
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
        strange = [name for name in self.explain.encoders or () if name not in self.encoders]
        if strange:
            raise ValueError(
                f"explain.encoders names {', '.join(strange)}, which `encoders` does not list: "
                f"add it there, or choose from {', '.join(self.encoders)}"
            )
        if self.explain.grid > self.render.size:
            raise ValueError(
                f"explain.grid is {self.explain.grid}, a view has {self.render.size} pixels a side"
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
        raise BenchError(
            f"{path}: " + "\n  ".join(explain(error, Params)),
            "every knob is explained in params.yaml",
        )
