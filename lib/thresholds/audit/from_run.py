"""The simulated weekly audit of a run: whose scores make the stream, and which pairs."""

import pandas as pd

from lib.core.arrays import Floats
from lib.core.params import Params
from lib.core.rng import generator
from lib.thresholds.audit.simulate import simulate
from lib.thresholds.pairs import halves
from lib.thresholds.similarities import oriented


def audited(params: Params) -> str:
    """Name the encoder whose scores make the stream."""
    return params.audit.encoder or params.mine.miners[0]


def simulate_run(
    pairs: pd.DataFrame, similarity: Floats, params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Simulate twelve weeks from turned twins and pairs of different classes.

    The stream's objects are others than those that the threshold is calibrated
    on. A corpus of one class has pairs of that class instead.

    Parameters
    ----------
    pairs : pandas.DataFrame
        ``pairs.parquet``.
    similarity : array-like of float, shape (len(pairs),)
        ``calibrate.similarity`` of each pair, as in the tables.
    params : Params

    Returns
    -------
    (DataFrame, DataFrame)
        Columns of ``audit-weeks.csv`` and ``audit-estimators.csv``.
    """
    scores = oriented(similarity, params.calibrate.similarity)
    true = (pairs["rung"] == 1).to_numpy()
    false = (pairs["kind"] == "cross").to_numpy()
    false = false if false.any() else (pairs["kind"] == "same").to_numpy()
    known, stream = (
        half.to_numpy() for half in halves(pairs, generator(params.audit.seed, "halves"))
    )
    return simulate(
        scores[stream & true],
        scores[stream & false],
        scores[known & true],
        scores[known & false],
        params.audit,
        params.calibrate,
    )
