"""`python -m lib audit plan`: which items to label this week."""

from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from lib.catalogue.audit.weekly_sample import read_labelled, read_scored, write_sample
from lib.core.console import print_table
from lib.core.errors import BenchError
from lib.core.output import require_writable
from lib.core.rng import generator
from lib.thresholds.audit.estimate import count
from lib.thresholds.audit.sampling import (
    LEAST,
    band_names,
    band_of,
    draw,
    equal_allocation,
    neyman_allocation,
)


def plan_command(
    stream: Annotated[Path, typer.Argument(help="The week's items: id, score (CSV or Parquet).")],
    out: Annotated[Path, typer.Option(help="Where to write the sample to label (CSV).")],
    bands: Annotated[
        str, typer.Option(help="Edges of the score bands; scores grow with likeness.")
    ] = "0.7,0.9",
    per_band: Annotated[int, typer.Option(min=2, help="Items to label in each band.")] = 50,
    budget: Annotated[
        int | None,
        typer.Option(min=2, help="Items to label in all, allotted by variance; needs --previous."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="Last week's labelled sample, for --budget.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws other items.")] = 0,
) -> None:
    """Draw the items to label this week, at random within bands of the score."""
    if (budget is None) != (previous is None):
        raise BenchError(
            "--budget and --previous go together",
            "the budget is allotted by what last week's labels say of each band",
        )
    require_writable(out)
    edges = _edges(bands)
    # Sorted ids make the draw independent of the stream's order.
    found = read_scored(stream, ("id", "score"))
    table = pd.DataFrame({"id": found.ids, "score": found.scores})
    table = table.sort_values("id", ignore_index=True)
    place = band_of(table["score"], edges)
    names = band_names(edges)
    sizes = np.bincount(place, minlength=len(names))
    if budget is None or previous is None:
        counts = equal_allocation(sizes, per_band)
    else:
        old = read_labelled(previous)
        known = count(band_of(old.scores, edges), old.truth, sizes)
        least = int(np.minimum(sizes, LEAST).sum())
        if budget < least:
            raise BenchError(
                f"--budget {budget} is below {LEAST} labels a band", f"give at least {least}"
            )
        counts = neyman_allocation(sizes, known.labelled, known.positives, budget)
    chosen = draw(place, counts, generator(seed, "audit", "plan"))
    sample = table.iloc[chosen][["id", "score"]].assign(
        band=np.array(names)[place[chosen]],
        band_share=(sizes / len(table))[place[chosen]],
        band_size=sizes[place[chosen]],
        band_edges=" ".join(repr(edge) for edge in edges),
        label="",
    )
    write_sample(out, sample)
    rows = [
        [name, f"{size:,}", f"{size / len(table):.1%}", f"{drawn:,}"]
        for name, size, drawn in zip(names, sizes.tolist(), counts.tolist(), strict=True)
    ]
    print_table(["band", "items", "share", "to label"], rows)
    for name in (name for name, size in zip(names, sizes, strict=True) if not size):
        print(f"No item scores {name}: are these the right bands for this encoder? (--bands)")
    print(f"{out}: {len(sample):,} items. Fill in `label` (1 a true match, 0 not), then run:")
    print(f"  python -m lib audit estimate {out}")


def _edges(text: str) -> tuple[float, ...]:
    try:
        edges = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BenchError(f"--bands {text} are not numbers", "write them like 0.7,0.9")
    if not np.isfinite(edges).all() or (np.diff(edges) <= 0).any():
        raise BenchError(f"--bands {text} do not rise", "write them like 0.7,0.9")
    return edges
