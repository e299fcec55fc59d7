"""`python -m lib export-manifest` and `check-submission`: rows by evidence."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from lib.core.errors import BenchError
from lib.core.files import read_json, read_table
from lib.core.params import CORPORA, load_params
from lib.core.paths import Paths
from lib.core.terminal import print_table
from lib.leaderboard.submissions.checks import refuse
from lib.leaderboard.submissions.review import Review, review
from lib.leaderboard.submissions.score import beside
from lib.report.table import number


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
    count = export_manifest(corpus, folder)
    print(f"{folder}: {count:,} meshes and their views; README.txt says how to go on")
    notice = read_json(Paths(corpus).corpus_card)["licence_notice"]
    if notice:
        print(notice)


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
    if not paths.results.exists():
        return
    split = str(read_table(paths.splits)["split_sha256"].iloc[0])
    table = beside(standing, read_table(paths.results), split)
    if len(table) < 2:
        return
    print(f"\nmAP among the rows of {paths.results}, as committed; this row is marked\n")
    for gallery in standing["gallery"].unique():
        shown = table[gallery]
        rows = [
            [f"{'>' if name == found.place.name else ' '} {name}", *map(number, shown.loc[name])]
            for name in shown.index
        ]
        print_table([f"  {gallery}", *(f"T{tier}" for tier in shown.columns)], rows, width=100)
        print()
    print("Which differences are beyond chance is tested in the graph: no rank is claimed here.")
