"""When labels of a stratified sample are worth more than an estimate without any."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lib.thresholds.audit.simulate import QUAPY, STRATIFIED
from lib.thresholds.audit.weeks import DRIFT

STABLE, SHIFTED, DRIFTED = "stable", "base rate moved", "encoder drifted"
PHASES = (STABLE, SHIFTED, DRIFTED)

_EQUAL = 0.0005
"""Errors that differ by no more than half a tenth of a point are equal."""


def compare(weeks: pd.DataFrame, estimators: pd.DataFrame) -> pd.DataFrame:
    """Average each estimator's errors over the weeks of a kind.

    Parameters
    ----------
    weeks, estimators : pandas.DataFrame
        From :func:`lib.thresholds.audit.simulate.simulate`.

    Returns
    -------
    pandas.DataFrame
        One row an estimator and phase, in the order of `estimators` and
        `PHASES`: estimator, phase, n_weeks, n_labelled (a week), mae (mean
        `expected_error`), bias (mean signed error), interval (mean width of the
        interval, NaN where there is none).
    """
    moved = weeks["base_rate"] != weeks["base_rate"].iloc[0]
    phase = np.where(weeks["event"] == DRIFT, DRIFTED, np.where(moved, SHIFTED, STABLE))
    phases = estimators["week"].map(dict(zip(weeks["week"], phase, strict=True)))
    names = estimators["estimator"]
    named = estimators.assign(
        # Categories group in their own order, not in that of the alphabet.
        estimator=pd.Categorical(names, names.drop_duplicates()),
        phase=pd.Categorical(phases, PHASES),
        width=estimators["high"] - estimators["low"],
    )
    found = named.groupby(["estimator", "phase"], observed=True).agg(
        n_weeks=("week", "size"),
        n_labelled=("n_labelled", "mean"),
        mae=("expected_error", "mean"),
        bias=("bias", "mean"),
        interval=("width", "mean"),
    )
    return found.reset_index().astype({"estimator": object, "phase": object})


def sentences(comparison: pd.DataFrame) -> list[str]:
    """Say for each phase which is the better buy, from the numbers alone.

    The stratified sample is held against the free estimator that did best while
    all was stable: the one that somebody would have chosen. Hindsight would
    choose another one each time.

    Parameters
    ----------
    comparison : pandas.DataFrame
        From :func:`compare`.

    Returns
    -------
    list of str
        One sentence a phase, and one that sums up.
    """
    mae = comparison.pivot(index="estimator", columns="phase", values="mae")
    bias = comparison.pivot(index="estimator", columns="phase", values="bias")
    free = [str(name) for name in mae.index if str(name).startswith(QUAPY)]
    chosen = str(mae.loc[free, STABLE].idxmin())
    labels = comparison.loc[comparison["estimator"] == STRATIFIED, "n_labelled"].mean()
    lines: list[str] = []
    paying: list[str] = []
    idle: list[str] = []
    for phase in (phase for phase in PHASES if phase in mae.columns):
        ours, theirs = mae.loc[STRATIFIED, phase], mae.loc[chosen, phase]
        worst = str(mae.loc[free, phase].idxmax())
        pays = theirs - ours > _EQUAL
        (paying if pays else idle).append(phase)
        better = f"{chosen}, without a label, is closer"
        if pays:
            better = "the stratified sample is closer"
        elif abs(theirs - ours) <= _EQUAL:
            better = f"{chosen} does as well without a label"
        lines.append(
            f"{phase.capitalize()}: {better}. The sample is off by {_points(ours)} on "
            f"average (bias {_points(bias.loc[STRATIFIED, phase], sign=True)}), {chosen} by "
            f"{_points(theirs)}, the worst without labels, {worst}, by "
            f"{_points(mae.loc[worst, phase])}."
        )
    lines.append(
        f"So {labels:.0f} labels a week are the better buy {_when(paying)}, and bought for their "
        f"interval and for safety {_when(idle)}."
        if paying and idle
        else f"So {labels:.0f} labels a week are the better buy "
        f"{'throughout' if paying else 'in none of these phases, save for their interval'}."
    )
    return lines


def _points(value: float, sign: bool = False) -> str:
    """Percentage points, two digits."""
    shown = f"{100 * value:+.2f}" if sign else f"{100 * value:.2f}"
    return f"{'0.00' if shown in ('-0.00', '+0.00') else shown} points"


def _when(phases: Iterable[str]) -> str:
    words = {
        STABLE: "while nothing moves",
        SHIFTED: "once the base rate has moved",
        DRIFTED: "when the encoder drifts",
    }
    return " and ".join(words[phase] for phase in phases)
