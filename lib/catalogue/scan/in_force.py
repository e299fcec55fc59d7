"""The threshold that a scan goes by: from a record, by hand, or from the folder itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
from pydantic import ValidationError

from lib.catalogue.asked_rate import Gallery
from lib.catalogue.calibration_json import Calibration
from lib.catalogue.json_file import parse, read_text
from lib.catalogue.scores import RANGES, Scores, VectorSimilarity
from lib.catalogue.threshold import Threshold
from lib.core.errors import BenchError
from lib.report.wording import percent
from lib.thresholds.gallery import expected_false_alarms
from lib.thresholds.similarities import comparison, oriented

_HINT = "make one: python -m lib calibrate"


@dataclass(frozen=True)
class InForce:
    """A threshold and what is known of it.

    Attributes
    ----------
    threshold : Threshold
    source : str
        Where it comes from, a sentence.
    by_hand : bool
        It promises nothing, see :class:`lib.catalogue.scan.result.ScanResult`.
    calibration : Calibration or None
        None where there is nothing but a record.
    """

    threshold: Threshold
    source: str
    by_hand: bool = False
    calibration: Calibration | None = None

    @property
    def similarity(self) -> VectorSimilarity:
        """How vectors are compared."""
        # Of the others `Kept.of_this` makes none.
        return cast(VectorSimilarity, self.threshold.similarity)

    def false_alarms(self, items: int, share: float) -> float | None:
        """Return how many false pairs a scan is expected to flag; None where nothing tells.

        Parameters
        ----------
        items : int
            Size of the catalogue.
        share : float
            Of the items that have a duplicate.
        """
        if self.calibration is None or items < 2:
            return None
        curve, value = self.calibration.curve, self.threshold.value
        similarity = self.threshold.similarity
        points = oriented(np.array(curve.thresholds), similarity)
        at = np.flatnonzero(points >= oriented(value, similarity) - 1e-12)
        if not len(at):
            return None
        # The lowest threshold at or above it; of what lies between, nothing is kept.
        fpr = curve.fpr[int(at[np.argmin(points[at])])]
        gallery = Gallery(items, share, self.threshold.rate_of)
        return expected_false_alarms(fpr, gallery.n_negatives())


def by_hand(value: float, similarity: VectorSimilarity, encoder: str, sha256: str) -> InForce:
    """Take a threshold as the user says it.

    Raises
    ------
    BenchError
        If the similarity cannot have such a value.
    """
    low, high = RANGES[similarity]
    if not low <= value <= high:
        raise BenchError(
            f"--threshold is {value:g}, {similarity} lies in [{low:g}, {high:g}]",
            "say which similarity it is for: --similarity cosine, l2 or l2_unit",
        )
    record = Threshold(
        value=value,
        similarity=similarity,
        encoder=encoder,
        weights_sha256=sha256,
        base_rate=0.5,
        min_precision=0.5,
        confidence=None,
        made_from="",
    )
    return InForce(record, "It was given by hand, and promises nothing.", by_hand=True)


@dataclass(frozen=True)
class Kept:
    """A record in a file.

    Attributes
    ----------
    name : str
        Of the file.
    threshold : Threshold
    calibration : Calibration or None
        Where the file holds more than the record.
    """

    name: str
    threshold: Threshold
    calibration: Calibration | None

    def of_this(self, similarity: str | None, encoder: str, sha256: str) -> InForce:
        """Give the threshold where it is for these vectors.

        Raises
        ------
        BenchError
            If it is for another encoder, fingerprint or similarity.
        """
        record = self.threshold
        if record.similarity not in get_args(VectorSimilarity):
            raise BenchError(
                f"{self.name} is for {record.similarity}, no similarity of vectors",
                "a scan compares vectors: calibrate with --similarity cosine, l2 or l2_unit",
            )
        # `decide` refuses what the record is not for; there is nothing to decide yet.
        meant: Any = similarity or record.similarity
        record.decide(Scores(np.zeros(0), meant, encoder, sha256))
        promise = "certified" if record.confidence else "not certified"
        return InForce(
            record,
            f"It comes from {self.name}: precision {record.min_precision:g} at a base rate of "
            f"{record.base_rate:g} of {record.rate_of}, {promise}.",
            calibration=self.calibration,
        )


def read_record(path: Path) -> Kept:
    """Read a calibration.json, or a bare record.

    Raises
    ------
    BenchError
        If it is neither.
    """
    text = read_text(path, _HINT)
    threshold = Threshold.from_json(text, str(path))
    found = parse(text, str(path), _HINT)
    calibration = None
    if isinstance(found.get("threshold"), dict):
        try:
            calibration = Calibration.model_validate(found)
        except ValidationError:
            # The record is whole; what surrounds it only serves to foretell false alarms.
            calibration = None
    return Kept(path.name, threshold, calibration)


def from_itself(calibration: Calibration, found: float, share: float) -> InForce:
    """Take the threshold that a folder's own altered copies give.

    Parameters
    ----------
    calibration : Calibration
    found : float
        Share of the copies that a search returns at all.
    share : float
        Of the items that have a duplicate, as it was assumed.
    """
    record = calibration.threshold
    promise = (
        f"certified with {percent(record.confidence)} confidence"
        if record.confidence
        else "not certified"
    )
    point = calibration.certified or calibration.recommended
    recall, low, high = (
        percent(found * value) for value in (point.recall, point.recall_low, point.recall_high)
    )
    return InForce(
        record,
        f"The folder has calibrated itself: {calibration.n_positives:,} altered copies against "
        f"each mesh's nearest other, for a precision of {record.min_precision:g} before the "
        f"geometry is looked at, where {percent(share)} of the meshes have a duplicate; "
        f"{promise}. It finds {recall} "
        f"({low} to {high}) of such copies.",
        calibration=calibration,
    )


def in_words(force: InForce) -> str:
    """Say the threshold as a condition, e.g. ``cosine >= 0.91``."""
    record = force.threshold
    return f"{record.similarity} {comparison(record.similarity)} {record.value:.6g}"
