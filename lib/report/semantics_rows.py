"""What the report on semantics says of each encoder, as rows and sentences."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from lib.core.params.sections import SemanticsParams
from lib.report.rows import where
from lib.report.wording import MISSING, interval, listed, number, percent, signed
from lib.semantics.measured import SKIPPED
from lib.semantics.measures.novelty import TOO_FEW
from lib.semantics.probe import UNSEEN

_PUBLISHED = "0.763 to 0.789"
"""Precision@5 that an article reports for DINOv2 on 200 objects of ModelNet40."""

_WORST = 3


def verdict(table: pd.DataFrame, params: SemanticsParams) -> str:
    """Say who passes, beside what others have published."""
    quantity = f"precision@{params.pass_at}"
    rows = where(table, measure="retrieval", quantity=quantity, of="objects")
    if rows.empty:
        return "Nothing was measured."
    passed = rows[rows["low"] >= params.pass_mark]["encoder"].tolist()
    near = rows[(rows["value"] >= params.pass_mark) & (rows["low"] < params.pass_mark)]["encoder"]
    best = rows.sort_values(["value", "encoder"], ascending=[False, True]).iloc[0]
    words = [
        f"The mark is {quantity} of {params.pass_mark:g}. "
        + (
            f"Above it with all of their interval: {listed([f'`{one}`' for one in passed], 6)}."
            if passed
            else "No encoder lies above it with all of its interval."
        )
    ]
    if len(near):
        names = listed([f"`{one}`" for one in near], 6)
        words.append(f"Above it, but for the lower end of the interval: {names}.")
    words.append(
        f"The highest is `{best.encoder}` with {number(best.value)} "
        f"({interval(best.low, best.high)}); for comparison, an article of this series reports "
        f"{_PUBLISHED} for DINOv2 on 200 objects of ModelNet40, whose shapes are rougher than "
        "those of the embedded corpus."
    )
    return " ".join(words)


def precision_rows(table: pd.DataFrame, pass_at: int) -> pd.DataFrame:
    """Lay out the precisions over all items and over the classes left out.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    pass_at : int
        The k at which the interval for other classes is told.

    Returns
    -------
    DataFrame
        Columns encoder, title, cell.
    """
    rows = where(table, measure="retrieval")
    rows = rows[rows["quantity"].str.startswith("precision@")]
    rows = rows[rows["of"].isin(["objects", "classes", UNSEEN])]
    titles = {"objects": "", "classes": ", other classes", UNSEEN: f", {UNSEEN}"}
    k = rows["quantity"].str.removeprefix("precision@").astype(int)
    place = rows["of"].map(list(titles).index)
    rows = rows.assign(k=k, place=place).sort_values(["place", "k"], kind="stable")
    several = rows[(rows["of"] != "classes") | (rows["k"] == pass_at)]
    cells = [
        interval(row.low, row.high)
        if row.of == "classes"
        else f"{number(row.value)} ({interval(row.low, row.high)})"
        for row in several.itertuples()
    ]
    names = several["quantity"] + several["of"].map(titles)
    return several[["encoder"]].assign(title=names, cell=cells)


def failing(table: pd.DataFrame, params: SemanticsParams) -> Iterator[tuple[str, int, int, str]]:
    """Say which classes lie below the pass mark, and what the worst are taken for.

    Yields
    ------
    (str, int, int, str)
        Encoder, classes below the mark, classes, words on the worst three.
    """
    rows = where(table, measure="retrieval")
    quantity = f"precision@{params.pass_at}"
    for encoder, own in rows.groupby("encoder", sort=True):
        classes = own[own["of"].str.startswith("class ") & (own["quantity"] == quantity)]
        if classes.empty:
            continue
        mistaken = taken_for(own)
        worst = classes.sort_values(["value", "of"], kind="stable").head(_WORST)
        words = []
        for name, value in zip(worst["of"].str.removeprefix("class "), worst["value"], strict=True):
            taken = [f"{other} {percent(round(share, 3))}" for other, share in mistaken[name]]
            words.append(f"{name} {number(value)} ({', '.join(taken) or 'nothing else'})")
        below = int((classes["value"] < params.pass_mark).sum())
        yield str(encoder), below, len(classes), "; ".join(words)


def taken_for(own: pd.DataFrame) -> dict[str, list[tuple[str, float]]]:
    """Say what the classes of one encoder are taken for, by class, the commonest first.

    Parameters
    ----------
    own : DataFrame
        Rows of the retrieval of one encoder.
    """
    classes = own["of"][own["of"].str.startswith("class ")].str.removeprefix("class ")
    found: dict[str, list[tuple[str, float]]] = {name: [] for name in classes}
    mistaken = where(own, quantity="taken for")
    for of, share in zip(mistaken["of"], mistaken["value"], strict=True):
        # A class may have an arrow in its own name, and then another be its beginning.
        name = max((one for one in found if of.startswith(f"{one} > ")), key=len)
        found[name].append((of.removeprefix(f"{name} > "), float(share)))
    return found


def transfer_cells(table: pd.DataFrame) -> tuple[list[str], list[list[str]], list[list[str]]]:
    """Lay out what is told from frozen vectors, and the gain over pixels in words.

    Returns
    -------
    (list of str, list of list of str, list of list of str)
        Tasks, the class first; a row an encoder with what it reaches in each; and one with
        its gain over each method. The first rows end with what pixels reach.
    """
    rows = where(table, measure="transfer")
    told = rows[rows["quantity"].isin(["accuracy", "R2"]) & ~rows["of"].str.endswith("a dummy")]
    tasks = sorted(told["of"].unique(), key=lambda task: (task != "class", task))
    levels, gains = [], []
    for encoder, own in rows.groupby("encoder", sort=True):
        found = [where(own, of=task) for task in tasks]
        levels.append([f"`{encoder}`", *(_level(part) for part in found)])
        over = [own[own["of"].str.startswith(f"{task} over ")] for task in tasks]
        if any(len(part) for part in over):
            cells = (", ".join(_gain(row) for row in part.itertuples()) for part in over)
            gains.append([f"`{encoder}`", *cells])
    rivals = rival_levels(table)
    for method, own in rivals.groupby("method", sort=True):
        value = own.set_index("task")["value"]
        levels.append([str(method), *(_shown(value.get(task)) for task in tasks)])
    dummy = rows[rows["of"].str.endswith(" by a dummy")].drop_duplicates("of")
    chance = dummy.set_index(dummy["of"].str.removesuffix(" by a dummy"))["value"]
    if len(chance):
        levels.append(["dummy", *(_shown(chance.get(task)) for task in tasks)])
    return tasks, levels, gains


def _shown(value: float | None) -> str:
    return MISSING if value is None or pd.isna(value) else f"{value:.3f}"


def _level(part: pd.DataFrame) -> str:
    if part.empty:
        return MISSING
    row = part.iloc[0]
    return f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})"


def _gain(row: Any) -> str:
    method = row.of.rpartition(" over ")[2]
    if row.note == "no gain":
        return f"{method}: no gain ({signed(row.value)})"
    return f"{method}: {signed(row.value)} ({signed(row.low)} to {signed(row.high)})"


def rival_levels(table: pd.DataFrame) -> pd.DataFrame:
    """Recover what pixels alone reach: an encoder's value less its gain over them.

    Returns
    -------
    DataFrame
        Columns task, method, value.
    """
    rows = where(table, measure="transfer")
    found: dict[tuple[str, str], float] = {}
    for row in rows[rows["quantity"].str.startswith("gain in ")].itertuples():
        task, _, method = row.of.rpartition(" over ")
        level = where(rows, encoder=row.encoder, of=task)
        if len(level):
            found.setdefault((task, method), float(level["value"].iloc[0]) - row.value)
    return pd.DataFrame(
        [(task, method, value) for (task, method), value in sorted(found.items())],
        columns=["task", "method", "value"],
    )


def novel_cells(table: pd.DataFrame, params: SemanticsParams) -> tuple[list[str], list[list[str]]]:
    """Lay out how well the new stands out, the best method of each encoder and pixels.

    Returns
    -------
    (list of str, list of list of str)
    """
    rows = where(table, measure="novelty")
    rows = rows[rows["quantity"] != SKIPPED]
    shown = ["AUROC", *(f"AUPR at {share:.0%}" for share in params.novel_shares)]
    of_pixels = rows["of"].str.endswith(" of pixels")
    # The same in every encoder's part.
    rows = rows[~(of_pixels & rows.duplicated(["quantity", "of"]))]
    lines = []
    for (encoder, method), own in rows.groupby(["encoder", "of"], sort=True):
        cells = [method if method.endswith(" of pixels") else f"`{encoder}`, {method}"]
        for quantity in shown:
            found = where(own, quantity=quantity)
            cells.append(
                f"{number(found['value'].iloc[0])} "
                f"({interval(found['low'].iloc[0], found['high'].iloc[0])})"
                if len(found)
                else MISSING
            )
        lines.append([*cells, *_decided(own)])
    share = percent(max(params.novel_shares))
    titles = [*shown, f"precision held at {share} new", "recall held"]
    # Pixels last.
    return titles, sorted(lines, key=lambda cells: cells[0].endswith(" of pixels"))


def _decided(own: pd.DataFrame) -> list[str]:
    held, caught = (
        where(own, quantity=f"threshold {name}").head(1) for name in ("precision", "recall")
    )
    if held.empty or held["note"].iloc[0] == TOO_FEW:
        return ["too few to tell", MISSING]
    if held["note"].iloc[0].startswith("no threshold"):
        return ["no threshold", MISSING]
    return [
        f"{number(row['value'])} ({interval(row['low'], row['high'])})"
        if pd.notna(row["value"])
        else "nothing flagged"
        for row in (held.iloc[0], caught.iloc[0])
    ]
