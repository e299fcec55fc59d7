"""The files of a scan: pairs, groups, labels for other commands, and the record of it all."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from lib.catalogue.scan.result import Pair, ScanResult
from lib.core.files import atomic, write_json
from lib.duplicates.relations.names import RELATIONS
from lib.thresholds.intervals import exact

SCHEMA_VERSION: Final = 1

PAIRS = "pairs.csv"
GROUPS = "groups.csv"
RECORD = "scan.json"
LABELS = "labels.csv"
PAGE = "scan.html"

_SCORE_DIGITS = 9
_DIGITS = 6
_CONFIDENCE = 0.95

Cell = str | int | float


def write_outputs(result: ScanResult, out: Path) -> None:
    """Write ``pairs.csv``, ``groups.csv`` and ``scan.json``.

    Parameters
    ----------
    result : ScanResult
    out : Path
        Folder, made if it is not there.
    """
    write_rows(
        out / PAIRS,
        ("item_a", "item_b", "similarity", "relation", "distance", "group_id"),
        (
            (
                pair.item_a,
                pair.item_b,
                _number(pair.similarity, _SCORE_DIGITS),
                pair.relation,
                _number(pair.distance, _DIGITS),
                "" if pair.group_id is None else pair.group_id,
            )
            for pair in listed(result)
        ),
    )
    write_rows(
        out / GROUPS,
        ("group_id", "item_id", "keep", "reason"),
        ((one.group_id, one.item_id, int(one.keep), one.reason) for one in result.members),
    )
    write_json(out / RECORD, record(result))


def listed(result: ScanResult) -> list[Pair]:
    """Give the pairs that the policy or a person says something of: no rejected ones."""
    return [
        pair
        for pair in result.pairs
        if pair.decision != "reject"
        and (pair.treatment != "different" or pair.decision == "accept")
    ]


def record(result: ScanResult) -> dict[str, Any]:
    """Return what ``scan.json`` says; JSON-able."""
    found = Counter(pair.relation for pair in result.pairs)
    sizes = Counter(member.group_id for member in result.members)
    threshold = result.threshold.model_dump(mode="json")
    if result.by_hand:
        # It was made for nothing, and promises nothing.
        threshold = {
            key: threshold[key] for key in ("value", "similarity", "encoder", "weights_sha256")
        }
    return {
        "schema_version": SCHEMA_VERSION,
        "folder": result.folder,
        "encoder": result.threshold.encoder,
        "encoder_sha256": result.threshold.weights_sha256,
        "threshold": threshold,
        "threshold_source": result.threshold_source,
        "duplicate_share": result.share,
        "pair_base_rate": result.pair_rate,
        "expected_false_alarms": result.expected_false_alarms,
        "false_alarms_high": result.false_alarms_high,
        "counts": {
            "items": len(result.items),
            "unusable": len(result.unusable),
            "pairs_above_threshold": len(result.pairs),
            "pairs_listed": len(listed(result)),
            "pairs_by_relation": {name: found[name] for name in RELATIONS},
            "groups": len(sizes),
            "items_in_groups": sizes.total(),
            "largest_group": max(sizes.values(), default=0),
        },
        "decisions": judged(result.pairs),
        "coverage": asdict(result.coverage),
        "policy": dict(result.policy),
        "unusable": [list(one) for one in result.unusable],
        "notes": list(result.notes),
    }


def judged(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Say how a person has judged the pairs found: an audit of what the scan flags.

    Returns
    -------
    dict
        accepted, rejected, and the share accepted with its exact binomial interval, None
        where nothing was judged.
    """
    said = Counter(pair.decision for pair in pairs)
    accepted, rejected = said["accept"], said["reject"]
    total = accepted + rejected
    low, high = exact(accepted, total, _CONFIDENCE) if total else (None, None)
    return {
        "accepted": accepted,
        "rejected": rejected,
        "precision": accepted / total if total else None,
        "precision_low": low,
        "precision_high": high,
        "confidence": _CONFIDENCE,
    }


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV table in UTF-8; text is quoted, so that every path is read back as it is."""
    with atomic(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _number(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
