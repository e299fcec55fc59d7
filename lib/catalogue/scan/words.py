"""What the page of a scan says in sentences."""

import unicodedata
from collections.abc import Callable
from typing import Literal

from lib.catalogue.scan.cards import MOST_PICTURES, PICTURED_MEMBERS, Layout
from lib.catalogue.scan.result import Pair, ScanResult
from lib.duplicates.relations.names import Treatment
from lib.report.wording import percent
from lib.thresholds.similarities import RISING

TREATMENTS: dict[Treatment, str] = {
    "same": "goes into a group",
    "report": "is listed, in no group",
    "different": "is taken for different",
}
"""What the policy does with a relation."""

DECISIONS = {"": "", "accept": "Accepted: the same", "reject": "Rejected: not the same"}
"""What a person has said about a pair."""

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"

Part = Literal["groups", "outside"]


def counted(number: int, what: str) -> str:
    """Write a number with its noun, in the plural where it is not one."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def visible(name: str) -> str:
    """Write characters that would not show, or would turn a name round, by their numbers."""
    return "".join(
        f"\\u{ord(one):04x}"
        if unicodedata.category(one) in _UNSEEN and one not in _JOINERS
        else one
        for one in name
    )


def summary(result: ScanResult) -> str:
    """Say in one sentence what was found."""
    kept = sum(member.keep for member in result.members)
    outside = sum(pair.group_id is None for pair in result.pairs)
    found = (
        f"{counted(kept, 'group')} of {counted(len(result.members), 'item')}: "
        f"{len(result.members) - kept:,} of {len(result.items):,} could go."
        if kept
        else f"No duplicates among {counted(len(result.items), 'item')}."
    )
    return f"{found} {counted(outside, 'pair')} outside the groups." if outside else found


def terms(result: ScanResult) -> list[tuple[str, str]]:
    """Say what the scan rests on.

    Parameters
    ----------
    result : ScanResult

    Returns
    -------
    list of (str, str)
        Terms and what is said to each, in the order of the page.
    """
    return [
        ("Items", _items(result)),
        ("Encoder", _encoder(result)),
        ("Threshold in force", _threshold(result)),
        ("Base rate", _base_rate(result)),
        ("Expected false alarms", false_alarms(result)),
        ("Search", _search(result)),
    ]


def extent(layout: Layout, part: Part) -> str:
    """Say how many groups or pairs a part of the page lists, and how many have pictures."""
    if part == "groups":
        total, listed, drawn = layout.n_groups, len(layout.groups), layout.pictured_groups
        what, order = "group", "those of the most items first"
        most = f"{MOST_PICTURES:,} pictures at most, of {PICTURED_MEMBERS} items a group at most"
    else:
        total, listed, drawn = layout.n_outside, len(layout.outside), layout.pictured_outside
        what, order = "pair", "those to be judged first, by falling similarity"
        most = f"{MOST_PICTURES // 2:,} pictures at most"
    if not total:
        return f"There is no such {what}." if part == "outside" else "There is no group."
    words = f"{counted(total, what)}, {order}." if total > 1 else f"1 {what}."
    if listed < total:
        words += f" The first {listed:,} are listed here; all are in pairs.csv and groups.csv."
    if drawn < listed:
        words += f" The first {drawn:,} have pictures, {most}; the others are listed as text."
    return words


def standing(pair: Pair) -> str:
    """Say why a pair is in no group."""
    if pair.decision == "reject":
        return "Rejected in an earlier scan, so in no group"
    if pair.treatment == "report":
        return "For you to judge: by the policy it is listed, in no group"
    if pair.treatment == "same":
        return "The same by the policy, but not confirmed against the item that a group keeps"
    return "Above the threshold, and by the policy taken for different"


def _items(result: ScanResult) -> str:
    words = counted(len(result.items), "item")
    if result.unusable:
        words += f"; {counted(len(result.unusable), 'file')} could not be used, see below"
    return f"{words}; {counted(len(result.pairs), 'pair')} above the threshold"


def _encoder(result: ScanResult) -> str:
    weights = result.threshold.weights_sha256
    name = result.threshold.encoder or "not named"
    return f"{name}, fingerprint {weights[:12]}" if weights else name


def _threshold(result: ScanResult) -> str:
    record = result.threshold
    sign = "≥" if RISING[record.similarity] else "≤"
    words = f"{record.similarity} {sign} {record.value:.6g}: {result.threshold_source.rstrip('.')}."
    if record.confidence is None:
        return f"{words} Nothing is promised for it."
    return (
        f"{words} It promises a precision of at least {percent(record.min_precision)} with "
        f"{percent(record.confidence)} confidence where {percent(record.base_rate)} of the pairs "
        "that it is asked about are true."
    )


def _base_rate(result: ScanResult) -> str:
    n = len(result.items)
    words = f"{percent(result.share)} of the items are assumed to have a duplicate"
    if result.pair_rate <= 0:
        return f"{words}."
    return (
        f"{words}; of all {counted(n * (n - 1) // 2, 'pair')} of the folder that is "
        f"{percent(result.pair_rate)}, about one in {1 / result.pair_rate:,.0f}."
    )


def false_alarms(result: ScanResult) -> str:
    """Say how many false pairs the threshold is expected to let through."""
    if result.expected_false_alarms is None:
        return "Not known: nothing tells how often unlike items come this close."
    most = (
        ""
        if result.false_alarms_high is None
        else f", and no more than {_rounded(result.false_alarms_high)} with confidence,"
    )
    return (
        f"About {_rounded(result.expected_false_alarms)}{most} of the pairs above the "
        "threshold, before their geometry is looked at."
    )


def _rounded(number: float) -> str:
    return f"{number:,.1f}" if number >= 0.1 or number == 0 else f"{number:.1g}"


def _search(result: ScanResult) -> str:
    found = result.coverage
    if found.method == "exact":
        return "Exact: every two items were compared."
    return (
        f"By inverted lists: {percent(found.share)} of the pairs above the threshold are found "
        f"({percent(found.low)} to {percent(found.high)}), measured on "
        f"{counted(found.sampled_rows, 'item')} that were searched again in full "
        f"({counted(found.sampled_pairs, 'pair')})."
    )


FILTERS: dict[str, Callable[..., str]] = {
    "percent": percent,
    "count": counted,
    "standing": standing,
    "visible": visible,
    "value": "{:.6g}".format,
}
"""How the page writes numbers."""
