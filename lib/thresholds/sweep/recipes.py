"""What other recipes for a threshold cost."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.core.rng import generator
from lib.thresholds import density, rules
from lib.thresholds.histogram import distances
from lib.thresholds.pick import BALANCED
from lib.thresholds.rules import Choice
from lib.thresholds.similarities import oriented
from lib.thresholds.sweep.scored import Sweep, delivered


def recipe_table(sweep: Sweep, vectors: Floats) -> pd.DataFrame:
    """Say what each recipe for a threshold costs at every base rate.

    All recipes see what a balanced calibration set holds: the twins and the
    sampled negatives. What they deliver is counted on every set of negatives.

    Parameters
    ----------
    sweep : Sweep
    vectors : ndarray of float64, shape (N, D)
        Of the originals, in the order of the first rung's pairs.

    Returns
    -------
    pandas.DataFrame
        Columns of ``threshold-recipes.csv``.
    """
    c = sweep.curve(sweep.usual)
    valley = _dip(sweep)
    recipes: dict[str, Callable[[float], float | None]] = {
        "f1": lambda _: rules.f1(c, BALANCED).threshold,
        "youden": lambda _: rules.youden(c).threshold,
        "dip": lambda _: valley,
        "precision": lambda rate: _value(sweep.recommended(c, rate)),
    }
    rows = []
    for negatives in sweep.negatives:
        measured = sweep.curve(negatives)
        for rate in sweep.params.base_rates:
            for recipe, pick in recipes.items():
                threshold = pick(rate)
                found = None if threshold is None else Choice(threshold, *measured.at(threshold))
                note = "" if found else ("no dip" if recipe == "dip" else "out of reach")
                rows.append(_recipe(sweep, recipe, negatives, rate, found, note))
    if sweep.params.similarity == "cosine":
        rows += _density_rows(sweep, vectors)
    return pd.DataFrame(rows)


def _dip(sweep: Sweep) -> float | None:
    """Find the dip where histograms are drawn: on the logarithm of the distance.

    Twins crowd close to a similarity of 1; on a plain axis they are one narrow
    spike on the shoulder of all other pairs.
    """
    chosen = sweep.params.similarity
    scores = np.append(sweep.scores("r1"), sweep.scores(sweep.usual))
    closeness = -np.log10(distances(oriented(scores, chosen), chosen))
    valley = rules.dip(closeness, generator(sweep.params.seed, sweep.encoder, "dip"))
    if valley is None:
        return None
    # The lowest score above the valley: a threshold has to be a score.
    return float(scores[closeness >= valley].min())


def _recipe(
    sweep: Sweep, recipe: str, negatives: str, rate: float, choice: Choice | None, note: str
) -> dict[str, Any]:
    return {
        "encoder": sweep.encoder,
        "recipe": recipe,
        "negatives": negatives,
        "base_rate": rate,
        **delivered(sweep, choice, rate, ""),
        "note": note,
    }


def _density_rows(sweep: Sweep, vectors: Floats) -> Iterator[dict[str, Any]]:
    cosines = density.cosine_matrix(vectors)
    labels = density.clusters(cosines, sweep.params.clusters)
    own = density.thresholds(cosines, sweep.group_of.to_numpy(), labels)
    note = f"{len(own)} clusters, {own.min():.3f} to {own.max():.3f}"
    of_object = pd.Series(own[labels], index=sweep.group_of.index)

    def flagged(name: str, sides: str) -> float:
        rows = sweep.pairs[sweep.rows(name)]
        # The stricter of the two clusters decides; a twin is in its original's.
        limit = np.max([of_object.loc[rows[f"object_{s}"]].to_numpy() for s in sides], axis=0)
        return float((sweep.scores(name) >= limit).mean())

    recall = flagged("r1", "a")
    for negatives in sweep.negatives:
        found = Choice(float(np.median(own)), recall, flagged(negatives, "ab"))
        for rate in sweep.params.base_rates:
            yield _recipe(sweep, "density", negatives, rate, found, note)


def _value(choice: Choice | None) -> float | None:
    return choice.threshold if choice else None
