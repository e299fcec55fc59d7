"""audit.json: the result of an audit, as `estimate` writes it and `watch` reads it."""

from pathlib import Path
from typing import Final, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from lib.catalogue.json_file import Stored, parse, read_text, require_version
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.thresholds.audit.estimate import Labels

SCHEMA_VERSION: Final = 1
"""Version of the JSON; it grows with every change that older code would misread."""

CONFIDENCE = 0.95
"""Of every interval of an audit."""


class BandResult(Stored):
    """One score band of an audit; `rate` and its limits are empty without labels."""

    band: str
    size: int = Field(ge=0)
    labelled: int = Field(ge=0)
    positives: int = Field(ge=0)
    rate: float | None
    low: float
    high: float

    @model_validator(mode="after")
    def _nested(self) -> "BandResult":
        if not self.positives <= self.labelled <= self.size:
            raise ValueError("it must hold that positives <= labelled <= size")
        return self


class Recommendation(Stored):
    """The threshold that reaches the target at a base rate; empty where none does."""

    base_rate: float
    threshold: float | None
    recall: float | None


class Result(Stored):
    """What ``audit estimate`` writes and ``audit watch`` reads."""

    schema_version: Literal[1] = SCHEMA_VERSION
    bands: tuple[BandResult, ...] = Field(min_length=1)
    prevalence: float
    prevalence_low: float
    prevalence_high: float
    confidence: float
    min_precision: float
    threshold_from: Literal["calibration", "labels"]
    recommended: Recommendation
    recommended_at_low: Recommendation | None

    @property
    def labels(self) -> Labels:
        """The counts, as the library takes them."""
        columns = np.array([[b.size, b.labelled, b.positives] for b in self.bands], dtype=np.int64)
        return Labels(columns[:, 0], columns[:, 1], columns[:, 2])


def read_result(path: Path) -> Result:
    """Read what ``audit estimate --out`` wrote.

    Raises
    ------
    BenchError
        If it is something else, or of a newer schema.
    """
    hint = "make it with: python -m lib audit estimate labelled.csv --out audit.json"
    found = parse(read_text(path, hint), str(path), hint)
    if "bands" not in found:
        raise BenchError(f"{path} is no result of an audit: it has no key 'bands'", hint)
    require_version(found.get("schema_version"), SCHEMA_VERSION, str(path))
    try:
        return Result.model_validate(found)
    except ValidationError as error:
        raise BenchError(f"{path}: {explain(error, Result)[0]}", hint)
