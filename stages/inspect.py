"""Load every item of a corpus, check it, and measure what tells items apart."""

import hashlib

import pandas as pd

from lib.core import parallel
from lib.core.console import run
from lib.core.files import read_json, read_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.registry import open_corpus
from lib.objects.gaps import told
from lib.objects.inspect import inspect_items, require_readable
from lib.objects.store import shards


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    items = open_corpus(corpus, params).items()
    tasks = [parallel.Task(f"{name}.parquet", len(run), run) for name, run in shards(items)]
    listing = hashlib.sha256(paths.listing.read_bytes()).hexdigest()
    depends = [read_json(paths.source), getattr(params, corpus).model_dump(), listing]
    with parallel.finished(
        inspect_items,
        tasks,
        paths.table("items.parquet"),
        depends=depends,
        workers=params.workers,
        compute=params.compute,
    ) as parts:
        table = pd.concat([read_table(part, "inspection.parquet") for part in parts])
    require_readable(table)
    for line in told(table):
        print(line)
    paths.write("items.parquet", table)


if __name__ == "__main__":
    run(main)
