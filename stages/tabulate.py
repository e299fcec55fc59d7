"""Gather the encoders' scores into one table, and the facts for the card."""

from lib.core.console import run
from lib.core.files import drop_strays, read_json, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.evaluation.metrics import misses
from lib.evaluation.summary import summarize
from lib.evaluation.tabulate import tabulate


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoders = sorted(params.encoders)
    for name in ("per-query-ap.parquet", "hard-gallery.parquet"):
        parts = [paths.table(name, encoder) for encoder in encoders]
        drop_strays(parts[0].parent, parts)
    per_query = paths.gather("per-query-ap.parquet", encoders)
    confronted = paths.gather("hard-gallery.parquet", encoders)
    objects, negatives = paths.read("objects.csv"), paths.read("hard-negatives.csv")
    splits = paths.read("splits.csv")
    tables = tabulate(per_query, confronted, objects, negatives, params.tabulate)
    results = tables["baseline-results.csv"]
    facts = [read_json(paths.encoder(encoder)) for encoder in encoders]
    results["split_sha256"], results["corpus"] = splits["split_sha256"].iloc[0], corpus
    learned = {one["name"]: one["trained_on"] for one in facts}
    results["trained_on"] = results["encoder"].map(learned)
    summary = summarize(
        params,
        read_json(paths.corpus_card),
        facts,
        objects,
        splits,
        paths.read("duplicates.csv"),
        negatives,
        misses(per_query),
    )
    for name, table in {"per-query-ap.parquet": per_query, **tables}.items():
        paths.write(name, table)
    write_json(paths.summary, summary)


if __name__ == "__main__":
    run(main)
