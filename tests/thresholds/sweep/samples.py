"""Vectors of known quality for a handful of objects and their twins."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.params.sections import CalibrateParams, PairsParams
from lib.core.tables import declared
from lib.thresholds.pairs import list_pairs, pair_manifest, score_pairs
from lib.thresholds.sweep.scored import Sweep

PARAMS = CalibrateParams(resamples=200, clusters=3, hard_negatives=7)
CLASSES = ("bed", "chair", "sofa")
NO_DUPLICATES = pd.DataFrame({"item_a": [], "item_b": []}, dtype=str)


def manifest(per_class: int = 12, classes: tuple[str, ...] = CLASSES) -> pd.DataFrame:
    rows = []
    for name in classes:
        for number in range(per_class):
            item = f"{name}/{name}_{number:03d}"
            rows.append((item, "pool", name, item, 0))
    for item, _, name, *_ in list(rows):
        rows += [(f"{item}.r{rung}", "twin", name, item, rung) for rung in range(1, 6)]
    table = pd.DataFrame(rows, columns=["object_id", "role", "class", "source_id", "rung"])
    return table.assign(item_id=table["source_id"], split="calibration", tier=0)


def vectors(objects: pd.DataFrame, noise: float = 0.15) -> npt.NDArray[np.float64]:
    """Twins get further away from their original, rung by rung."""
    rng = np.random.default_rng(5)
    center = {name: rng.normal(size=6) for name in sorted(set(objects["class"]))}
    own = {item: rng.normal(size=6) for item in dict.fromkeys(objects["source_id"])}
    return np.array(
        [
            center[name] + own[item] + noise * rung * rng.normal(size=6)
            for name, item, rung in objects[["class", "source_id", "rung"]].itertuples(index=False)
        ]
    )


def sweep(
    objects: pd.DataFrame | None = None,
    noise: float = 0.15,
    duplicates: pd.DataFrame = NO_DUPLICATES,
    params: CalibrateParams = PARAMS,
    encoder: str = "sample",
) -> Sweep:
    table = manifest() if objects is None else objects
    pairs = list_pairs(table, duplicates, PairsParams(negatives=36))
    scores = score_pairs(pairs, table, vectors(table, noise)).round(9)
    return Sweep(encoder, pairs.join(scores), duplicates, params)


def balanced(found: Sweep, objects: pd.DataFrame) -> pd.DataFrame:
    return pair_manifest(found.pairs, objects)[declared("pair-manifest.csv").names]
