"""What a person has decided, as labels that other commands read."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from lib.catalogue.scan.decisions import Decided
from lib.catalogue.scan.outputs import LABELS, write_rows
from lib.catalogue.scan.result import Item, ScanResult
from lib.core.arrays import Floats
from lib.core.files import write_table
from lib.thresholds.eval_bucket import BUCKET
from lib.thresholds.similarities import oriented, similarities

_DIGITS = 9


def write_labels(
    result: ScanResult,
    decided: Decided,
    vectors: Floats,
    medians: tuple[float, float] | None,
    out: Path,
) -> int:
    """Write decisions as ``labels.csv`` and, of the rejected ones, ``eval-bucket.csv``.

    Parameters
    ----------
    result : ScanResult
        Brings encoder and similarity.
    decided : Decided
    vectors : ndarray of float64, shape (N, D)
        Of the items: a pair is scored anew, whether it is above the threshold or not.
    medians : (float, float) or None
        Scores of the median false and the median true pair, oriented so that higher is
        more similar, where the scan has calibrated itself; without them the bucket's
        `found_standing` is empty.
    out : Path

    Returns
    -------
    int
        Number of labels; without any, no file is written, and none of an earlier scan stays.
    """
    rows = decided.labelled
    for name in (LABELS, BUCKET):
        (out / name).unlink(missing_ok=True)
    if not rows:
        return 0
    threshold, items = result.threshold, result.items
    pairs = np.array([pair for pair, _ in rows], dtype=np.int64)
    scores = similarities(vectors, vectors, pairs)[threshold.similarity]
    labels = [label for _, label in rows]
    write_rows(
        out / LABELS,
        ("item_a", "item_b", "score", "label"),
        (
            (items[a].id, items[b].id, round(float(score), _DIGITS), label)
            for (a, b), score, label in zip(pairs.tolist(), scores, labels, strict=True)
        ),
    )
    rejected = np.array(labels) == 0
    if rejected.any():
        high = oriented(scores[rejected], threshold.similarity)
        table = _bucket(items, pairs[rejected], high, medians)
        table["found_by"], table["found_sha256"] = threshold.encoder, threshold.weights_sha256
        write_table(out / BUCKET, table)
    return len(rows)


def _bucket(
    items: Sequence[Item],
    pairs: np.ndarray,
    scores: Floats,
    medians: tuple[float, float] | None,
) -> pd.DataFrame:
    """Lay rejected pairs out as the eval bucket does: the highest score first."""
    named = [(items[a].id, items[b].id) for a, b in pairs.tolist()]
    table = pd.DataFrame(named, columns=["object_a", "object_b"]).assign(score=scores)
    order = ["score", "object_a", "object_b"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    table["rank"] = range(1, len(table) + 1)
    low, high = medians or (np.nan, np.nan)
    table["found_standing"] = (table["score"] - low) / (high - low) if high != low else 0.0
    for side in "ab":
        table[f"class_{side}"] = table[f"object_{side}"].map(_folder)
    return table


def _folder(item_id: str) -> str:
    """Name the folder that an item lies in, which stands for its class."""
    return PurePosixPath(item_id).parent.name
