"""Which recipe for which set-up, with this run's own numbers."""

import pandas as pd

from lib.report.audit_advice import SHIFTED, compare
from lib.report.markdown import pipe_table
from lib.report.rows import where
from lib.report.threshold_tables import ThresholdTables
from lib.report.wording import MISSING, interval, number, percent
from lib.thresholds.audit.simulate import STRATIFIED


def cheat_sheet(tables: ThresholdTables) -> str:
    """Lay out set-ups, recipes, and what each recipe gave on the corpus.

    Parameters
    ----------
    tables : ThresholdTables

    Returns
    -------
    str
        A Markdown table. Ranges run over the encoders.
    """
    knobs, weeks = tables.facts["calibrate"], tables.weeks
    rate, target = knobs["base_rate"], percent(knobs["min_precision"])
    cross = where(tables.thresholds, negatives="cross", base_rate=rate)
    same = where(tables.thresholds, negatives="same", base_rate=rate)
    certified = where(cross, certificate="certified")
    audit = compare(weeks, tables.estimators)
    moved = where(audit, estimator=STRATIFIED, phase=SHIFTED).iloc[0]
    density = where(tables.recipes, negatives="same", base_rate=rate, recipe="density")
    climbed = where(tables.ladder, negatives="cross", base_rate=rate).fillna({"recall_fixed": 0.0})
    rungs = {rung: group["recall_fixed"] for rung, group in climbed.groupby("rung")}
    quiet = weeks.loc[weeks["event"] == "", "alarm_by_chance"].mean()
    return pipe_table(
        ["you have", "do", "on this corpus"],
        [
            [
                "labelled pairs at production's own rate",
                "`calibrate` at that rate, ship the certified threshold",
                f"at {percent(rate)}, other classes only: certified for {len(certified)} of "
                f"{len(cross)} encoders, recall {_range(certified['certified_recall'])}",
            ],
            [
                "labelled pairs at another rate, such as 50/50",
                "`calibrate` with production's rate as `--base-rate`; never the threshold that "
                f"reached {target} on the balanced set",
                f"the 50/50 threshold delivers precision {_range(cross['balanced_precision'])} at "
                f"{percent(rate)}; picked anew, recall is {_range(cross['recall'])}",
            ],
            [
                "pairs whose false ones are easy",
                "add negatives of the same class before you believe a threshold",
                f"recall at {percent(rate)} is {_range(cross['recall'])} against other classes, "
                f"{_range(same['recall'])} against the same class",
            ],
            [
                "meshes, no labels",
                "`calibrate FOLDER --encoder NAME`: twins stand in for true pairs",
                f"recall {_range(rungs[1])} on turned twins, {_range(rungs[2])} once decimated, "
                f"{_range(rungs[4])} once partly cut away",
            ],
            [
                "embeddings, not even twins",
                "a threshold a cluster, from local density",
                f"precision {_range(density['precision'])} and recall {_range(density['recall'])} "
                f"at {percent(rate)}, same class",
            ],
            [
                "a base rate that moves",
                "`audit` every week, re-pick when the estimate moves",
                f"{moved['n_labelled']:.0f} labels a week: off by {100 * moved['mae']:.2f} points "
                f"on average; the alarm rings by chance in {percent(quiet)} of quiet weeks",
            ],
        ],
        left=3,
    )


def _range(values: pd.Series) -> str:
    known = values.dropna()
    if known.empty:
        return MISSING
    low, high = known.min(), known.max()
    return number(low) if number(low) == number(high) else interval(low, high)
