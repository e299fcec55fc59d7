"""What a scan says at its end: a few lines, however many pairs there are."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lib.catalogue.scan.outputs import GROUPS, LABELS, PAGE, PAIRS, RECORD, judged
from lib.catalogue.scan.result import Pair, ScanResult
from lib.catalogue.scan.run import Scanned
from lib.catalogue.scan.words import false_alarms
from lib.core.console import print_table
from lib.duplicates.relations.names import RELATIONS
from lib.objects.inspect import SHOWN
from lib.report.wording import percent
from lib.thresholds.eval_bucket import BUCKET
from lib.thresholds.similarities import oriented

_TREATED = {
    "same": "in groups",
    "report": "listed, in no group",
    "different": "counted here alone",
}


def tell(scanned: Scanned, out: Path, labels: int) -> None:
    """Print what was found, what was not used, and where the files lie.

    Parameters
    ----------
    scanned : Scanned
    out : Path
    labels : int
        Decisions that were written as labels.
    """
    result, work = scanned.result, scanned.work
    print(
        f"{len(result.items):,} meshes: {work.unchanged:,} unchanged since an earlier scan, "
        f"{work.embedded:,} embedded, {work.compared:,} pairs compared."
    )
    _tell_unusable(result)
    print(f"\n{len(result.pairs):,} pairs above the threshold, by what their geometry says:\n")
    _tell_relations(result)
    sizes = Counter(member.group_id for member in result.members)
    largest = f", the largest of {max(sizes.values()):,}" if sizes else ""
    print(f"\n{len(sizes):,} groups of {sizes.total():,} meshes{largest}.")
    for line in _sentences(result):
        print(line)
    for note in result.notes:
        print(f"Note: {note}.")
    files = [("Evidence", PAGE), ("Pairs", PAIRS), ("Groups", GROUPS), ("Record", RECORD)]
    if labels:
        files.append((f"{labels:,} labels", LABELS))
        if (out / BUCKET).exists():
            files.append(("Rejected", BUCKET))
    print()
    for what, name in files:
        print(f"{what:<12}{out / name}")
    first = _first_look(result)
    if first:
        print(f"\n{first}")


def _tell_unusable(result: ScanResult) -> None:
    if not result.unusable:
        return
    print(f"{len(result.unusable):,} files could not be used:")
    for _, reason in result.unusable[:SHOWN]:
        print(f"  {reason}")
    if len(result.unusable) > SHOWN:
        print(f"  ... and {len(result.unusable) - SHOWN:,} more; all are in {RECORD}")


def _tell_relations(result: ScanResult) -> None:
    found = Counter(pair.relation for pair in result.pairs)
    print_table(
        ["relation", "pairs", "what it means", "treated"],
        [
            [name, f"{found[name]:,}", meaning, _TREATED[result.policy[name]]]
            for name, meaning in RELATIONS.items()
        ],
        width=120,
    )


def _sentences(result: ScanResult) -> Iterator[str]:
    if result.pair_rate:
        yield (
            f"If {percent(result.share)} of the meshes have a duplicate, one in "
            f"{1 / result.pair_rate:,.0f} of all pairs is a true one."
        )
    expected = false_alarms(result)
    yield f"Expected false alarms: {expected[0].lower()}{expected[1:]}"
    coverage = result.coverage
    if coverage.method == "lists":
        yield (
            f"The search has found {percent(coverage.share)} "
            f"[{percent(coverage.low)}, {percent(coverage.high)}] of the pairs above the "
            f"threshold, measured on {coverage.sampled_rows:,} meshes."
        )
    said = judged(result.pairs)
    if said["precision"] is not None:
        yield (
            f"Of the pairs that were judged before, {said['accepted']:,} are accepted and "
            f"{said['rejected']:,} rejected: precision {said['precision']:.3f} "
            f"[{said['precision_low']:.3f}, {said['precision_high']:.3f}]."
        )


def _first_look(result: ScanResult) -> str:
    """Name the pair in a group that is most likely to be wrong: the least similar one."""
    grouped = [pair for pair in result.pairs if pair.group_id is not None and not pair.decision]
    if not grouped:
        return ""
    similarity = result.threshold.similarity

    def place(pair: Pair) -> tuple[float, str, str]:
        return float(oriented(pair.similarity, similarity)), pair.item_a, pair.item_b

    pair = min(grouped, key=place)
    return (
        f"Look first at group {pair.group_id}: {pair.item_a} and {pair.item_b} are the least "
        f"similar pair in any group ({similarity} {pair.similarity:.6g}, {pair.relation})."
    )
