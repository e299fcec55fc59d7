"""What a base rate is a share of, and what a scan costs, in words."""

import shlex

from lib.catalogue.calibration_json import Calibration, Scan
from lib.catalogue.threshold import Threshold
from lib.report.wording import about, percent, rarity


def rate_words(record: Threshold) -> str:
    """Write the base rate of a record with what it is a share of."""
    return share_words(record.base_rate, record.rate_of)


def share_words(rate: float, what: str) -> str:
    """Write a share in per cent of `what`, or as one in so many where it is below 0.01 %."""
    written = rarity(rate)
    return f"{written} of {what}" if written.endswith("%") else f"{written} {what}"


def scan_sentence(found: Calibration, scan: Scan) -> str:
    """Say how many false alarms a scan of the catalogue is expected to raise."""
    record = found.threshold
    scored = "every pair" if record.rate_of == "pairs" else "each item and its nearest other"
    return (
        f"A scan of {scan.size:,} items, {percent(scan.duplicate_share)} of them with a duplicate, "
        f"scores {scored}: {scan.n_scored:,} {record.rate_of}, {rarity(record.base_rate)} true. "
        "At the false-positive rate of the sample the threshold of the record raises "
        f"{about(scan.false_alarms)} false alarms a scan, and up to "
        f"{about(scan.false_alarms_high)} at the upper end of its {percent(found.confidence)} "
        f"interval. {_needed(scan)}"
    )


def two_steps(found: Calibration, source: str | None = None) -> str:
    """Offer to calibrate the candidates of a search, where a certificate on all pairs is none.

    Parameters
    ----------
    found : Calibration
    source : str, optional
        File or folder to name in a command; without it none is named.

    Returns
    -------
    str
        A sentence; empty where there is a certificate, where candidates are what was
        calibrated, and where the size of the catalogue is not known.
    """
    scan, record = found.scan, found.threshold
    if scan is None or found.certified is not None or record.rate_of == "candidates":
        return ""
    take = scan.negatives_of_candidates
    number = f", where a certificate takes about {about(take)}" if take else ""
    words = (
        "In two steps it takes fewer: let a search return each item's nearest other, and "
        f"calibrate on these candidates, of which about {percent(scan.duplicate_share)} are true"
        f"{number}"
    )
    if source is None:
        return f"{words} (--rate-of candidates)."
    named = ["--encoder", record.encoder] if record.encoder else []
    options = ["--gallery-size", f"{scan.size}", "--duplicate-share", f"{scan.duplicate_share:g}"]
    options += ["--min-precision", f"{record.min_precision:g}", "--rate-of", "candidates"]
    return f"{words}: python -m lib calibrate {shlex.join([source, *named, *options])}"


def _needed(scan: Scan) -> str:
    count = scan.negatives_needed
    if count is None:
        return "A certificate at that base rate takes more than 10^12 independent false ones."
    return (
        f"A certificate at that base rate takes at least {about(count)} independent false ones, "
        "none of them flagged."
    )
