"""Relations in tables: what was measured of a pair, and how often the verdict is right."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.names import RELATIONS
from lib.thresholds.intervals import exact_limits


def evidence_row(evidence: Evidence) -> dict[str, float | bool]:
    """Return what was measured by name, without the pose."""
    return {
        "identical": evidence.identical,
        "distance": evidence.distance,
        "mirrored": evidence.mirrored,
        "scale": evidence.scale,
        "inside": evidence.inside,
        "covered": evidence.covered,
        "a_is_part": evidence.a_is_part,
        "colour": evidence.colour,
    }


def confusion(true: Sequence[str], found: Sequence[str], confidence: float = 0.95) -> pd.DataFrame:
    """Count verdicts by relation.

    Parameters
    ----------
    true, found : sequence of str
        Relation of each pair.
    confidence : float, optional
        Of the exact binomial intervals, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        One row a relation, in their order: relation; n_true, n_found and n_right;
        precision and recall, each with _low and _high, NaN where nothing was found or
        none was true; then one column a relation, found_<relation>, how many of the true
        ones were given it.

    Raises
    ------
    ValueError
        If there is no such relation.
    """
    names = list(RELATIONS)
    strange = sorted({*true, *found} - set(names))
    if strange:
        raise ValueError(f"there is no relation {', '.join(strange)}")
    counts = pd.crosstab(
        pd.Categorical(true, names), pd.Categorical(found, names), dropna=False
    ).to_numpy()
    right, n_true, n_found = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    columns = {"relation": names, "n_true": n_true, "n_found": n_found, "n_right": right}
    for name, total in (("precision", n_found), ("recall", n_true)):
        low, high = exact_limits(right, total, confidence)
        none = total == 0
        columns[name] = np.where(none, np.nan, right / np.maximum(total, 1))
        columns[f"{name}_low"] = np.where(none, np.nan, low)
        columns[f"{name}_high"] = np.where(none, np.nan, high)
    for k, name in enumerate(names):
        columns[f"found_{name}"] = counts[:, k]
    return pd.DataFrame(columns)
