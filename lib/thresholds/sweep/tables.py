"""All tables of one encoder's sweep."""

from typing import Any

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.objects.rungs import RUNGS
from lib.thresholds.dvc_metrics import threshold_metrics
from lib.thresholds.eval_bucket import BUCKET, find
from lib.thresholds.sweep.base_rates import auc_table, threshold_tables
from lib.thresholds.sweep.catalogue_sizes import catalogue_table
from lib.thresholds.sweep.ladder import ladder_table
from lib.thresholds.sweep.points import curve_tables, histogram_table
from lib.thresholds.sweep.recipes import recipe_table
from lib.thresholds.sweep.scored import Sweep


def sweep_tables(
    sweep: Sweep,
    objects: pd.DataFrame,
    manifest: pd.DataFrame,
    vectors: Floats,
    sha256: str,
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """Make every table, and the metrics.

    Parameters
    ----------
    sweep : Sweep
    objects, manifest : pandas.DataFrame
        ``objects.csv`` and ``pair-manifest.csv``.
    vectors : ndarray of float64, shape (len(objects), D)
    sha256 : str
        Fingerprint of the encoder.

    Returns
    -------
    (dict of str to DataFrame, dict)
        A table for each file of `lib.core.tables.SWEEP`, and what `dvc metrics diff` compares.
    """
    place = pd.Series(range(len(objects)), index=objects["object_id"])
    originals = sweep.pairs.loc[sweep.rows("r1"), "object_a"]
    own = vectors[place.loc[originals].to_numpy()]
    class_of = objects.set_index("object_id")["class"].to_dict()
    picked, areas = threshold_tables(sweep)
    auc, ladder = auc_table(sweep, areas), ladder_table(sweep, RUNGS)
    roc, pr, by_rate = curve_tables(sweep)
    norms = pd.DataFrame({"object_id": originals, "norm": np.sqrt((own**2).sum(axis=1))})
    tables = {
        "auc-summary.csv": auc,
        "catalogue-sizes.csv": catalogue_table(sweep),
        "embedding-norms.csv": norms.assign(encoder=sweep.encoder),
        BUCKET: find(sweep, sha256, class_of, sweep.params.hard_negatives),
        "perturbation-ladder.csv": ladder,
        "pr.csv": pr,
        "roc.csv": roc,
        "score-histograms.csv": histogram_table(sweep),
        "scores.csv": _balanced(sweep, manifest),
        "threshold-by-base-rate.csv": picked,
        "threshold-recipes.csv": recipe_table(sweep, own),
        "threshold-vs-precision-baserate.csv": by_rate,
    }
    return tables, threshold_metrics(picked, auc, ladder)


def _balanced(sweep: Sweep, manifest: pd.DataFrame) -> pd.DataFrame:
    """Similarities of the pair manifest's pairs."""
    ids = ["object_a", "object_b"]
    scored = sweep.pairs.loc[sweep.pairs["sampled"], [*ids, "cosine", "l2", "l2_unit"]]
    return manifest.merge(scored, on=ids, how="left").assign(encoder=sweep.encoder)
