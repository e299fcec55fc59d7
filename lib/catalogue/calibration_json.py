"""What calibration.json holds and its page shows."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from lib.catalogue.json_file import Stored, parse, read_text, require_version
from lib.catalogue.threshold import SCHEMA_VERSION, Threshold
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.thresholds.similarities import RISING, comparison


class Point(Stored):
    """A threshold, and what it does at the calibration's base rate.

    Attributes
    ----------
    threshold : float
        In the similarity's own units.
    recall, recall_low, recall_high : float
    fpr, fpr_low, fpr_high : float
        Older files do not have the limits.
    precision, precision_low, precision_high : float
    false_alarms_per_1000 : float
        Among flagged pairs.
    """

    threshold: float
    recall: float
    recall_low: float
    recall_high: float
    fpr: float
    fpr_low: float | None = None
    fpr_high: float | None = None
    precision: float
    precision_low: float
    precision_high: float
    false_alarms_per_1000: float


class Verdict(Stored):
    """What can be promised; see `lib.thresholds.certify.Certificate`."""

    status: Literal["certified", "not certifiable"]
    negatives_needed: float | None
    assumption: str
    reason: str


class Scan(Stored):
    """What a scan of a catalogue costs with the threshold of the record.

    Attributes
    ----------
    size : int
        Items of the catalogue.
    duplicate_share : float
        Of them, those that have a duplicate.
    n_scored : int
        Pairs, or candidates, of a scan; the record says which.
    false_alarms, false_alarms_high : float
        False ones among them that are flagged on average, and the same at the upper end of
        the interval of the FPR.
    negatives_needed : float or None
        Independent false ones that a certificate takes if none is flagged; None beyond 10^12.
    negatives_of_candidates : float or None
        As many, where the candidates of a search are scored in place of all pairs.
    """

    size: int
    duplicate_share: float
    n_scored: int
    false_alarms: float
    false_alarms_high: float
    negatives_needed: float | None
    negatives_of_candidates: float | None


class AtBaseRate(Stored):
    """The threshold to use at a base rate, and what the 50/50 threshold delivers there.

    None where no threshold reaches the target.
    """

    base_rate: float
    threshold: float | None
    recall: float | None
    precision: float | None
    balanced_precision: float | None
    balanced_false_alarms_per_1000: float | None


class StoredCurve(Stored):
    """Operating points, the strictest first; thresholds in the similarity's own units."""

    thresholds: tuple[float, ...] = Field(min_length=1)
    tpr: tuple[float, ...]
    fpr: tuple[float, ...]

    @model_validator(mode="after")
    def _even(self) -> "StoredCurve":
        if not len(self.thresholds) == len(self.tpr) == len(self.fpr):
            raise ValueError("the parts of its curve differ in length")
        return self


class Histogram(Stored):
    """Counts of true and of false pairs between `edges`; what lies beyond is in the end bins."""

    edges: tuple[float, ...]
    positives: tuple[int, ...]
    negatives: tuple[int, ...]


class Calibration(Stored):
    """All that calibration.json holds and the page shows.

    Attributes
    ----------
    schema_version : int
    threshold : Threshold
        The record to use: the certified threshold, else the recommended one
        without a confidence.
    config : str
        The same as a line for a configuration file.
    source : str
        Name of the file or folder.
    n_positives, n_negatives : int
    n_groups : int or None
        Items or groups that were resampled.
    confidence : float
        Of intervals and certificate.
    roc_auc, average_precision : float
        The second at the base rate.
    recommended, point, certified, balanced : Point
        The threshold that reaches the target on the sample with the most recall, the
        highest that does; the lowest with that recall, by the article's rule; the one with
        the most recall that reaches it with confidence; what would be recommended at a base
        rate of 50 %. All are measured at the base rate. None where there is none.
    verdict : Verdict
    base_rates : tuple of AtBaseRate
    curve : StoredCurve
    histogram : Histogram
    scan : Scan or None
        None where the size of the catalogue is not known.
    notes : tuple of str
        What else the reader should know.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    threshold: Threshold
    config: str
    source: str
    n_positives: int
    n_negatives: int
    n_groups: int | None
    confidence: float
    roc_auc: float
    average_precision: float
    recommended: Point
    point: Point
    certified: Point | None
    balanced: Point | None
    verdict: Verdict
    base_rates: tuple[AtBaseRate, ...]
    curve: StoredCurve
    histogram: Histogram
    scan: Scan | None = None
    notes: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _older(cls, found: Any) -> Any:
        """Take the point for the recommended one where nothing else was recommended yet."""
        if isinstance(found, dict) and "recommended" not in found and "point" in found:
            return {**found, "recommended": found["point"]}
        return found


def config_line(record: Threshold, recall: float) -> str:
    """Write a threshold as a line of a configuration file, with what it is for as a comment."""
    name = "similarity" if record.similarity == "score" else record.similarity
    promise = f"with {record.confidence:.3g} confidence" if record.confidence else "NOT certified"
    encoder = f", encoder {record.encoder}" if record.encoder else ""
    return (
        f"{name} {comparison(record.similarity)} {record.value!r}  # precision >= "
        f"{record.min_precision:g} at base rate {record.base_rate:g} of {record.rate_of}, "
        f"{promise}, "
        f"recall {recall:.3f}{encoder}, made {record.made_at:%Y-%m-%d}, id {record.id}"
    )


def read_curve(path: Path) -> tuple[Floats, Floats, Floats]:
    """Read thresholds, TPR and FPR from a calibration.json.

    Raises
    ------
    BenchError
        If it holds no curve, is of a newer schema, or is about distances.
    """
    hint = "make it with: python -m lib calibrate"
    found = parse(read_text(path, hint), str(path), hint)
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
    try:
        curve = StoredCurve.model_validate(found.get("curve"))
    except ValidationError as error:
        raise BenchError(
            f"{path} holds no curve of thresholds, tpr and fpr: {explain(error, StoredCurve)[0]}",
            hint,
        )
    return np.array(curve.thresholds), np.array(curve.tpr), np.array(curve.fpr)
