"""Commands about the choice of objects."""

from pathlib import Path
from typing import Annotated

import typer

from lib.core.files import write_table
from lib.core.output import require_writable
from lib.core.params import load_params
from lib.core.paths import Paths

MODELNET40_SPLITS = Paths("modelnet40").table("splits.csv")

app = typer.Typer()


@app.command()
def modelnet40_splits(
    out: Annotated[Path, typer.Option(help="Where to write the table.")] = MODELNET40_SPLITS,
) -> None:
    """Compute ModelNet40's split from its official listing alone, without any mesh."""
    import pandas as pd

    from lib.corpus.modelnet40 import official_listing
    from lib.objects.plan import choose_sources

    require_writable(out)
    items = pd.DataFrame(official_listing(), columns=["item_id", "class", "split"])
    sources = choose_sources(items, load_params().select)
    write_table(out, sources, "splits.csv")
    print(f"{out}: {len(sources)} sources, split SHA-256 {sources['split_sha256'].iloc[0]}")
