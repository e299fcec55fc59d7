"""Which columns of a table of scores to read."""

from collections.abc import Sequence

from lib.catalogue.score_table import ScoreTable
from lib.core.errors import BenchError
from lib.core.explain import did_you_mean

LAYOUT = (
    "the table has the columns score and label (1 is a true pair, 0 is none) and, where pairs "
    "share items, either group or item_a and item_b"
)

REQUIRED = ("score", "label")
OPTIONAL = ("group", "item_a", "item_b")


def choose_columns(table: ScoreTable, ignore_others: bool) -> list[str]:
    """Say which columns to read: score, label, and those that name what pairs share.

    Raises
    ------
    BenchError
        If one is missing, there twice or, unless others are ignored, unknown.
    """
    found, known = table.columns, (*REQUIRED, *OPTIONAL)
    require_columns(table, REQUIRED, known)
    listing = _listing(table)
    others = [name for name in found if name not in known]
    if others and not ignore_others:
        guess = did_you_mean(others[0].lower(), known)
        raise BenchError(
            f"{listing}: {others[0]!r} is unknown{guess}",
            f"{LAYOUT}; leave other columns out, or say --ignore-other-columns",
        )
    items = [name for name in ("item_a", "item_b") if name in found]
    if len(items) == 1:
        raise BenchError(f"{listing}: item_a and item_b go together", LAYOUT)
    if items and "group" in found:
        raise BenchError(
            f"{listing}: group and items say what pairs share in two ways",
            "keep item_a and item_b where every pair is of two items, else group",
        )
    return [*REQUIRED, *items, *(["group"] if "group" in found else [])]


def require_columns(table: ScoreTable, names: Sequence[str], known: Sequence[str] = ()) -> None:
    """Raise a `BenchError` where a column is missing, or is there twice (of `known`, too)."""
    found, meant = table.columns, {*names, *known}
    twice = sorted({name for name in found if found.count(name) > 1 and name in meant})
    if twice:
        raise BenchError(f"{_listing(table)}: {twice[0]} is there twice", "name each column once")
    for name in names:
        if name not in found:
            others = [other for other in found if other not in meant]
            guess = did_you_mean(name, others)
            raise BenchError(f"{_listing(table)}: there is no {name!r}{guess}", table.layout)


def _listing(table: ScoreTable) -> str:
    return f"{table.path} has the columns {', '.join(table.columns) or '(none)'}"
