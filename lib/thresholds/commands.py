"""Commands about a run's scored pairs."""

from pathlib import Path
from typing import Annotated

import typer

from lib.core.errors import BenchError
from lib.core.files import write_table
from lib.core.output import require_writable
from lib.core.params import load_params
from lib.core.paths import Paths

app = typer.Typer()


@app.command()
def bucket(
    corpus: Annotated[str, typer.Argument(help="Whose finds to keep.")] = "parametric40",
) -> None:
    """Keep this run's hard negatives, so that every later encoder is scored on them too."""
    from lib.thresholds.eval_bucket import BUCKET, merge

    paths = Paths(corpus)
    found = paths.gather(BUCKET, sorted(load_params().encoders))
    kept = [paths.read(BUCKET)] if paths.table(BUCKET).exists() else []
    before = sum(len(part) for part in kept)
    merged = merge([*kept, found])
    paths.write(BUCKET, merged)
    print(f"{paths.table(BUCKET)}: {len(merged):,} pairs, {len(merged) - before:,} of them new")


@app.command()
def export_scores(
    encoder: Annotated[str, typer.Argument(help="Whose scores.")],
    out: Annotated[Path, typer.Argument(help="CSV to write: score, label.")],
    corpus: Annotated[str, typer.Option(help="Of which corpus.")] = "parametric40",
) -> None:
    """Write the balanced pairs of this run as a file that `calibrate` reads."""
    require_writable(out)
    paths = Paths(corpus)
    scores = paths.read("scores.csv")
    known = sorted(scores["encoder"].unique())
    if encoder not in known:
        raise BenchError(
            f"{paths.table('scores.csv')} has no {encoder!r}", f"it has {', '.join(known)}"
        )
    pairs = paths.read("pair-manifest.csv").merge(
        scores[scores["encoder"] == encoder], on=["pair_id", "label"], sort=False
    )
    write_table(out, pairs.assign(score=pairs["cosine"]), "score-file.csv")
    print(f"{out}: {len(pairs):,} pairs")
