"""A small run of Tier 6 on random vectors: three classes, two miners, two encoders."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from lib.evaluation.hard_gallery import score_hard, summarize_hard
from lib.evaluation.mining import mine, mine_lookalikes
from lib.evaluation.tier6 import collisions

ENCODERS = ("one", "two")
CLASSES = ("bench", "chair", "stool")
TOP = 4


@cache
def objects() -> pd.DataFrame:
    """Three sources a class, two of them tested, with clones, a peer each and a pool of three."""
    rows = []
    for name in CLASSES:
        for index in range(3):
            source = f"{name}_{index}"
            split = "test" if index else "train"
            rows.append((source, "source", name, source, source, split, 0))
            if split == "test":
                rows += [
                    (f"{source}.t{tier}.{query}", "clone", name, source, source, split, tier)
                    for tier in (1, 2, 3, 4)
                    for query in range(3)
                ]
                rows.append((f"{source}.t5.0", "peer", name, source, f"{name}_7", split, 5))
            rows.append((f"{name}_p{index}", "pool", name, "", f"{name}_p{index}", "pool", 0))
    columns = ["object_id", "role", "class", "source_id", "item_id", "split", "tier"]
    return pd.DataFrame(rows, columns=columns)


def duplicates() -> pd.DataFrame:
    """One near-duplicate across classes: of a test source, in the pool."""
    return pd.DataFrame({"item_a": ["bench_1"], "item_b": ["chair_p0"]})


def vectors(encoder: str) -> np.ndarray:
    """Every object in a direction of its own; clones near their source, the more tier the less."""
    table = objects()
    rng = np.random.default_rng(ENCODERS.index(encoder))
    place = {name: row for row, name in enumerate(table["object_id"])}
    found = rng.normal(size=(len(table), 4))
    for row, (role, source, tier) in enumerate(
        table[["role", "source_id", "tier"]].itertuples(index=False)
    ):
        if role == "clone":
            found[row] = found[place[source]] + 0.3 * tier * found[row]
    return found


def tables() -> dict[str, pd.DataFrame]:
    """What the stages make of it, by file name: copies, to be spoiled."""
    return {name: table.copy() for name, table in _tables().items()}


@cache
def _tables() -> dict[str, pd.DataFrame]:
    known, twins = objects(), duplicates()
    every = {name: vectors(name) for name in ENCODERS}
    negatives = [mine(known, twins, every[name], name, TOP) for name in ENCODERS]
    found = [mine_lookalikes(known, twins, every[name], name, TOP) for name in ENCODERS]
    made: dict[str, Any] = {
        "objects.csv": known,
        "duplicates.csv": twins,
        "hard-negatives.csv": pd.concat(negatives, ignore_index=True),
        "lookalikes.csv": pd.concat(found, ignore_index=True),
    }
    mined = made["hard-negatives.csv"], made["lookalikes.csv"]
    scored = [score_hard(known, *mined, every[name], name) for name in ENCODERS]
    made["hard-gallery.parquet"] = pd.concat(scored, ignore_index=True)
    made["hard-gallery.csv"] = summarize_hard(made["hard-gallery.parquet"], 1, 200, 0.95)
    made["collisions.csv"] = collisions(made["hard-gallery.parquet"], known)
    return made
