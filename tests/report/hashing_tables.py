"""Tables of hashes as the stage would write them, from invented recalls."""

import pandas as pd

from lib.core.rng import generator
from lib.thresholds.intervals import exact

HASHES = (
    "ahash",
    "phash",
    "dhash",
    "wavelet",
    "block_mean",
    "radial_variance",
    "marr_hildreth",
)
REMEDIES = (
    "orb_alignment",
    "block_mean",
    "radial_variance",
    "embedding_first",
    "orb_matching",
    "akaze_matching",
)
STRENGTHS = {
    "translation": (1, 2, 4, 8, 16, 32),
    "rotation": (2, 4, 8, 16),
    "scale": (0.9, 0.75, 0.5),
    "brightness": (0.1, 0.25, 0.5),
    "jpeg": (50, 20, 5),
    "blur": (1, 2, 4),
    "crop": (0.02, 0.05, 0.1, 0.2),
}
N = 80


def _row(name: str, kind: str, place: int, count: int) -> dict[str, object]:
    hits = int(generator(1, name, kind, str(place)).integers(N + 1)) if place else N
    low, high = exact(hits, N, 0.95)
    rate = 0.01 * place / count
    return {"recall": hits / N, "recall_low": low, "recall_high": high, "false_match_rate": rate}


def _rows(names: tuple[str, ...], column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column: name,
            "disturbance": kind,
            "strength": float(strength),
            **_row(name, kind, place, len(strengths)),
            "n": N,
        }
        for name in names
        for kind, strengths in STRENGTHS.items()
        for place, strength in enumerate(strengths)
    )


def robustness() -> pd.DataFrame:
    return _rows(HASHES, "hash")


def remedies() -> pd.DataFrame:
    table, key = _rows(REMEDIES, "remedy"), ["disturbance", "strength"]
    bare = robustness().query("hash == 'phash'").set_index(key)
    table = table.join(bare[["recall", "recall_high"]].add_prefix("bare_"), on=key)
    order = table[key].apply(tuple, axis=1).map({one: n for n, one in enumerate(bare.index)})
    table = table.assign(order=order).sort_values("order", kind="stable", ignore_index=True)
    filtered = table["remedy"] == "embedding_first"
    table["comparisons"] = (filtered * 10).where(filtered, N)
    table["saved"] = 1 - table["comparisons"] / N
    table["n_false"], table["fallbacks"] = N, 1
    table["rate_kept"] = ~((table["remedy"] == "orb_matching") & (table["disturbance"] == "jpeg"))
    most = (
        table["recall"].where(table["rate_kept"]).groupby([table[k] for k in key]).transform("max")
    )
    table["best"] = table["rate_kept"] & (table["recall"] == most)
    table["beats_bare"] = table["rate_kept"] & (table["recall_low"] > table["bare_recall_high"])
    return table
