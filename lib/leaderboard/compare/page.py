"""The comparison as Markdown, for a terminal and for a pull request's comment."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from lib.core.paths import Paths
from lib.evaluation.tier6 import TIER
from lib.leaderboard.compare.rank_movements import Bucket, sentence
from lib.leaderboard.compare.revision import same, tables
from lib.leaderboard.compare.rows import KEYS, Row, Score, apart, pair
from lib.report.markdown import pipe_table
from lib.report.wording import MISSING, number, percent, signed

UP, DOWN = "▲", "▼"

_EXPLAINED = (
    f"{UP} and {DOWN} mark a change that is larger than its interval: the new mAP lies outside "
    "the old interval, and the old mAP outside the new one (where only one side has an interval, "
    "that one counts). Each interval is of one mAP alone, over other sources that might have been "
    "drawn; both sides meet the same queries, so a change without a mark can be real. "
    "Tiers are never averaged."
)
_SENTENCES = 12
_AT = ["encoder", "negatives", "base_rate"]


def page(corpora: Sequence[str], revision: str, commit: str) -> str:
    """Compare every corpus.

    Parameters
    ----------
    corpora : sequence of str
    revision, commit : str
        As the user named it, and its short hash.

    Returns
    -------
    str
        GitHub-flavoured Markdown, without a newline at the end; the same for the
        same files.

    Raises
    ------
    BenchError
        If a table cannot be read.
    """
    named = f"`{revision}`" if commit.startswith(revision) else f"`{revision}` ({commit})"
    blocks = [f"## Scores against {named}"]
    for corpus in corpora:
        blocks += [f"### {corpus}", *_corpus(Paths(corpus), revision)]
    if not corpora:
        blocks.append("There are no results, neither here nor there.")
    return "\n\n".join(blocks)


def _corpus(paths: Paths, revision: str) -> Iterator[str]:
    results, lookalikes = paths.table("baseline-results.csv"), paths.table("lookalikes.csv")
    old, new = tables(revision, results)
    if new is None:
        yield f"**The corpus is gone:** {results} is there in `{revision}` only."
        return
    if old is None:
        yield f"**A new corpus:** `{revision}` has no {results}."
        old = new.iloc[:0]
    before, after = (sorted(set(table["split_sha256"].dropna())) for table in (old, new))
    if before and before != after:
        yield (
            "> [!CAUTION]\n> **NOT COMPARABLE: this is another split.** The sources in train, val "
            f"and test are others (SHA-256 {_short(before)} before, {_short(after)} now), so that "
            "no score below can be compared with an old one. Old rows are left out."
        )
        old = old.iloc[:0]
    else:
        yield from _other_task(paths, revision, len(old) > 0)
    if len(old) and not same(revision, lookalikes):
        yield f"Tier {TIER} is left out: {lookalikes} is another, and so are its galleries."
        rows = pair(old, new)
    else:
        before6, after6 = _tier6(paths, revision)
        rows = pair(pd.concat([old, before6]) if len(old) else old, pd.concat([new, after6]))
    yield from _scores(rows)
    if len(old):
        yield from _reasons(paths, revision, rows)
        yield from _thresholds(paths, revision)


def _tier6(paths: Paths, revision: str) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Rows of the tier on both sides; each miner's lookalikes are a gallery."""
    old, new = tables(revision, paths.table("hard-gallery.csv"))

    def own(table: pd.DataFrame | None) -> pd.DataFrame | None:
        if table is None:
            return None
        rows = table[table["tier"] == TIER]
        return rows.assign(gallery="lookalikes of " + rows["miner"])

    return own(old), own(new)


def _other_task(paths: Paths, revision: str, there: bool) -> Iterator[str]:
    task = ("objects.csv", "duplicates.csv")
    names = [name for name in task if not same(revision, paths.table(name))]
    if there and names:
        yield (
            f"> [!WARNING]\n> **Other objects or near-duplicates:** {' and '.join(names)} changed, "
            "so that the task itself is another. A changed score need not be the encoder's doing."
        )


def _scores(rows: Sequence[Row]) -> Iterator[str]:
    counts = Counter(row.kind for row in rows)
    marked = sum(row.marked for row in rows)
    words = [f"{counts[kind]} {kind}" for kind in ("changed", "added", "gone") if counts[kind]]
    total = f"{len(rows)} rows: " + (", ".join(words) or "none changed")
    if counts["changed"]:
        total += f"; {marked} of the changes larger than their interval"
    if counts["same"] and words:
        total += f"; {counts['same']} as before"
    yield f"{total}."
    if words:
        yield _table([row for row in rows if row.kind != "same"])
        if counts["changed"]:
            yield _EXPLAINED
    if counts["same"]:
        kept = _table([row for row in rows if row.kind == "same"])
        title = f"Rows as before: {counts['same']}"
        yield f"<details><summary>{title}</summary>\n\n{kept}\n\n</details>"


