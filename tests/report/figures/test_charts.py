import numpy as np
import pandas as pd
import pytest

from lib.report.figures.ap_histogram import ap_histogram
from lib.report.figures.map_bars import map_bars
from tests.report import samples
from tests.report.layout import assert_legible


@pytest.mark.slow
def test_a_bar_is_as_long_as_its_score():
    results = samples.results()
    figure = map_bars(results, samples.summary())
    panels = figure.axes[1:]
    assert len(panels) == 10
    rows = results.set_index(["gallery", "tier", "encoder"])
    frame = rows["map"]
    for panel, (gallery, tier) in zip(
        panels, [(g, t) for g in samples.GALLERIES for t in range(1, 6)], strict=True
    ):
        expected = [frame[gallery, tier, encoder] for encoder in samples.ENCODERS]
        assert [bar.get_width() for bar in panel.patches] == pytest.approx(expected)
        written = [text.get_text() for text in panel.texts[: len(expected)]]
        assert written == [f"{value:.3f}" for value in expected]
        ends = [tuple(line.get_xdata()) for line in panel.lines[: len(expected)]]
        interval = rows[["map_low", "map_high"]]
        assert ends == [
            tuple(interval.loc[(gallery, tier, encoder)]) for encoder in samples.ENCODERS
        ]
        lines = [line.get_xdata()[0] for line in panel.lines[len(expected) :]]
        assert lines == ([0.062, 0.641] if gallery == "test" else [0.009, 0.18])


def test_a_missing_score_is_left_blank():
    results = samples.results().query("not (encoder == 'clip' and tier == 5)")
    figure = map_bars(results, samples.summary())
    assert len(figure.axes[5].patches) == len(samples.ENCODERS) - 1
    assert figure.axes[5].texts[0].get_text() == "-"


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 14])
def test_few_and_many_encoders(count):
    one = samples.results().query("encoder == 'clip'")
    results = [one.assign(encoder=f"an_encoder_with_quite_a_long_name_{i}") for i in range(count)]
    assert_legible(map_bars(pd.concat(results), samples.summary()))


@pytest.mark.slow
@pytest.mark.parametrize("gallery", ["test", "all"])
def test_histograms_hold_every_query(gallery):
    per_query = samples.per_query()
    figure = ap_histogram(per_query, gallery)
    panels = figure.axes[1:]
    assert len(panels) == 5 * len(samples.ENCODERS)
    rows = per_query[per_query["gallery"] == gallery]
    for index, panel in enumerate(panels):
        heights = np.array([bar.get_height() for bar in panel.patches])
        assert len(heights) == 20
        assert heights.sum() == pytest.approx(1)
        encoder, tier = samples.ENCODERS[index // 5], index % 5 + 1
        values = rows[(rows["encoder"] == encoder) & (rows["tier"] == tier)]["ap"]
        assert heights[-1] == pytest.approx((values >= 0.95).mean())


def test_the_second_place_has_its_own_bar():
    rows = samples.per_query().query("encoder == 'clip' and tier == 5").assign(ap=0.5)
    heights = [bar.get_height() for bar in ap_histogram(rows, "test").axes[1].patches]
    assert heights[10] == 1
