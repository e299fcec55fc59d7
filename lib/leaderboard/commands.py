"""Commands about rows: submissions, the list of rows, branches, comparison, verification."""

import shlex
import time
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from lib.core.console import print_table
from lib.core.errors import BenchError
from lib.core.files import read_json, read_table, write_text
from lib.core.output import require_writable
from lib.core.params import load_params
from lib.core.params.names import CORPORA
from lib.core.paths import Paths
from lib.encoders.submitted.folder import refuse
from lib.leaderboard.branch import read_branch
from lib.leaderboard.rows_in_params import unlisted, with_rows
from lib.leaderboard.submissions.check_submission import Review, review
from lib.leaderboard.submissions.score_row import beside
from lib.report.wording import number

PARAMS = Path("params.yaml")

app = typer.Typer()


@app.command()
def show(
    exact: Annotated[
        bool, typer.Option("--exact", help="Exit with 1 where it is not the committed table.")
    ] = False,
) -> None:
    """Print the per-tier table of the last run, where its results lie, and what moved."""
    from lib.leaderboard.verify.against_head import reproduced
    from lib.report.results_table import print_results

    params = load_params()
    for corpus in params.corpora:
        paths = Paths(corpus)
        print_results(paths.read("baseline-results.csv"), read_json(paths.summary), paths.card)
        print(f"Dataset card  {paths.card}")
        print(f"Pictures      {paths.figures}/")
        print(f"Results       {paths.table('baseline-results.csv')}")
        print(f"Thresholds    {paths.table('threshold-by-base-rate.csv')}")
    verdicts = reproduced(params)
    for verdict in verdicts:
        print(f"Reproduced    {verdict.line}")
    if exact and not all(verdict.ok for verdict in verdicts):
        raise typer.Exit(1)


@app.command("check-submission")
def check_submission_command(
    folder: Annotated[
        Path,
        typer.Argument(
            help="data/submissions/<corpus>/<name>, with embeddings.npy and submission.yaml."
        ),
    ],
) -> None:
    """Check a submitted row, and print it as the benchmark would; exit code 2: refused."""
    found = review(folder, load_params().tabulate.seed)
    warnings = found.findings.warnings
    for note in found.notes:
        print(note)
    for warning in warnings:
        print(f"WARNING: {warning}")
    if found.standing is not None:
        _print_row(found, found.standing)
        _print_beside(found, found.standing)
    refuse(folder, found.findings.errors)
    read = ", once a maintainer has read the warnings" if warnings else ""
    print(f"\n{folder} is accepted{read}.")


@app.command("export-manifest")
def export_manifest_command(
    folder: Annotated[Path, typer.Argument(help="Folder to make; empty, or not there yet.")],
    corpus: Annotated[str, typer.Option(help="Of which corpus.")] = "parametric40",
) -> None:
    """Write meshes, views, manifest and an example script: all that it takes to add a row.

    Where it was interrupted, the same command goes on.
    """
    # Loads the geometry libraries, which a check does not need.
    from lib.leaderboard.submissions.export import export_manifest

    if corpus not in CORPORA:
        raise BenchError(f"there is no corpus {corpus!r}", f"choose from {', '.join(CORPORA)}")
    require_writable(folder, folder=True)
    count = export_manifest(corpus, folder)
    print(f"{folder}: {count:,} meshes and their views; README.txt says how to go on")
    notice = read_json(Paths(corpus).corpus_card)["licence_notice"]
    if notice:
        print(notice)


@app.command("rows")
def rows_command() -> None:
    """Put every row that lies here, and needs no download, on the list in params.yaml."""
    names = unlisted(load_params(PARAMS))
    if names:
        write_text(PARAMS, with_rows(PARAMS.read_text(encoding="utf-8"), names))
        print(f"{PARAMS}: added {', '.join(names)} to `encoders`")
    else:
        print(f"{PARAMS} lists every row that is here")


