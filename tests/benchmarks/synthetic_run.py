"""A run of a few random vectors, as far as benchmarks of encoders read it."""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.core.files import write_vectors
from lib.core.paths import Paths
from lib.core.tables import declared
from tests.evaluation import samples

CORPUS = "parametric40"


def duplicates() -> pd.DataFrame:
    """Two near-duplicates among the sources that are searched."""
    return pd.DataFrame({"item_a": ["bench_1"], "item_b": ["bench_2"]})


def write_run(root: Path, encoders: dict[str, np.ndarray]) -> Paths:
    """Write manifest and embeddings below `root`, which has to be the working directory."""
    assert Path.cwd() == root
    paths = Paths(CORPUS)
    for name, table in (
        ("objects.csv", samples.objects()),
        ("duplicates.csv", duplicates()),
    ):
        lacking = [c for c in declared(name).columns if c.name not in table]
        paths.write(name, table.assign(**{c.name: 0 if c.dtype != "str" else "" for c in lacking}))
    for encoder, vectors in encoders.items():
        write_vectors(paths.embeddings(encoder), vectors, 6)
    return paths
