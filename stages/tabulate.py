"""Gather the encoders' scores into one table, and the facts for the card."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from lib.core.console import run
from lib.core.files import drop_strays, read_json, read_table, write_json, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.evaluation.summary import summarize
from lib.evaluation.tabulate import tabulate


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoders = sorted(params.encoders)
    per_query = _gathered(paths.retrieval, encoders, "per-query-ap.parquet")
    confronted = _gathered(paths.confrontation, encoders, "hard-gallery.parquet")
    objects, negatives = read_table(paths.objects), read_table(paths.negatives)
    splits = read_table(paths.splits)
    tables = tabulate(per_query, confronted, objects, negatives, params.tabulate)
    results = tables["baseline-results.csv"]
    results["split_sha256"], results["corpus"] = splits["split_sha256"].iloc[0], corpus
    summary = summarize(
        params,
        read_json(paths.corpus_card),
        [read_json(paths.encoder(encoder)) for encoder in encoders],
        objects,
        splits,
        read_table(paths.duplicates),
        negatives,
        per_query,
    )
    write_table(paths.per_query, per_query)
    for name, table in tables.items():
        write_table(paths.data / name, table)
    write_json(paths.summary, summary)


def _gathered(path: Callable[[str], Path], encoders: list[str], name: str) -> pd.DataFrame:
    parts = [path(encoder) for encoder in encoders]
    drop_strays(path("").parent, parts)
    return pd.concat([read_table(part, name) for part in parts], ignore_index=True)


if __name__ == "__main__":
    run(main)
