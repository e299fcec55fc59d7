"""Whether the weeks of the simulated audit follow from each other and from its estimators."""

import pandas as pd

from lib.leaderboard.verify.agree import differences
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Found
from lib.thresholds.audit.simulate import FLAGGED_ONLY, STRATIFIED


def weekly_audit(corpus: Committed) -> Found:
    """Check audit-weeks.csv and audit-estimators.csv.

    Parameters
    ----------
    corpus : Committed

    Returns
    -------
    (str, sequence of str)
        What holds if nothing is wrong, and what is wrong where.
    """
    weeks, estimators = corpus.table("audit-weeks.csv"), corpus.table("audit-estimators.csv")
    path = corpus.paths.table("audit-estimators.csv")
    known = estimators.set_index(["week", "estimator"])
    problems = []
    for row in weeks.itertuples():
        key = (row.week, FLAGGED_ONLY if row.audit == FLAGGED_ONLY else STRATIFIED)
        if key not in known.index:
            continue
        own = known.loc[key]
        for column in ("n_labelled", "base_rate", "estimate", "low", "high"):
            if getattr(row, column) != own[column]:
                problems.append(
                    f"{corpus.paths.data}/audit-weeks.csv, line {row.Index + 2}: {column} is "
                    f"{getattr(row, column)}, {path.name} has {own[column]}"
                )
    # A threshold that was re-picked holds from the week after.
    again = weeks["recommended_threshold"].shift().fillna(weeks["threshold"])
    made = pd.DataFrame({"threshold": again, "fixed_threshold": weeks["threshold"].iloc[0]})
    problems += differences(str(corpus.paths.table("audit-weeks.csv")), weeks, made)
    kept = weeks[weeks["threshold"] == weeks["fixed_threshold"]]
    made = pd.DataFrame({"true_precision": kept["fixed_precision"]})
    problems += differences(str(corpus.paths.table("audit-weeks.csv")), kept, made)
    # Three rounded numbers: each may be off by half a digit.
    gap = estimators["error"] - (estimators["estimate"] - estimators["base_rate"])
    odd = gap.abs() > 1.6e-6
    problems += [
        f"{path}, line {row + 2}: error is not estimate minus base rate" for row in odd[odd].index
    ]
    return f"{len(weeks)} weeks are those of the estimators' table", problems
