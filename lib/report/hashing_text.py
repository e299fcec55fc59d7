"""The report's paragraph and table on hashes: which remedy for which change, and its price."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from lib.report.markdown import pipe_table
from lib.report.rows import where
from lib.report.wording import MISSING, interval, listed, number, percent

_PAINTINGS = (
    "Others have published for paintings that pHash finds 56 to 62 % after a turn of 4° and 7 to "
    "8 % after a crop of 5 %, at a precision of 99.99 %"
)
_PUBLISHED = (("rotation", 4.0, "after the same turn"), ("crop", 0.05, "after the same crop"))
_HEADER = (
    "change",
    "strength",
    "bare hash",
    "best remedy",
    "its recall",
    "beyond the interval",
    "comparisons a query",
    "too few keypoints",
)


def hashing_text(robustness: pd.DataFrame, remedies: pd.DataFrame, bare: str, rate: float) -> str:
    """Say in a paragraph what the table of remedies shows, and lay the table out below it.

    Parameters
    ----------
    robustness, remedies : DataFrame
        ``hash-robustness.csv`` and ``hash-remedies.csv``.
    bare : str
        The hash that remedies are held against.
    rate : float
        False-match rate that the limits were set for.

    Returns
    -------
    str
        Markdown, every number from the tables but those published by others; empty where
        nothing was changed.
    """
    if remedies.empty:
        return ""
    sentences = [*_findings(remedies, bare, rate), *_compared(robustness)]
    return f"{' '.join(sentences)}\n\n{remedy_table(robustness, remedies, bare)}"


def remedy_table(robustness: pd.DataFrame, remedies: pd.DataFrame, bare: str) -> str:
    """Lay out a row a change and strength: the bare hash, the best remedy, what it costs.

    Remedies that share the highest recall stand in one row; their costs are in the same
    order. One whose false-match rate is not kept is no best remedy.
    """
    own = where(robustness, hash=bare).set_index(["disturbance", "strength"])
    lines = []
    for (kind, strength), rows in remedies.groupby(["disturbance", "strength"], sort=False):
        best = rows[rows["best"]]
        lines.append(
            [
                str(kind),
                f"{strength:g}",
                _with_interval(own.loc[(kind, strength)]),
                ", ".join(best["remedy"]) or MISSING,
                _with_interval(best.iloc[0]) if len(best) else MISSING,
                _beyond(best),
                ", ".join(f"{n:,}" for n in best["comparisons"]) or MISSING,
                ", ".join(f"{n:,}" for n in best["fallbacks"]) or MISSING,
            ]
        )
    return pipe_table(_HEADER, lines)


def _findings(remedies: pd.DataFrame, bare: str, rate: float) -> Iterator[str]:
    settings = remedies[["disturbance", "strength"]].drop_duplicates()
    beaten = remedies[remedies["beats_bare"]]
    helped = beaten[["disturbance", "strength"]].drop_duplicates()
    yield (
        f"{remedies['n'].max():,} pictures were changed in {len(settings):,} ways, and looked for "
        f"among all originals; each method's limit lets {percent(rate)} of the pairs of different "
        f"originals match, and is the same for every change."
    )
    if helped.empty:
        yield f"No remedy beats {bare} beyond the interval in any of them."
    else:
        by_kind = helped.groupby("disturbance", sort=False)["strength"]
        said = [f"{kind} of {_strengths(found)}" for kind, found in by_kind]
        yield (
            f"A remedy beats {bare} beyond the interval in {len(helped):,} of them: "
            f"{listed(said, len(said))}."
        )
    count = beaten["remedy"].value_counts().reindex(dict.fromkeys(remedies["remedy"]), fill_value=0)
    yield f"So often does each: {', '.join(f'{name} {n:,}' for name, n in count.items())}."
    astray = remedies[~remedies["rate_kept"]]
    if len(astray):
        names = astray["remedy"].value_counts(sort=False)
        yield (
            "Where pictures have changed, more false pairs match than allowed, beyond the "
            f"interval, under {', '.join(f'{name} ({n:,} ways)' for name, n in names.items())}: "
            "its recall there does not count."
        )
    filtered = where(remedies, remedy="embedding_first")
    if len(filtered):
        yield (
            f"An embedding that is asked first saves {percent(filtered['saved'].max())} of the "
            "comparisons of hashes."
        )


def _strengths(found: pd.Series) -> str:
    return " and ".join(f"{value:g}" for value in found)


def _compared(robustness: pd.DataFrame) -> Iterator[str]:
    """Hold pHash against what others have found, where it was changed in the same way."""
    here = []
    for kind, strength, words in _PUBLISHED:
        rows = where(robustness, hash="phash", disturbance=kind, strength=strength)
        here += [f"{_with_interval(row)} {words}" for row in rows.itertuples()]
    if here:
        yield (
            f"{_PAINTINGS}; here it finds {' and '.join(here)}, at the false-match rate above, "
            "which is another measure, and of other pictures."
        )


def _beyond(best: pd.DataFrame) -> str:
    """Write whether all, none or some of the best remedies beat the bare hash."""
    if best.empty:
        return MISSING
    if best["beats_bare"].all():
        return "yes"
    return ", ".join(best.loc[best["beats_bare"], "remedy"]) or "no"


def _with_interval(row: Any) -> str:
    return f"{number(row.recall)} ({interval(row.recall_low, row.recall_high)})"