@app.command("check-branch")
def check_branch_command(
    revision: Annotated[
        str, typer.Argument(help="What the branch is to be merged into, e.g. origin/main.")
    ],
) -> None:
    """Check what a branch adds: submissions, and that rows come alone; exit code 2: refused."""
    branch = read_branch(revision)
    print(f"new rows: {', '.join(branch.added) or 'none'}")
    refused = []
    for folder in branch.submissions:
        print(f"\n== {folder}")
        try:
            check_submission_command(folder)
        except BenchError as error:
            refused.append(str(error))
    if branch.shared:
        refused.append(
            f"files that all rows share came along: {', '.join(branch.shared)}\n"
            "  hint: other rows' branches would conflict with them, and they are made again "
            "after the merge. Take them back:\n"
            f"  git restore --source=$(git merge-base {revision} HEAD) --staged --worktree -- "
            f"{shlex.join(branch.shared)}"
        )
    if branch.listed:
        refused.append(
            f"`encoders` in {PARAMS} has changed\n"
            "  hint: the row is put on the list after the merge (make refresh); take the name "
            "off again in what you commit"
        )
    if refused:
        raise BenchError("the branch is refused:\n" + "\n".join(refused))


@app.command("compare")
def compare_command(
    revision: Annotated[str, typer.Argument(help="A branch, tag or commit, e.g. main.")],
) -> None:
    """Print, as Markdown, how the rows here differ from those of a Git revision."""
    from lib.core.git import resolve
    from lib.leaderboard.compare.page import page
    from lib.leaderboard.compare.revision import corpora

    commit = resolve(revision)
    print(page(corpora(revision), revision, commit))


@app.command("verify")
def verify_command() -> None:
    """Check committed hashes, rows, card and split; recompute where embeddings are at hand.

    Exits with 0 if all is well, 1 if a check failed, 2 if nothing could be checked.
    """
    from lib.leaderboard.verify.everything import verify

    start, failed, count = time.monotonic(), [], 0
    for check in verify():
        count += 1
        print(check, flush=True)
        if not check.ok:
            failed.append(check)
    took = f"{time.monotonic() - start:.0f} s"
    if count == 0:
        raise BenchError("there is nothing to check", "run from the root of a checkout")
    if failed:
        print(f"\n{len(failed)} of {count} checks FAILED ({took})")
        raise typer.Exit(1)
    print(f"\nall {count} checks passed ({took})")


@app.command("publish")
def publish_command(
    out: Annotated[Path, typer.Argument(help="Folder to write; new or empty.")],
    corpus: Annotated[str, typer.Option(help="Whose rows.")] = "parametric40",
) -> None:
    """Assemble card, tables and pictures in Hugging Face layout, with a Croissant file."""
    from lib.leaderboard.publish.folder import publish

    require_writable(out, folder=True)
    made = publish(out, corpus)
    print(f"{out}: {made.n_files} files, {made.n_rows:,} rows; every hash checked, no meshes")
    for library in made.readers.done:
        print(f"  every table read back with {library}, offline")
    for library in made.readers.lacking:
        print(f"  NOT read back with {library}: it is not installed")


def _print_row(found: Review, standing: pd.DataFrame) -> None:
    version = f" {found.metadata.version}" if found.metadata else ""
    name, corpus = found.place.name, found.place.corpus
    print(f"\n{name}{version} on {corpus}, status: recomputed\n")
    rows = [
        [
            f"T{row['tier']} {row['gallery']}",
            number(row["map"]),
            f"[{row['map_low']:.3f}, {row['map_high']:.3f}]",
            number(row["chance"]),
            number(row["class_recognizer"]),
            f"{row['n_queries']:,}",
        ]
        for row in standing.to_dict("records")
    ]
    print_table(["", "mAP", "95 %", "chance", "class recogniser", "queries"], rows, width=100)


def _print_beside(found: Review, standing: pd.DataFrame) -> None:
    """Show where the row stands among the committed ones of the same split."""
    paths = Paths(found.place.corpus)
    committed = paths.table("baseline-results.csv")
    if not committed.exists():
        return
    split = str(paths.read("splits.csv")["split_sha256"].iloc[0])
    table = beside(standing, read_table(committed), split)
    if len(table) < 2:
        return
    print(f"\nmAP among the rows of {committed}, as committed; this row is marked\n")
    for gallery in standing["gallery"].unique():
        shown = table[gallery]
        rows = [
            [f"{'>' if name == found.place.name else ' '} {name}", *map(number, shown.loc[name])]
            for name in shown.index
        ]
        print_table([f"  {gallery}", *(f"T{tier}" for tier in shown.columns)], rows, width=100)
        print()
    print("Which differences are beyond chance is tested in the graph: no rank is claimed here.")
