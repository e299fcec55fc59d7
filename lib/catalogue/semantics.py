"""What the user's own vectors know: all measures, as a record and as a page."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lib.catalogue.read_labels import Items
from lib.core.arrays import Bytes
from lib.core.errors import BenchError
from lib.core.params.sections import SemanticsParams
from lib.core.templates import template
from lib.report import style
from lib.report.figures.class_confusions import class_confusions
from lib.report.figures.pca_layouts import layouts
from lib.report.rows import where
from lib.report.wording import interval, listed, number
from lib.semantics.images import Pictures
from lib.semantics.labelled import Labelled
from lib.semantics.measured import SKIPPED, measured
from lib.semantics.measures.clusters import pca_layout
from lib.semantics.measures.retrieval import MISTAKEN, REACHABLE
from lib.semantics.measures.transfer import rivals
from lib.semantics.pixels import hog_vectors, thumbnails

NAME = "your vectors"

_TEMPLATES = Path(__file__).parent / "templates"


def with_pictures(data: Labelled, found: Pictures, params: SemanticsParams) -> tuple[Labelled, str]:
    """Add what pixels alone give, to compare with.

    Parameters
    ----------
    data : Labelled
    found : Pictures
        Named ``<id>.png`` or with any other ending.
    params : SemanticsParams

    Returns
    -------
    (Labelled, str)
        The same items, and a sentence on those without a picture: they are left out of
        the comparison alone; empty where there are none.

    Raises
    ------
    BenchError
        If no item has a picture, or one has two.
    """
    by_id: dict[str, Bytes] = {}
    for name, image in found.images.items():
        one = Path(name).with_suffix("").as_posix()
        if one in by_id and one in data.ids:
            raise BenchError(f"item {one} has two pictures, {name} is one", "leave one of them")
        by_id[one] = image
    shown = np.array([one in by_id for one in data.ids.tolist()])
    lacking = data.ids[~shown].tolist()
    if not shown.any():
        raise BenchError(
            f"none of the {len(data):,} items has a picture that can be read",
            f"name each picture by its item's id, such as {data.ids[0]}.png, in a subfolder where "
            "the id has a slash",
        )
    part = data.take(shown)
    rings: list[Bytes] = [by_id[one][None] for one in part.ids.tolist()]
    methods = {"thumbnail": thumbnails(rings), "HOG": hog_vectors(rings)}
    scored = {}
    for name, score in rivals(methods, part, params).items():
        scored[name] = np.full(len(data), np.nan)
        scored[name][shown] = score
    words = f"{len(lacking):,} of {len(data):,} items have no picture: {listed(lacking)}"
    return replace(data, rivals=scored), words if lacking else ""


def semantics_record(items: Items, params: SemanticsParams) -> tuple[dict[str, Any], pd.DataFrame]:
    """Take every measure.

    Returns
    -------
    (dict, DataFrame)
        The record for ``semantics.json``, and the same rows as a table.
    """
    table = measured(items.data, params)
    names, _ = items.data.labels
    quantity = f"precision@{params.pass_at}"
    mark = where(table, measure="retrieval", quantity=quantity, of="objects")
    record = {
        "items": len(items.data),
        "dimensions": int(items.data.vectors.shape[1]),
        "classes": len(names),
        "groups": len(np.unique(items.data.groups)),
        "ignored_columns": list(items.ignored),
        "knobs": params.model_dump(mode="json"),
        "passed": bool(len(mark) and mark["low"].iloc[0] >= params.pass_mark),
        "findings": [
            {key: None if pd.isna(value) else value for key, value in row.items()}
            for row in table.round(6).to_dict(orient="records")
        ],
    }
    return record, table


def verdict(table: pd.DataFrame, params: SemanticsParams) -> str:
    """Say in a sentence whether the vectors pass."""
    quantity = f"precision@{params.pass_at}"
    found = where(table, measure="retrieval", quantity=quantity, of="objects")
    if found.empty:
        return f"{quantity} could not be measured: " + "; ".join(_skipped(table, "retrieval"))
    row = found.iloc[0]
    if row["low"] >= params.pass_mark:
        words = f"above the mark of {params.pass_mark:g}, with all of the interval"
    elif row["value"] >= params.pass_mark:
        words = f"above the mark of {params.pass_mark:g}, but its interval is not"
    else:
        words = f"below the mark of {params.pass_mark:g}"
    said = f"{quantity} is {number(row['value'])} ({interval(row['low'], row['high'])}): {words}."
    most = where(table, quantity=f"{REACHABLE}{params.pass_at}")
    if len(most):
        said += (
            f" No more than {number(most['value'].iloc[0])} could be had, since classes have too "
            f"few items for {params.pass_at} neighbours."
        )
    return said


def semantics_page(
    items: Items, record: Mapping[str, Any], table: pd.DataFrame, params: SemanticsParams
) -> str:
    """Write the page: one file, nothing is loaded from elsewhere.

    Parameters
    ----------
    items : Items
    record : mapping
    table : DataFrame
        From :func:`semantics_record`.
    params : SemanticsParams
    """
    shown = table[(table["quantity"] != MISTAKEN) & (table["quantity"] != SKIPPED)]
    parts = [
        (str(name), [_line(row) for row in own.to_dict(orient="records")])
        for name, own in shown.groupby("measure", sort=True)
    ]
    named = table.assign(encoder=NAME)
    pictures = {}
    if len(where(table, quantity=MISTAKEN)) or where(table, measure="retrieval").shape[0] > 1:
        pictures["The worst classes and what they are taken for"] = class_confusions(
            named, params.pass_at
        )
    originals = items.data.originals()
    if originals.vectors.shape[1] > 1 and len(originals) > 2:
        held = (
            np.zeros(len(originals), dtype=bool)
            if originals.reference is None
            else ~originals.reference
        )
        place = pca_layout(originals.vectors)
        words = "a colour a class" + ("; a ring around the stream" if held.any() else "")
        pictures["The vectors on two principal components"] = layouts(
            "Principal components", words, {NAME: place}, originals.classes, held, {}
        )
    return template(_TEMPLATES, "semantics.html.j2").render(
        record=record,
        verdict=verdict(table, params),
        parts=parts,
        skipped=_skipped(table),
        pictures={
            words: base64.b64encode(style.png(figure)).decode()
            for words, figure in pictures.items()
        },
        ink=style.INK,
        muted=style.MUTED,
        faint=style.FAINT,
        alarm=style.ALARM,
    )


def _line(row: Mapping[Any, Any]) -> dict[str, str]:
    value = row["value"]
    return {
        "quantity": row["quantity"],
        "of": row["of"],
        "value": "-" if pd.isna(value) else f"{value:.3f}",
        "interval": "" if pd.isna(row["low"]) else f"{row['low']:.3f} to {row['high']:.3f}",
        "n": f"{row['n']:,}",
        "note": row["note"],
    }


def _skipped(table: pd.DataFrame, measure: str | None = None) -> list[str]:
    rows = where(table, quantity=SKIPPED)
    if measure:
        rows = where(rows, measure=measure)
    return [f"{row.measure}: {row.note}" for row in rows.itertuples()]
