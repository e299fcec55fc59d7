"""The result of an audit as JSON, and the curve of a calibration."""

import json
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from lib.catalogue.stored import Stored, require_version
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.thresholds.audit.estimate import Labels
from lib.thresholds.similarities import RISING

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


def read_curve(path: Path) -> tuple[Floats, Floats, Floats]:
    """Read thresholds, TPR and FPR from a calibration.json.

    Raises
    ------
    BenchError
        If it holds no curve, is of a newer schema, or is about distances.
    """
    found = _json(path, "make it with: python -m lib calibrate")
    record = found.get("threshold")
    record = record if isinstance(record, dict) else {}
    for version in (found.get("schema_version"), record.get("schema_version")):
        if version is not None:
            require_version(version, SCHEMA_VERSION, str(path))
    if not RISING.get(str(record.get("similarity")), True):
        raise BenchError(
            f"{path} is calibrated on {record['similarity']}, which falls with likeness",
            "the audit's scores grow with likeness: calibrate on a similarity",
        )
    curve: Any = found.get("curve")
    try:
        parts = [np.asarray(curve[key], dtype=np.float64) for key in ("thresholds", "tpr", "fpr")]
    except (TypeError, KeyError, ValueError):
        raise BenchError(
            f"{path} holds no curve of thresholds, tpr and fpr",
            "make it with: python -m lib calibrate",
        )
    if parts[0].ndim != 1 or not len(parts[0]) or len({part.shape for part in parts}) > 1:
        raise BenchError(f"{path}: the parts of its curve differ in length", "make it anew")
    if not all(np.isfinite(part).all() for part in parts):
        raise BenchError(f"{path}: its curve holds values that are not finite", "make it anew")
    return parts[0], parts[1], parts[2]


def read_result(path: Path) -> Result:
    """Read what ``audit estimate --out`` wrote.

    Raises
    ------
    BenchError
        If it is something else, or of a newer schema.
    """
    hint = "make it with: python -m lib audit estimate labelled.csv --out audit.json"
    found = _json(path, hint)
    if "bands" not in found:
        raise BenchError(f"{path} is no result of an audit: it has no key 'bands'", hint)
    require_version(found.get("schema_version"), SCHEMA_VERSION, str(path))
    try:
        return Result.model_validate(found)
    except ValidationError as error:
        raise BenchError(f"{path}: {explain(error, Result)[0]}", hint)


def _json(path: Path, hint: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BenchError(f"{path} cannot be read: {error.strerror}", hint)
    except ValueError as error:
        raise BenchError(f"{path} is not valid JSON: {error}", hint)
    if not isinstance(found, dict):
        raise BenchError(f"{path} holds no JSON object", hint)
    return found
