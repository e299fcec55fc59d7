"""The page of a scan: self-contained, to leaf through, to accept and to reject."""

import base64
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from lib.catalogue.scan.cards import Layout, drawn, lay_out
from lib.catalogue.scan.pictures import SIDE
from lib.catalogue.scan.result import Item, Pair, Pictures, ScanResult
from lib.catalogue.scan.words import (
    DECISIONS,
    FILTERS,
    TREATMENTS,
    counted,
    extent,
    summary,
    terms,
)
from lib.core.templates import template
from lib.duplicates.relations.names import RELATIONS
from lib.report import style
from lib.report.surface_views import STOPS
from lib.thresholds.similarities import RISING

MOST_UNUSABLE = 200
"""Files that could not be used and are named on the page; all are in scan.json."""

_TEMPLATES = Path(__file__).parents[1] / "templates"


class _Album:
    """Pictures by number, each held once however often it is shown."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self.pictures: list[str] = []

    def __call__(self, png: bytes) -> int:
        if png not in self._numbers:
            self._numbers[png] = len(self.pictures)
            self.pictures.append(base64.b64encode(png).decode())
        return self._numbers[png]


def scan_page(result: ScanResult, pictures: Pictures) -> str:
    """Write the page.

    Parameters
    ----------
    result : ScanResult
    pictures : Pictures
        From :func:`lib.catalogue.scan.pictures.draw_pictures`; what it lacks is listed as
        text.

    Returns
    -------
    str
        HTML with its pictures, style and script inside; the same for the same input. It
        lists at most `lib.catalogue.scan.cards.MOST_PAIRS` pairs in groups and as many
        outside, and says what it leaves out.
    """
    layout = lay_out(result)
    ids = sorted({name for names, _ in drawn(layout) for name in names})
    pairs = [pair for _, pair in drawn(layout) if pair is not None]
    album = _Album()
    views = {name: album(pictures.items[name]) for name in ids if name in pictures.items}
    differences = {
        key: (album(pictures.differences[key]), pictures.scale[key])
        for key in ((pair.item_a, pair.item_b) for pair in pairs)
        if key in pictures.differences
    }
    return template(_TEMPLATES, "scan/page.html.j2", **FILTERS, day=_day, texture=_texture).render(
        r=result,
        layout=layout,
        by_id={item.id: item for item in result.items},
        views=views,
        differences=differences,
        pictures=album.pictures,
        summary=summary(result),
        terms=terms(result),
        notes=[*result.notes, *_lacking(len(ids) - len(views), len(pairs) - len(differences))],
        relations=RELATIONS,
        treatments=TREATMENTS,
        said=DECISIONS,
        counts=Counter(pair.relation for pair in result.pairs),
        shown_counts=Counter(pair.relation for pair in layout.pairs),
        group_words=extent(layout, "groups"),
        outside_words=extent(layout, "outside"),
        most_unusable=MOST_UNUSABLE,
        rising=RISING[result.threshold.similarity],
        data=_data(result, layout),
        side=SIDE,
        stops=", ".join(f"rgb{stop}" for stop in STOPS),
        ink=style.INK,
        faint=style.FAINT,
        alarm=style.ALARM,
    )


def _data(result: ScanResult, layout: Layout) -> str:
    """Write what the script works on, as JSON that may stand in a script element."""
    sha = {item.id: item.sha256 for item in result.items}
    shown = set(layout.pairs)
    rows = [_row(pair, sha) for pair in layout.pairs]
    scores = [pair.similarity for pair in layout.pairs] or [result.threshold.value]
    rising = RISING[result.threshold.similarity]
    about = [_row(pair, sha)[:5] for pair in result.pairs]
    # Decisions that a browser keeps are found again for this scan and for no other.
    force = result.threshold
    named = json.dumps([result.folder, force.encoder, force.similarity, force.value, about])
    data = {
        "key": hashlib.sha256(named.encode()).hexdigest()[:16],
        "rising": rising,
        "worst": min(scores) if rising else max(scores),
        "best": max(scores) if rising else min(scores),
        "pairs": rows,
        "others": [
            {
                "item_a": pair.item_a,
                "item_b": pair.item_b,
                "sha256_a": sha[pair.item_a],
                "sha256_b": sha[pair.item_b],
                "similarity": pair.similarity,
                "decision": pair.decision,
            }
            for pair in result.pairs
            if pair.decision and pair not in shown
        ],
    }
    # A name may hold the end of a script element, or the start of a comment.
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _row(pair: Pair, sha: dict[str, str]) -> list[Any]:
    return [
        pair.item_a,
        pair.item_b,
        sha[pair.item_a],
        sha[pair.item_b],
        pair.similarity,
        pair.relation,
        pair.decision,
    ]


def _lacking(items: int, pairs: int) -> list[str]:
    """Say what should have had a picture and has none."""
    found = []
    if items:
        found.append(
            f"{counted(items, 'item')} could not be drawn: their files are gone or changed since "
            "they were read"
        )
    if pairs:
        found.append(f"The difference of {counted(pairs, 'pair')} could not be drawn")
    return found


def _day(item: Item) -> str:
    """Write when a file was changed, whatever year its clock claims."""
    return str(np.datetime64(item.modified, "s").astype("datetime64[D]"))


def _texture(item: Item) -> str:
    return f"{item.texture_pixels:,} texture pixels" if item.texture_pixels else "no texture"
