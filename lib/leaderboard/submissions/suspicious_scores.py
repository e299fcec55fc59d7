"""Judge whether scores look like an encoder's: what refuses a row, and what is only a warning.

An *error* is what no honest encoder does, or what makes the row useless: it refuses the row.

- Rows that are NaN, infinite or zero have no direction to compare.
- Tier 1 below 1.0. The encoder may be to blame (it depends on the order of
  vertices, or gives two objects one vector), or the rows are in another order;
  evidence alone cannot tell, and code can. An encoder of the graph raises an
  alarm instead, because anybody can look why.
- Few distinct directions, or hardly any spread within a class: constant vectors
  and class labels.
- T5 above the perfect class recogniser. Its right answer is drawn at random from
  the class, so that nobody can know it who has not looked it up.
- T3 above T2, where the two intervals do not meet. T3 is T2 with more done to it.

A *warning* has honest explanations, and is for a maintainer to ask about.

- T3 above T2 by more than T3's interval, which chance alone brings about in up to
  one of twelve encoders that score the same on both: their rotations are other draws.
- Every T5 query finds its class: training may have seen these objects or their labels.
- Every query of T1 to T4 finds its source: source ids may have leaked.
- Objects of equal content have different vectors. The graph embeds them once.
"""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lib.core.errors import BenchError
from lib.evaluation.metrics import misses

_TIER_ONE = (
    "are the rows in the order of objects.csv? T1 is the same mesh with vertices and faces "
    "shuffled: an encoder that depends on that order, or gives two objects one vector, belongs "
    "in lib/encoders as code"
)


@dataclass
class Findings:
    """What was found: `errors` refuse the row, `warnings` are for a maintainer."""

    errors: list[BenchError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Append what another check found."""
        self.errors += other.errors
        self.warnings += other.warnings


def check_scores(per_query: pd.DataFrame, standing: pd.DataFrame) -> Findings:
    """Find Tier 1 below 1.0 and scores that no encoder can have.

    Parameters
    ----------
    per_query : pandas.DataFrame
        From :func:`lib.evaluation.metrics.score`, of one encoder.
    standing : pandas.DataFrame
        From :func:`lib.leaderboard.submissions.score_row.standing`: tier, gallery, map, map_low,
        map_high, chance, class_recognizer.
    """
    found = Findings()
    missed = misses(per_query)
    found.errors += [
        BenchError(_tier_one(miss), "" if row else _TIER_ONE) for row, miss in enumerate(missed)
    ]
    for gallery, group in standing.groupby("gallery", sort=False):
        tier = {row["tier"]: row for row in group.to_dict("records")}
        if 5 in tier and tier[5]["map_low"] > tier[5]["class_recognizer"]:
            found.errors.append(
                BenchError(
                    f"T5 is {_interval(tier[5])} in gallery {gallery!r}, above the "
                    f"{tier[5]['class_recognizer']:.3f} of a perfect class recogniser",
                    "the right answer is drawn at random from the class: these vectors know the "
                    "draw, by the object's id or its row",
                )
            )
        if 2 in tier and 3 in tier and tier[3]["map_low"] > tier[2]["map"]:
            text = (
                f"T3 is {_interval(tier[3])} in gallery {gallery!r}, T2 {_interval(tier[2])}: the "
                "harder tier is found more easily."
            )
            if tier[3]["map_low"] > tier[2]["map_high"]:
                hint = "T3 is T2 with fewer faces and noise: were the tiers treated alike?"
                found.errors.append(BenchError(text.rstrip("."), hint))
            else:
                found.warnings.append(text)
        if len(tier) > 1 and all(row["map"] == 1 for n, row in tier.items() if n < 5):
            found.warnings.append(
                f"every query of T1 to T4 finds its source in gallery {gallery!r}; so good a row "
                "deserves a look at its code."
            )
    return found


def _tier_one(miss: dict[str, Any]) -> str:
    first = miss["collisions"][0]
    return (
        f"T1 is {miss['map']:.6f} in gallery {miss['gallery']!r}: {miss['n_queries']} queries do "
        f"not find themselves, first {first['query_id']}, which has "
        f"{', '.join(first['rivals'])} at least as near as {first['source_id']}"
    )


def _interval(row: dict[str, Any]) -> str:
    return f"{row['map']:.3f} [{row['map_low']:.3f}, {row['map_high']:.3f}]"
