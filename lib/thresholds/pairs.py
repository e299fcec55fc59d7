"""The pairs that thresholds are calibrated on, as tables."""

from typing import Any

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.sections import PairsParams
from lib.objects.duplicates import duplicate_groups
from lib.thresholds.draw_pairs import all_pairs, draw_cross_class
from lib.thresholds.similarities import similarities

NEGATIVES = {
    "sampled": "random pairs of objects of different classes",
    "cross": "all pairs of objects of different classes",
    "same": "all pairs of different objects of one class",
}
"""The sets of false pairs, and what is in them."""


def list_pairs(
    objects: pd.DataFrame, duplicates: pd.DataFrame, params: PairsParams
) -> pd.DataFrame:
    """List every true and false pair of the calibration objects.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items: these are neither true nor false.
    params : PairsParams

    Returns
    -------
    pandas.DataFrame
        Columns of ``pairs.parquet``: first each original and its copies, rung
        by rung (kind ``twin``), then the pairs of originals of different
        classes (``cross``) and of one class (``same``). `sampled` marks the
        pairs of the pair manifest.

    Raises
    ------
    BenchError
        If there are no two different objects.
    """
    twins = objects[objects["role"] == "twin"]
    originals = twins.drop_duplicates("source_id")["source_id"].tolist()
    classes = objects.set_index("object_id")["class"].loc[originals].to_numpy()
    groups = duplicate_groups(originals, duplicates)
    drawn = draw_cross_class(classes.tolist(), groups, params.negatives, params.seed)
    every = all_pairs(groups)
    crossing = classes[every[:, 0]] != classes[every[:, 1]]
    names = np.asarray(originals, dtype=object)
    ordered = twins.sort_values("rung", kind="stable")
    true = pd.DataFrame(
        {
            "kind": "twin",
            "rung": ordered["rung"].to_numpy(),
            "sampled": (ordered["rung"] == 1).to_numpy(),
            "object_a": ordered["source_id"].to_numpy(),
            "object_b": ordered["object_id"].to_numpy(),
        }
    )
    chosen = {(int(i), int(j)) for i, j in drawn}
    false = [
        pd.DataFrame(
            {
                "kind": kind,
                "rung": 0,
                "sampled": [(int(i), int(j)) in chosen for i, j in pairs],
                "object_a": names[pairs[:, 0]],
                "object_b": names[pairs[:, 1]],
            }
        )
        for kind, pairs in (("cross", every[crossing]), ("same", every[~crossing]))
    ]
    filled = [part for part in false if len(part)]
    if not filled:
        raise BenchError(
            f"{len(originals)} calibration objects make no pair of different objects",
            "add meshes, or classes to twins.classes",
        )
    return pd.concat([true, *filled], ignore_index=True)


def pair_manifest(pairs: pd.DataFrame, objects: pd.DataFrame) -> pd.DataFrame:
    """List the balanced set: each original and its turned twin, and the drawn false pairs.

    Returns
    -------
    pandas.DataFrame
        Columns of ``pair-manifest.csv``.
    """
    table = pairs[pairs["sampled"]].copy()
    table["label"] = (table["kind"] == "twin").astype(int)
    class_of = objects.set_index("object_id")["class"]
    for side in "ab":
        table[f"class_{side}"] = table[f"object_{side}"].map(class_of)
    number = table.groupby("label").cumcount()
    letter = table["label"].map({1: "p", 0: "n"})
    table["pair_id"] = letter + number.map("{:04d}".format)
    return table.reset_index(drop=True)


def score_pairs(pairs: pd.DataFrame, objects: pd.DataFrame, vectors: Floats) -> pd.DataFrame:
    """Compare each pair's vectors.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From :func:`list_pairs`.
    objects : pandas.DataFrame
        The manifest.
    vectors : ndarray of float64, shape (len(objects), D)

    Returns
    -------
    pandas.DataFrame
        Columns cosine, l2, l2_unit; one row a pair, in order.
    """
    place = pd.Series(range(len(objects)), index=objects["object_id"])
    rows = [place.loc[pairs[f"object_{side}"]].to_numpy() for side in "ab"]
    return pd.DataFrame(similarities(vectors, vectors, np.stack(rows, axis=1)))


def describe_pairs(pairs: pd.DataFrame, params: Params) -> dict[str, Any]:
    """Say what thresholds are calibrated on, for the card."""
    sizes = {
        "sampled": int((pairs["sampled"] & (pairs["rung"] == 0)).sum()),
        "cross": int((pairs["kind"] == "cross").sum()),
        "same": int((pairs["kind"] == "same").sum()),
    }
    twins = pairs[pairs["kind"] == "twin"].groupby("rung").size()
    return {
        "n_objects": int(twins.get(1, 0)),
        "n_twins": {f"r{rung}": int(count) for rung, count in twins.items()},
        "negatives": [
            {"name": name, "description": NEGATIVES[name], "n_pairs": size}
            for name, size in sizes.items()
        ],
        "twins": params.twins.model_dump(mode="json"),
        "calibrate": params.calibrate.model_dump(mode="json"),
    }


def halves(pairs: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """Split the objects at random and mark the pairs that lie wholly in each half.

    Returns
    -------
    (Series of bool, Series of bool)
        No object is in a pair of both.
    """
    originals = np.unique(pairs.loc[pairs["kind"] == "twin", "object_a"].to_numpy(dtype=str))
    first = set(rng.permutation(originals)[: len(originals) // 2].tolist())
    a = pairs["object_a"].isin(first)
    b = pairs["object_b"].isin(first) | (a & (pairs["kind"] == "twin"))
    return a & b, ~a & ~b
