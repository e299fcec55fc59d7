"""Whether the pairs that fooled an encoder fit the thresholds and the scores."""

import numpy as np
import pandas as pd

from lib.leaderboard.verify.agree import differences
from lib.leaderboard.verify.committed import SAMPLED, Committed
from lib.leaderboard.verify.result import Found
from lib.thresholds.eval_bucket import standing
from lib.thresholds.similarities import oriented


def eval_bucket(corpus: Committed) -> Found:
    """Check hard-negatives-cross-class.csv.

    Parameters
    ----------
    corpus : Committed

    Returns
    -------
    (str, sequence of str)
        What holds if nothing is wrong, and what is wrong where.
    """
    table, picked = (
        corpus.table(name)
        for name in ("hard-negatives-cross-class.csv", "threshold-by-base-rate.csv")
    )
    path, knobs = str(corpus.paths.table("hard-negatives-cross-class.csv")), corpus.params.calibrate
    sets = [name for name in ("cross", SAMPLED) if name in set(picked["negatives"])]
    at = picked[(picked["negatives"] == sets[0]) & (picked["base_rate"] == knobs.base_rate)]
    hashes = {
        one["name"]: one["sha256"] for one in corpus.json("benchmark-summary.json")["encoders"]
    }
    threshold = table["encoder"].map(at.set_index("encoder")["threshold"])
    class_of = corpus.table("objects.csv").set_index("object_id")["class"]
    reached = oriented(table["score"], knobs.similarity) >= oriented(threshold, knobs.similarity)
    made = pd.DataFrame(
        {
            "class_a": table["object_a"].map(class_of),
            "class_b": table["object_b"].map(class_of),
            "sha256": table["encoder"].map(hashes),
            "threshold": threshold,
            "flagged": reached,
        }
    )
    problems = differences(path, table, made)
    for sweep in corpus.sweeps():
        own = table[table["encoder"] == sweep.encoder]
        stands = standing(sweep, pd.Series(oriented(own["score"], knobs.similarity)))
        problems += differences(path, own, pd.DataFrame({"standing": stands}))
    # Both standings are rounded to six digits; the rise was read before that.
    rise = table["standing"] - table["found_standing"]
    odd = ((rise > 3e-6) & ~table["rise"]) | ((rise < -1e-6) & table["rise"])
    problems += [f"{path}, line {row + 2}: rise does not fit" for row in odd[odd].index]
    at_home = table["found_sha256"] == table["sha256"]
    moved = at_home & ~np.isclose(table["standing"], table["found_standing"], rtol=0, atol=1e-9)
    problems += [
        f"{path}, line {row + 2}: stands elsewhere under the encoder that found it"
        for row in moved[moved].index
    ]
    return f"{len(table)} scored pairs fit the thresholds and the encoders' hashes", problems
