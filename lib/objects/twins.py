"""Calibration objects as rows of the manifest: originals, and the ladder of their twins.

Each rung adds one step to the rung below it, with the same drawn numbers, so that
what recall loses from one rung to the next is the doing of that step alone. Where
fewer objects climb beyond rung 1, the first loss has their choice in it as well.
"""

from collections.abc import Collection

import pandas as pd

from lib.core.params.sections import TwinsParams
from lib.core.rng import generator
from lib.geometry.perturb import random_axis
from lib.objects.recipe import (
    CutAway,
    Decimate,
    Hue,
    Permute,
    Recipe,
    Rescale,
    Retessellate,
    Rotate,
    to_json,
)
from lib.objects.rungs import RUNGS

SPLIT = "calibration"
"""Split of the rows that only calibration needs."""


def choose_originals(items: pd.DataFrame, params: TwinsParams) -> pd.DataFrame:
    """Take the first items of each class.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id, class and split, one row a corpus item. Where the corpus
        has a split ``train``, only its items are taken.
    params : TwinsParams
        Of `classes` those are taken which the corpus has; all of the corpus's own
        where it has fewer than two of them. That may be one: meshes in a folder
        without classes can still be held against each other.

    Returns
    -------
    pandas.DataFrame
        Columns item_id and class, sorted by class, then by item id; at most
        `per_class` rows a class.
    """
    train = items[items["split"] == "train"]
    usable = items if train.empty else train
    named = usable[usable["class"].isin(params.classes)]
    chosen = named if named["class"].nunique() > 1 else usable
    ordered = chosen.sort_values(["class", "item_id"])
    first = ordered.groupby("class", sort=False).head(params.per_class)
    return first[["item_id", "class"]].reset_index(drop=True)


def twin_recipe(rung: int, seed: int, item_id: str, params: TwinsParams) -> Recipe:
    """Draw the recipe of one twin.

    Every twin is permuted: its file order must not give it away.

    Parameters
    ----------
    rung : int
        One of `RUNGS`.
    seed : int
        The experiment's seed.
    item_id : str
        The original, whose draws all its rungs share.
    params : TwinsParams
    """
    if rung not in RUNGS:
        raise ValueError(f"rung {rung} has no recipe, it is one of {tuple(RUNGS)}")
    rng = generator(seed, item_id, "ladder")
    x, y, z = (round(float(value), 9) for value in random_axis(rng))
    shift = round(float(rng.uniform(*params.hue_shift)), 6)
    factor = round(float(rng.uniform(*params.scale)), 6)
    steps: tuple[Recipe, ...] = (
        (Rotate(axis=params.axis, angle_deg=params.angle_deg),),
        (Decimate(keep=params.keep_faces),),
        (Hue(shift=shift),),
        (CutAway(direction=(x, y, z), share=params.cut_away),),
        (Rescale(factor=factor), Retessellate(max_edge=params.max_edge)),
    )
    return (*(step for added in steps[:rung] for step in added), Permute())


def plan_twins(
    items: pd.DataFrame, planned: Collection[str], seed: int, params: TwinsParams
) -> pd.DataFrame:
    """List the calibration objects to make.

    Parameters
    ----------
    items : pandas.DataFrame
        As for :func:`choose_originals`.
    planned : collection of str
        Object ids that the manifest has already. An original among them, which
        is a source or in the mining pool, gets no second row.
    seed : int
        The experiment's seed.
    params : TwinsParams

    Returns
    -------
    pandas.DataFrame
        Columns of ``plan.parquet``: first the originals that are not planned yet,
        then the twins of all originals, item by item and rung by rung; beyond rung 1
        of the first `harder_per_class` of each class alone. Role ``original`` or
        ``twin``.
    """
    originals = choose_originals(items, params)
    new = originals[~originals["item_id"].isin(planned)]
    if params.harder_per_class is None:
        climbing = set(originals["item_id"])
    else:
        first = originals.groupby("class", sort=False).head(params.harder_per_class)
        climbing = set(first["item_id"])
    rows = [
        *((item, "original", name, item, 0, ()) for item, name in new.itertuples(index=False)),
        *(
            (f"{item}.r{rung}", "twin", name, item, rung, twin_recipe(rung, seed, item, params))
            for item, name in originals.itertuples(index=False)
            for rung in RUNGS
            if rung == 1 or item in climbing
        ),
    ]
    return pd.DataFrame(
        {
            "object_id": object_id,
            "role": role,
            "class": class_name,
            "source_id": item,
            "item_id": item,
            "split": SPLIT,
            "tier": 0,
            "rung": rung,
            "seed": seed,
            "recipe": to_json(recipe),
        }
        for object_id, role, class_name, item, rung, recipe in rows
    )
