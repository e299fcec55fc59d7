"""Commands about a run's scored pairs."""

from pathlib import Path
from typing import Annotated

import typer

from lib.core.errors import BenchError
from lib.core.files import read_table, write_table
from lib.core.params import load_params
from lib.core.paths import Paths

app = typer.Typer()


@app.command()
def bucket(
    corpus: Annotated[str, typer.Argument(help="Whose finds to keep.")] = "parametric40",
) -> None:
    """Keep this run's hard negatives, so that every later encoder is scored on them too."""
    from lib.thresholds.eval_bucket import merge

    paths = Paths(corpus)
    found = [
        read_table(paths.sweeps / encoder / "eval-bucket.csv")
        for encoder in sorted(load_params().encoders)
    ]
    kept = [read_table(paths.bucket, "eval-bucket.csv")] if paths.bucket.exists() else []
    before = sum(len(part) for part in kept)
    merged = merge([*kept, *found])
    write_table(paths.bucket, merged, "eval-bucket.csv")
    print(f"{paths.bucket}: {len(merged):,} pairs, {len(merged) - before:,} of them new")


@app.command()
def export_scores(
    encoder: Annotated[str, typer.Argument(help="Whose scores.")],
    out: Annotated[Path, typer.Argument(help="CSV to write: score, label.")],
    corpus: Annotated[str, typer.Option(help="Of which corpus.")] = "parametric40",
) -> None:
    """Write the balanced pairs of this run as a file that `calibrate` reads."""
    paths = Paths(corpus)
    scores = read_table(paths.data / "scores.csv")
    known = sorted(scores["encoder"].unique())
    if encoder not in known:
        raise BenchError(
            f"{paths.data}/scores.csv has no {encoder!r}", f"it has {', '.join(known)}"
        )
    pairs = read_table(paths.pair_manifest).merge(
        scores[scores["encoder"] == encoder], on=["pair_id", "label"], sort=False
    )
    write_table(out, pairs.assign(score=pairs["cosine"]), "score-file.csv")
    print(f"{out}: {len(pairs):,} pairs")
