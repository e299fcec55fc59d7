from itertools import product

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from benchmarks.quality_picture import quality_by_cost
from lib.report import charts
from tests.report.layout import assert_legible

COSTS = {"mesh_one": ("mesh", 2.0), "mesh_two": ("mesh", 9.0), "views_one": ("views", 80.0)}


def _quality(names: list[str], tiers: tuple[int, ...] = (1, 2, 3, 4, 5)) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    rows = [(name, tier, rng.uniform(0.85, 1)) for name, tier in product(names, tiers)]
    return pd.DataFrame(rows, columns=["encoder", "tier", "map"])


def _dots(axes: object) -> dict[tuple[float, float], str]:
    lines = [line for line in axes.get_lines() if line.get_marker() in ("o", "s")]  # type: ignore[attr-defined]
    return {(line.get_xdata()[0], line.get_ydata()[0]): line.get_color() for line in lines}


def test_a_panel_a_tier_and_a_dot_an_encoder() -> None:
    table = _quality([*COSTS, "without a time"])
    figure = quality_by_cost(COSTS, 60.0, table, "all")
    assert_legible(figure)
    page, *panels = figure.axes
    titles = {text.get_text() for text in page.texts}
    assert {"T2", "T3", "T4", "T5"} <= titles
    assert "T1" not in titles
    for tier, panel in zip((2, 3, 4, 5), panels, strict=True):
        rows = table[table["tier"] == tier].set_index("encoder")["map"]
        dots = _dots(panel)
        assert set(dots) == {(ms, rows[name]) for name, (_, ms) in COSTS.items()}
        assert to_hex(dots[2.0, rows["mesh_one"]]) == charts.BLUE
        assert to_hex(dots[80.0, rows["views_one"]]) != charts.BLUE
        assert sorted(text.get_text() for text in panel.texts) == sorted(COSTS)
        assert panel.get_xscale() == "log"


def test_it_says_whose_milliseconds_they_are() -> None:
    figure = quality_by_cost(COSTS, 60.0, _quality(list(COSTS)), "test")
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "gallery test" in words
    assert "one thread of one machine" in words
    assert "rendering included" in words


@pytest.mark.parametrize("tiers", [(1, 2), (1, 2, 3, 4)])
def test_other_numbers_of_tiers(tiers: tuple[int, ...]) -> None:
    figure = quality_by_cost(COSTS, 60.0, _quality(list(COSTS), tiers), "all")
    assert_legible(figure)
    assert len(figure.axes) == len(tiers)


@pytest.mark.slow
def test_twenty_encoders_that_are_all_good() -> None:
    rng = np.random.default_rng(5)
    costs = {f"some_encoder_{i}": ("mesh", 10 ** rng.uniform(0.3, 2)) for i in range(20)}
    assert_legible(quality_by_cost(costs, 60.0, _quality(list(costs)), "all"))


def test_scores_of_zero_are_drawn_too() -> None:
    table = _quality(list(COSTS)).assign(map=0.0)
    assert_legible(quality_by_cost(COSTS, 60.0, table, "all"))
