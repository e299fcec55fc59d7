"""How much the scores hang on the corpus that the generators happened to draw.

    python -m benchmarks.corpus_variance [--seed N ...] [--out FILE]

The interval beside a score says how far it would move with other sources of the same
corpus. Here the corpus itself is drawn anew: `parametric40.seed` takes several values, the
graph runs for each as far as the table of scores, and the spread between the seeds stands
beside the interval. Encoders that have learned keep what they learned from the committed
corpus. Submitted vectors are of its objects alone: those rows are left out, and named.
"""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
import yaml

from benchmarks.checkout import check_out
from lib.core.console import run
from lib.core.errors import BenchError
from lib.report.markdown import pipe_table

CORPUS = "parametric40"
KEY = ["encoder", "tier", "gallery"]
SCORES = ["map", "map_low", "map_high"]


def main(
    seed: Annotated[list[int] | None, typer.Option(help="Seeds of the generators.")] = None,
    out: Annotated[Path, typer.Option(help="CSV of all scores, a row a seed.")] = Path(
        "corpus-variance.csv"
    ),
    cache: Annotated[
        Path | None, typer.Option(help="DVC's cache, to go on after an interruption.")
    ] = None,
) -> None:
    """Run HEAD on corpora of several seeds, write their scores and print the spread."""
    seeds = seed or [40, 41, 42]
    if len(set(seeds)) < 2:
        raise BenchError("one corpus has no spread", "name two seeds or more")
    tables = {}
    for number in dict.fromkeys(seeds):
        with tempfile.TemporaryDirectory() as folder:
            tables[number] = scores(number, Path(folder) / "clone", cache)
    whole = gathered(tables)
    whole.to_csv(out, index=False, float_format="%.6f", lineterminator="\n")
    print(pipe_table(*printed(spread(whole))))
    print(f"The scores    {out}")


def scores(seed: int, clone: Path, cache: Path | None) -> pd.DataFrame:
    """Run the graph as far as the scores on the corpus of one seed.

    Parameters
    ----------
    seed : int
        Of the generators.
    clone : Path
        Folder to run in; must not be there.
    cache : Path or None
        Of DVC; one of its own where there is none.

    Returns
    -------
    pandas.DataFrame
        ``baseline-results.csv``.

    Raises
    ------
    BenchError
        If the run fails.
    """
    check_out("HEAD", clone)
    path = clone / "params.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    sent = [name for name in values["encoders"] if not (clone / f"lib/encoders/{name}.py").exists()]
    values["encoders"] = [name for name in values["encoders"] if name not in sent]
    values[CORPUS]["seed"] = seed
    path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    if sent:
        print(f"left out, submitted for the committed corpus alone: {', '.join(sent)}")
    environment = Path(".venv/bin").resolve()
    variables = os.environ | {"PATH": os.pathsep.join([str(environment), os.environ["PATH"]])}
    if cache is not None:
        command = ["dvc", "config", "--local", "cache.dir", str(cache.resolve())]
        subprocess.run(command, cwd=clone, env=variables, check=True)
    ended = subprocess.run(
        ["dvc", "repro", f"tabulate@{CORPUS}"], cwd=clone, env=variables, check=False
    )
    if ended.returncode:
        raise BenchError(f"the run with seed {seed} failed", "its output is above")
    return pd.read_csv(clone / "data" / CORPUS / "baseline-results.csv")


def gathered(tables: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
    """Stack the scores of several corpora.

    Parameters
    ----------
    tables : mapping of int to DataFrame
        ``baseline-results.csv`` by seed.

    Returns
    -------
    pandas.DataFrame
        Columns encoder, tier, gallery, seed, map, map_low, map_high; seeds of one row of the
        table lie together.

    Raises
    ------
    BenchError
        If the corpora do not have the same rows.
    """
    parts = [table[KEY + SCORES].assign(seed=seed) for seed, table in tables.items()]
    whole = pd.concat(parts).sort_values([*KEY, "seed"], kind="stable", ignore_index=True)
    counts = whole.groupby(KEY).size()
    if (counts != len(tables)).any():
        lacking = ", ".join(" ".join(map(str, key)) for key in counts.index[counts != len(tables)])
        raise BenchError(f"not every corpus has a score of {lacking}", "see the output above")
    return whole[[*KEY, "seed", *SCORES]]


def spread(whole: pd.DataFrame) -> pd.DataFrame:
    """Set the spread between corpora beside the intervals within them.

    Parameters
    ----------
    whole : pandas.DataFrame
        From :func:`gathered`.

    Returns
    -------
    pandas.DataFrame
        Columns encoder, tier, gallery, mean, deviation (standard deviation between seeds,
        with n - 1), lowest, highest, and half_width, half of the mean interval.
    """
    groups = whole.groupby(KEY, sort=True)
    found = groups["map"].agg(mean="mean", deviation="std", lowest="min", highest="max")
    found["half_width"] = (groups["map_high"].mean() - groups["map_low"].mean()) / 2
    return found.reset_index()


def printed(found: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Lay out what :func:`spread` found as header and rows."""
    header = [
        "encoder",
        "tier",
        "gallery",
        "mean mAP",
        "lowest",
        "highest",
        "deviation between corpora",
        "half an interval",
    ]
    rows = [
        [f"`{row.encoder}`", f"T{row.tier}", str(row.gallery)]
        + [
            f"{value:.3f}"
            for value in (row.mean, row.lowest, row.highest, row.deviation, row.half_width)
        ]
        for row in found.itertuples()
    ]
    return header, rows


if __name__ == "__main__":
    run(main)
