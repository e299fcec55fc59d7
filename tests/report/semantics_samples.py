"""``semantics.csv`` of a whole run, with numbers that are known or drawn by name."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lib.core.params.sections import SemanticsParams
from lib.core.rng import generator
from lib.core.tables import declared
from lib.semantics.measured import SKIPPED
from lib.semantics.probe import UNSEEN
from tests.report.samples import CLASSES, ENCODERS

PARAMS = SemanticsParams()
COLUMNS = list(declared("semantics.csv").names)
METHODS = ("nearest", "k-NN", "LOF", "supervised")
PIXELS = ("PCA of pixels", "autoencoder of pixels")
NONE = pd.DataFrame(columns=COLUMNS).astype({"value": float, "low": float, "high": float})

Row = tuple[str, str, str, float, float, float, int, str]


def row(
    measure: str, quantity: str, of: str, value: float, half: float = 0.02, note: str = ""
) -> Row:
    """A number, its interval `half` to either side."""
    return (measure, quantity, of, value, value - half, value + half, 80, note)


def table(encoders: tuple[str, ...] = ENCODERS) -> pd.DataFrame:
    rows = [(name, *one) for name in encoders for one in _rows(name)]
    return pd.DataFrame(rows, columns=COLUMNS)


def skipped(encoder: str, measure: str, note: str = "for want of items") -> pd.DataFrame:
    nothing = (np.nan, np.nan, np.nan, 0)
    return pd.DataFrame([(encoder, measure, SKIPPED, "all", *nothing, note)], columns=COLUMNS)


def of_rows(encoder: str, *rows: Row) -> pd.DataFrame:
    return pd.DataFrame([(encoder, *one) for one in rows], columns=COLUMNS)


def _rows(encoder: str) -> Iterator[Row]:
    rng = generator(11, encoder)
    level = 0.45 + 0.5 * rng.random()
    for k, less in ((1, 0.0), (5, 0.1), (10, 0.2)):
        yield row("retrieval", f"precision@{k}", "objects", level - less)
        yield row("retrieval", f"precision@{k}", "classes", level - less, 0.06)
    yield row("retrieval", "precision@5", UNSEEN, level - 0.05, 0.04)
    for index, name in enumerate(CLASSES):
        own = float(np.clip(level - 0.1 + 0.4 * (rng.random() - 0.5), 0, 1))
        yield row("retrieval", "precision@5", f"class {name}", round(own, 3), 0.0)
        shares = (1 - own) * np.array([0.5, 0.3, 0.1])
        for step, share in enumerate(shares):
            other = CLASSES[(index + 7 * step + 1) % len(CLASSES)]
            yield row("retrieval", "taken for", f"{name} > {other}", round(float(share), 3))
    yield row("clusters", "neighbourhood purity", "objects", level - 0.2)
    yield row("clusters", "silhouette", "objects", level - 0.7, np.nan)
    yield row("clusters", "adjusted mutual information", "k-means", level - 0.1, np.nan)
    yield row("clusters", "trustworthiness", "PCA", level, np.nan)
    yield row("clusters", "continuity", "PCA", level + 0.01, np.nan)
    yield row("transfer", "accuracy", "class", level)
    yield row("transfer", "accuracy", "class by a dummy", 0.025, np.nan)
    for method, reached in (("HOG", 0.7), ("thumbnail", 0.6)):
        yield _gain("accuracy", "class", level, method, reached)
    for task in ("angle", "faces kept", "noise"):
        told = float(rng.uniform(-0.6, 0.9))
        yield row("transfer", "R2", task, told, 0.1)
        yield row("transfer", "R2", f"{task} by a dummy", 0.0, np.nan)
        for method, reached in (("HOG", 0.2), ("thumbnail", -0.1)):
            yield _gain("R2", task, told, method, reached)
    for method in (*METHODS, *PIXELS):
        stands = 0.66 if method in PIXELS else 0.5 + 0.48 * rng.random()
        yield row("novelty", "AUROC", method, stands)
        yield row("novelty", "AUPR at 1%", method, stands / 4)
        yield row("novelty", "AUPR at 5%", method, stands / 2)
        yield row("novelty", "threshold precision", method, stands, 0.2, "threshold 0.123456")
        yield row("novelty", "threshold recall", method, stands / 3, 0.1, "threshold 0.123456")


def _gain(quantity: str, task: str, level: float, method: str, reached: float) -> Row:
    note = "" if level - reached > 0.02 else "no gain"
    of = f"{task} over {method}"
    return row("transfer", f"gain in {quantity}", of, level - reached, 0.02, note)
