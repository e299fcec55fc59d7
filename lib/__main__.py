"""The command line: `python -m lib`."""

from pathlib import Path
from typing import Annotated

import typer

from lib.catalogue import audit
from lib.catalogue.commands import calibrate_command
from lib.core.console import run
from lib.core.errors import BenchError
from lib.core.files import read_json, read_table, write_table, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.leaderboard.cli_compare import compare_command
from lib.leaderboard.cli_publish import publish_command
from lib.leaderboard.cli_rows import check_branch_command, rows_command
from lib.leaderboard.cli_submissions import check_submission_command, export_manifest_command
from lib.leaderboard.cli_verify import verify_command

README = Path("README.md")
MODELNET40_SPLITS = Paths("modelnet40").splits

app = typer.Typer(
    help="3D-Similarity-Bench: which embedding finds near-duplicate 3D objects?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("calibrate")(calibrate_command)
app.add_typer(audit.app, name="audit")
app.command("check-submission")(check_submission_command)
app.command("export-manifest")(export_manifest_command)
app.command("rows")(rows_command)
app.command("check-branch")(check_branch_command)
app.command("compare")(compare_command)
app.command("verify")(verify_command)
app.command("publish")(publish_command)


@app.command()
def show(
    exact: Annotated[
        bool, typer.Option("--exact", help="Exit with 1 where it is not the committed table.")
    ] = False,
) -> None:
    """Print the per-tier table of the last run, where its results lie, and what moved."""
    from lib.leaderboard.verify.reproduced import reproduced
    from lib.report.table import print_results

    params = load_params()
    for corpus in params.corpora:
        paths = Paths(corpus)
        print_results(read_table(paths.results), read_json(paths.summary), paths.card)
        print(f"Dataset card  {paths.card}")
        print(f"Pictures      {paths.figures}/")
        print(f"Results       {paths.results}")
        print(f"Thresholds    {paths.data / 'threshold-by-base-rate.csv'}")
    verdicts = reproduced(params)
    for verdict in verdicts:
        print(f"Reproduced    {verdict.line}")
    if exact and not all(verdict.ok for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def modelnet40_splits(
    out: Annotated[Path, typer.Option(help="Where to write the table.")] = MODELNET40_SPLITS,
) -> None:
    """Compute ModelNet40's split from its official listing alone, without any mesh."""
    import pandas as pd

    from lib.corpus.modelnet40 import official_listing
    from lib.objects.plan import choose_sources

    items = pd.DataFrame(official_listing(), columns=["item_id", "class", "split"])
    sources = choose_sources(items, load_params().select)
    write_table(out, sources, "splits.csv")
    print(f"{out}: {len(sources)} sources, split SHA-256 {sources['split_sha256'].iloc[0]}")


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


@app.command()
def readme(
    path: Annotated[Path, typer.Option(help="The file whose tables are renewed.")] = README,
) -> None:
    """Renew the tables and the example in the README from the committed rows."""
    from lib.report.readme import example, parts, renew

    text = path.read_text(encoding="utf-8")
    made = parts(Paths("parametric40")) | {"example": example(text, Path.cwd())}
    write_text(path, renew(text, made))


if __name__ == "__main__":
    run(app)
