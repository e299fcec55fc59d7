"""Tables of perceptual hashes: what each finds again of changed pictures, and what helps."""

from lib.core.tables.base import number, truth, whole, word
from lib.core.tables.shared_columns import table

_LOW = number("recall_low", "Lower end of the interval of the recall, over pictures.")
_HIGH = number("recall_high", "Upper end of the interval of the recall, over pictures.")
_N = whole("n", "Pictures, each with its own original as the one true pair.")
_DISTURBANCE = word("disturbance", "What was done to the pictures.")
_STRENGTH = number("strength", "How strongly, in the unit that params.yaml gives.")

TABLES = (
    table(
        "hash-robustness.csv",
        "How many pictures a hash finds again after a change of some strength.",
        word("hash", "Name of the perceptual hash."),
        _DISTURBANCE,
        _STRENGTH,
        number("recall", "Share of the changed pictures that match their original."),
        _LOW,
        _HIGH,
        number("false_match_rate", "Share of the pairs with another's original that match."),
        _N,
        key="hash disturbance strength",
        published=True,
    ),
    table(
        "hash-remedies.csv",
        "How many pictures a remedy finds again after a change, beside the bare hash.",
        _DISTURBANCE,
        _STRENGTH,
        word("remedy", "Name of the remedy."),
        number("bare_recall", "Recall of the bare hash."),
        number("recall", "Share of the changed pictures that match their original."),
        _LOW,
        _HIGH,
        number("false_match_rate", "Share of the false pairs tried that match."),
        _N,
        whole("n_false", "Pairs of a picture and another's original that were tried."),
        whole("comparisons", "Pairs that the remedy compares a query, in its dearest way."),
        number("saved", "Share of the bare hash's comparisons that the remedy saves."),
        whole(
            "fallbacks",
            "True pairs with too few keypoints: alignment falls back on the bare hash, matching "
            "takes them for no match.",
        ),
        truth("rate_kept", "Whether no more false pairs match than allowed, within the interval."),
        truth("best", "Whether no remedy finds more, of those that keep the rate."),
        truth(
            "beats_bare",
            "Whether its interval lies above the bare hash's, where it keeps the rate.",
        ),
        key="disturbance strength remedy",
        published=True,
    ),
)
