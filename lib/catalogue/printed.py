"""A calibration on the terminal."""

from lib.catalogue.calibrate import BUDGET
from lib.catalogue.calibration_json import Calibration, Point
from lib.catalogue.page import verdict_sentence
from lib.catalogue.sentences import rate_words, scan_sentence, two_steps
from lib.core.console import print_table
from lib.report.wording import number, percent
from lib.thresholds.similarities import comparison


def print_calibration(found: Calibration, source: str) -> None:
    """Print what was found, what is promised, and what to do next.

    Parameters
    ----------
    found : Calibration
    source : str
        File or folder of candidates to name in a command that calibrates them.
    """
    record, rate = found.threshold, rate_words(found.threshold)
    shared = f", sharing {found.n_groups:,} items or groups" if found.n_groups else ""
    print(
        f"{found.source}: {found.n_positives:,} true and {found.n_negatives:,} false pairs"
        f"{shared}; ROC AUC {number(found.roc_auc)}"
    )
    interval, sign = percent(found.confidence), comparison(record.similarity)
    print(f"\nAt a base rate of {rate}, for a precision of {record.min_precision:g}:\n")
    print_table(
        ["", "threshold", "recall", interval, "precision", interval, "false alarms"],
        [
            ["recommended", *_cells(found.recommended, sign)],
            ["certified", *_cells(found.certified, sign)],
            ["50/50 threshold", *_cells(found.balanced, sign)],
            ["lowest", *_cells(found.point, sign)],
        ],
        width=100,
    )
    print(
        "\nFalse alarms are counted per 1,000 flagged pairs. The lowest has the recall of the "
        "recommended one, which is the highest that has it.\n"
    )
    print(verdict_sentence(found))
    if found.scan:
        print(scan_sentence(found, found.scan))
    offer = two_steps(found, source)
    if offer:
        print(offer)
    if found.balanced:
        print(
            f"The threshold that a 50/50 set asks for would deliver precision "
            f"{number(found.balanced.precision)} at {rate}."
        )
    for note in found.notes:
        print(f"Note: {note}.")
    print(f"Guardrail: {BUDGET}.")
    if record.confidence is None:
        print("WARNING: the record holds the recommended threshold, which is not certified.")
    named = {"--encoder": record.encoder, "--weights": record.weights_sha256}
    lacking = " and ".join(option for option, value in named.items() if value is None)
    if lacking:
        print(
            f"WARNING: without {lacking} the record cannot tell scores of another encoder from its "
            "own."
        )
    print(f"\nFor your configuration:\n  {found.config}")


def _cells(point: Point | None, sign: str) -> tuple[str, ...]:
    if point is None:
        return ("none",)
    return (
        f"{sign} {point.threshold:.6g}",
        number(point.recall),
        f"[{point.recall_low:.3f}, {point.recall_high:.3f}]",
        number(point.precision),
        f"[{point.precision_low:.3f}, {point.precision_high:.3f}]",
        f"{point.false_alarms_per_1000:.0f}",
    )
