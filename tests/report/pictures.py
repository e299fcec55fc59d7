"""Every picture of the report from the synthetic run; as a program, prints their hashes."""

import hashlib
from collections.abc import Callable

from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures.ap_histogram import ap_histogram
from lib.report.figures.contact_sheet import contact_sheet
from lib.report.figures.hard_negatives import hard_negatives
from lib.report.figures.hash_robustness import hash_robustness
from lib.report.figures.lookalikes import lookalikes, worst_pairs
from lib.report.figures.map_bars import map_bars
from lib.report.figures.split_heatmap import split_heatmap
from lib.report.figures.tier_examples import tier_examples
from lib.report.figures.tier_renders import tier_renders
from tests.report import hashing_tables, samples


def _examples() -> Figure:
    names = ("laptop_0012", "night_stand_0003", "guitar_0007", "flower_pot_0018")
    views = {name: [samples.view(f"{name}{tier}") for tier in range(5)] for name in names}
    return tier_examples(views, samples.summary()["tiers"])


PICTURES: dict[str, Callable[[], Figure]] = {
    "ap_histogram": lambda: ap_histogram(samples.per_query(), "test"),
    "contact_sheet": lambda: contact_sheet(samples.instances(), "Parametric 40"),
    "hard_negatives": lambda: hard_negatives(samples.negatives(), samples.view),
    "hash_robustness": lambda: hash_robustness(
        hashing_tables.robustness(), hashing_tables.remedies(), "phash", 0.01
    ),
    "lookalikes": lambda: lookalikes(
        worst_pairs(samples.lookalikes(), samples.confrontations(), 6), samples.ring_of
    ),
    "map_bars": lambda: map_bars(samples.results(), samples.summary()),
    "split_heatmap": lambda: split_heatmap(samples.splits()),
    "tier_examples": _examples,
    "tier_renders": lambda: tier_renders(
        "lamp_0004", [samples.ring(tier) for tier in range(5)], samples.summary()["tiers"]
    ),
}

if __name__ == "__main__":
    for name, draw in PICTURES.items():
        print(name, hashlib.sha256(style.png(draw())).hexdigest())
