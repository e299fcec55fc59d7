"""Known copies as rows of the manifest: some to calibrate on, others to be found again."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from lib.core.params.copies import CopiesParams
from lib.core.params.sections import TwinsParams
from lib.core.rng import draw_order
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.recipe import to_json
from lib.objects.twins import choose_originals

ROLE = "copy"
"""Role of a known copy."""

CALIBRATED, PLANTED = "calibration", "catalogue"
"""Splits: copies that thresholds are set by, and those that a scan has to find."""

CATALOGUE = ("source", "pool")
"""Roles of the objects that make up the corpus's own catalogue."""


def plan_copies(
    items: pd.DataFrame,
    plan: pd.DataFrame,
    group_of: Mapping[str, int],
    seed: int,
    copies: CopiesParams,
    twins: TwinsParams,
) -> pd.DataFrame:
    """List the known copies to make, the kinds in turn.

    Copies to calibrate on are made of calibration originals, those to be found of items
    of the mining pool that are none, so that no threshold has seen what it is tested on.
    An item with a near-duplicate in the corpus is copied for neither.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id, class and split.
    plan : pandas.DataFrame
        Every other object, see :func:`lib.objects.plan.plan_objects`.
    group_of : mapping of str to int
        Label of each item's near-duplicates.
    seed : int
        The experiment's seed.
    copies : CopiesParams
        How many, and how strongly altered.
    twins : TwinsParams
        Which items are calibration originals.

    Returns
    -------
    pandas.DataFrame
        Columns of ``plan.parquet``; role ``copy``, split ``calibration`` or ``catalogue``.
        Their ids end in the kind, see :func:`kind_of`.
    """
    sizes = Counter(group_of.values())
    alone = {item for item, group in group_of.items() if sizes[group] == 1}
    class_of = dict(zip(items["item_id"], items["class"], strict=True))
    originals = choose_originals(items, twins)["item_id"].tolist()
    pool = plan.loc[plan["role"] == "pool", "item_id"].tolist()
    n_planted = round(copies.share * int(plan["role"].isin(CATALOGUE).sum()))
    drawn = {
        CALIBRATED: ([one for one in originals if one in alone], copies.per_kind * len(KINDS)),
        PLANTED: ([one for one in pool if one in alone.difference(originals)], n_planted),
    }
    return pd.DataFrame(
        {
            "object_id": f"{item}.{kind}",
            "role": ROLE,
            "class": class_of[item],
            "source_id": item,
            "item_id": item,
            "split": split,
            "tier": 0,
            "rung": 0,
            "seed": seed,
            "recipe": to_json(copy_recipe(kind, seed, item, copies)),
        }
        for split, (usable, count) in drawn.items()
        for index, item in enumerate(draw_order(seed, f"copies, {split}", usable)[:count])
        for kind in [KINDS[index % len(KINDS)]]
    )


def kind_of(object_id: str) -> str:
    """Return the kind of a known copy, one of `lib.objects.copies.KINDS`, from its id."""
    return object_id.rpartition(".")[2]