def _table(rows: Sequence[Row]) -> str:
    return pipe_table(
        ["encoder", "tier", "gallery", "old mAP", "new mAP", "change", ""],
        [
            [
                f"`{row.encoder}`",
                f"T{row.tier}",
                row.gallery,
                _cell(row.old),
                _cell(row.new),
                MISSING if row.change is None else _change(row.change),
                _mark(row),
            ]
            for row in rows
        ],
        left=3,
    )


def _mark(row: Row) -> str:
    if row.kind in ("added", "gone"):
        return "new" if row.kind == "added" else "gone"
    if row.change is None:
        return "other queries"
    if not row.marked:
        return ""
    return UP if row.change > 0 else DOWN


def _cell(score: Score | None) -> str:
    if score is None:
        return MISSING
    if score.low is None or score.high is None:
        return f"{number(score.value)} ({MISSING})"
    return f"{number(score.value)} ({number(score.low)} to {number(score.high)})"


def _change(change: float) -> str:
    """Write a change with three digits; one that would read as none with six."""
    return signed(change) if change == 0 or abs(change) >= 5e-4 else f"{change:+.6f}"


def _reasons(paths: Paths, revision: str, rows: Sequence[Row]) -> Iterator[str]:
    moved = sorted((row for row in rows if row.change), key=lambda row: -abs(row.change or 0))
    if not moved:
        return
    path = paths.table("rank-histograms.csv")
    old, new = tables(revision, path)
    if old is None or new is None:
        yield f"Where the changes came from cannot be said: {path} is on one side only."
        return
    both = old.merge(new, on=[*KEYS, "rank_from", "rank_to"], suffixes=("_old", "_new"))
    groups = dict(iter(both.groupby(KEYS, sort=False)))
    lines = []
    for row in moved[:_SENTENCES]:
        own = groups.get((row.encoder, row.tier, row.gallery))
        if own is None or row.change is None:
            continue
        columns = ["rank_from", "rank_to", "count_old", "count_new"]
        buckets = [Bucket._make(map(int, one)) for one in own[columns].itertuples(index=False)]
        what = "gain" if row.change > 0 else "loss"
        lines.append(
            f"- `{row.encoder}` T{row.tier} {row.gallery}, {what} of {_change(abs(row.change))}: "
            f"{sentence(buckets)}."
        )
    if len(moved) > _SENTENCES:
        lines.append(f"- and {len(moved) - _SENTENCES} smaller changes.")
    if lines:
        listed = "\n".join(lines)
        yield f"**Where the changes came from**, by the rank of each query's source:\n\n{listed}"


def _thresholds(paths: Paths, revision: str) -> Iterator[str]:
    path = paths.table("threshold-by-base-rate.csv")
    old, new = tables(revision, path)
    if old is None or new is None:
        yield f"Thresholds cannot be compared: {path} is on one side only."
        return
    both = old.merge(new, on=_AT, suffixes=("_old", "_new"))
    # No threshold reaches the precision: nothing can be flagged, nothing is found.
    change = both["recall_new"].fillna(0) - both["recall_old"].fillna(0)
    moved = both[change.abs() > 0]
    if moved.empty:
        yield "Recall at the thresholds has not changed."
        return
    rates = sorted(both["base_rate"].unique(), reverse=True)
    lines = []
    for key, group in both.groupby(["encoder", "negatives"], sort=True):
        if group.index.intersection(moved.index).empty:
            continue
        by_rate = {row.base_rate: row for _, row in group.iterrows()}
        cells = [_recall(by_rate[rate]) if rate in by_rate else MISSING for rate in rates]
        lines.append([f"`{key[0]}`", str(key[1]), *cells])
    table = pipe_table(["encoder", "false pairs", *map(percent, rates)], lines, left=2)
    yield (
        f"**Recall at the thresholds**, old → new by base rate; {MISSING} where no threshold "
        f"reaches the precision. {UP} and {DOWN}: each recall lies outside the other's interval."
        f"\n\n{table}"
    )


def _recall(row: pd.Series) -> str:
    old, new = (
        Score(row[f"recall_{side}"], row[f"recall_low_{side}"], row[f"recall_high_{side}"])
        for side in ("old", "new")
    )
    if pd.isna(old.value) and pd.isna(new.value):
        return MISSING
    if old.value == new.value:
        return number(new.value)
    text = f"{number(old.value)} → {number(new.value)}"
    if pd.isna(old.value) or pd.isna(new.value) or not apart(old, new):
        return text
    return f"{text} {UP if new.value > old.value else DOWN}"


def _short(hashes: Sequence[str]) -> str:
    return ", ".join(one[:12] for one in hashes)
