"""The eval bucket: false pairs that fooled an encoder, kept and scored again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from lib.core.tables import declared
from lib.thresholds.similarities import oriented
from lib.thresholds.sweep.scored import Sweep

BUCKET = "eval-bucket.csv"
"""The table of what is kept, and of what one encoder found."""

_KEY = ["found_by", "found_sha256", "object_a", "object_b"]


def standing(sweep: Sweep, scores: pd.Series) -> pd.Series:
    """Place scores between the median false pair (0) and the median twin (1).

    Cosines of two encoders cannot be compared; where they stand between the
    encoder's own false and true pairs can.
    """
    low, high = np.median(sweep.scores(sweep.usual)), np.median(sweep.scores("r1"))
    return (scores - low) / (high - low) if high > low else scores * 0.0


def find(sweep: Sweep, sha256: str, class_of: Mapping[str, str], count: int) -> pd.DataFrame:
    """List the highest-scoring pairs of different classes under one encoder.

    Parameters
    ----------
    sweep : Sweep
    sha256 : str
        Fingerprint of the encoder.
    class_of : mapping of str to str
        Class of each object.
    count : int

    Returns
    -------
    pandas.DataFrame
        Columns of ``eval-bucket.csv``; the first by falling score, then by ids.
    """
    rows = sweep.rows("cross")
    table = sweep.pairs.loc[rows, ["object_a", "object_b"]].assign(
        score=sweep.scores("cross"), found_by=sweep.encoder, found_sha256=sha256
    )
    order = ["score", "object_a", "object_b"]
    hardest = table.sort_values(order, ascending=[False, True, True]).head(count)
    hardest["rank"] = range(1, len(hardest) + 1)
    hardest["found_standing"] = standing(sweep, hardest["score"])
    for side in "ab":
        hardest[f"class_{side}"] = hardest[f"object_{side}"].map(class_of)
    return hardest[declared(BUCKET).names].reset_index(drop=True)


def merge(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Join what is kept and what was found; a pair found again under the same weights stays one.

    Parameters
    ----------
    parts : sequence of pandas.DataFrame
        Columns of ``eval-bucket.csv``, the oldest first.
    """
    joined = pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True)
    both = joined.drop_duplicates(_KEY)
    return both.sort_values([*_KEY[:2], "rank", *_KEY[2:]], ignore_index=True)


def production_threshold(sweep: Sweep) -> float:
    """Pick an encoder's threshold at the chosen base rate, from all cross-class pairs if any.

    Returns
    -------
    float
        Oriented so that higher is more similar; NaN where none reaches the target.
    """
    negatives = "cross" if "cross" in sweep.negatives else sweep.usual
    found = sweep.recommended(sweep.curve(negatives), sweep.params.base_rate)
    return found.threshold if found else np.nan


def rescore(bucket: pd.DataFrame, sweep: Sweep, sha256: str, threshold: float) -> pd.DataFrame:
    """Score the bucket's pairs under an encoder and say which have risen.

    Parameters
    ----------
    bucket : pandas.DataFrame
        From :func:`merge`. Pairs of objects that are no longer calibration
        objects are left out.
    sweep : Sweep
    sha256 : str
        Fingerprint of the encoder that scores.
    threshold : float
        The encoder's own, oriented so that higher is more similar; NaN if it
        has none.

    Returns
    -------
    pandas.DataFrame
        Columns of ``hard-negatives-cross-class.csv``. A pair has risen when it
        stands higher here than where it was found.
    """
    rows = sweep.rows("cross")
    scored = sweep.pairs.loc[rows, ["object_a", "object_b"]].assign(score=sweep.scores("cross"))
    table = bucket.merge(scored, on=["object_a", "object_b"], how="inner", sort=False)
    table["encoder"], table["sha256"] = sweep.encoder, sha256
    table["standing"] = standing(sweep, table["score"])
    # Both are written with six digits; less than that is no rise.
    table["rise"] = table["standing"] > table["found_standing"] + 1e-6
    table["flagged"] = table["score"] >= threshold
    table["score"] = oriented(table["score"], sweep.params.similarity)
    table["threshold"] = oriented(np.full(len(table), threshold), sweep.params.similarity)
    return table[declared("hard-negatives-cross-class.csv").names]


def rescore_under(bucket: pd.DataFrame, sweeps: Iterable[tuple[Sweep, str]]) -> pd.DataFrame:
    """Score the bucket's pairs under each encoder, at its own production threshold.

    Parameters
    ----------
    bucket : pandas.DataFrame
        From :func:`merge`.
    sweeps : iterable of (Sweep, str)
        The scored pairs of each encoder, and its fingerprint.

    Returns
    -------
    pandas.DataFrame
        As from :func:`rescore`, encoder by encoder.
    """
    parts = [
        rescore(bucket, sweep, sha256, production_threshold(sweep)) for sweep, sha256 in sweeps
    ]
    return pd.concat(parts, ignore_index=True)


def facts(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the pairs that have risen and that are flagged, by finder and scorer."""
    grouped = table.groupby(["found_by", "found_sha256", "encoder"], sort=True)
    return [
        {
            "found_by": found_by,
            "found_sha256": sha256,
            "encoder": encoder,
            "n_pairs": len(group),
            "n_risen": int(group["rise"].sum()),
            "n_flagged": int(group["flagged"].sum()),
        }
        for (found_by, sha256, encoder), group in grouped
    ]
