"""What a catalogue's size makes of a share of duplicates: base rate, false alarms, evidence.

The base rate of a threshold is a share of what is scored. Where every pair of a catalogue
is scored, nearly all pairs are of different objects, however many items have a duplicate:
pairs grow with the square of the size, duplicates only with the size.
"""

from lib.thresholds import exact_test
from lib.thresholds.base_rate import tolerable_fpr
from lib.thresholds.certify import level


def n_pairs(size: int) -> int:
    """Return the number of unordered pairs of a catalogue, ``N (N - 1) / 2``.

    Parameters
    ----------
    size : int
        Items N, at least 2.

    Raises
    ------
    ValueError
        If there are fewer.
    """
    if size < 2:
        raise ValueError(f"a catalogue of {size} items has no pair, at least 2 are needed")
    return size * (size - 1) // 2


def n_true_pairs(size: int, duplicate_share: float) -> float:
    """Return the expected number of true pairs, ``s N / 2``.

    Items that have a duplicate are taken to come in twos. Where they come in groups of k,
    there are k - 1 times as many true pairs, and the base rate is as much higher.

    Parameters
    ----------
    size : int
        Items N, at least 2.
    duplicate_share : float
        Share s of the items that have a duplicate, in (0, 1).

    Raises
    ------
    ValueError
        If `duplicate_share` is out of range.
    """
    if not 0 < duplicate_share < 1:
        raise ValueError(f"the share of duplicates is {duplicate_share}, it lies between 0 and 1")
    return duplicate_share * size / 2


def pair_rate(size: int, duplicate_share: float) -> float:
    """Return the base rate of all pairs of a catalogue, ``s / (N - 1)``.

    Of 1,000,000 items of which 10 % have a duplicate, one in 10,000,000 pairs is true.

    Parameters
    ----------
    size : int
        Items N, at least 2.
    duplicate_share : float
        Share s of the items that have a duplicate, in (0, 1).

    Returns
    -------
    float
        In (0, 1).

    Raises
    ------
    ValueError
        If one of them is out of range.
    """
    return n_true_pairs(size, duplicate_share) / n_pairs(size)


def expected_false_alarms(fpr: float, n_negatives: float) -> float:
    """Return the false pairs that a scan flags on average: FPR times the false pairs scored.

    The expectation is linear: it holds whether or not the pairs share items, and of an
    upper limit of the FPR it is an upper limit.
    """
    return fpr * n_negatives


def negatives_needed(
    rate: float, min_precision: float, confidence: float, recall: float
) -> float | None:
    """Return how many independent false pairs a certificate takes if none of them is flagged.

    With false alarms it takes more. It is the exact test of
    :func:`lib.thresholds.certify.independent`: about
    ``ln(1 / level) / allowed FPR``, which grows as the base rate falls.

    Parameters
    ----------
    rate, min_precision, confidence : float
        Base rate, precision to reach and confidence of the certificate, in (0, 1).
    recall : float
        Recall that can be relied on, in (0, 1].

    Returns
    -------
    float or None
        Two digits, rounded up; None beyond 10^12.
    """
    allowed = float(tolerable_fpr(recall, rate, min_precision))
    return exact_test.negatives_needed(0.0, min(allowed, 1.0), level(confidence))
