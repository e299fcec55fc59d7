"""What the pictures of the calibration part show is what they were given."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from lib.report import scales, style
from lib.report.catalogue_sizes_text import leaders
from lib.report.figures.audit_weeks import audit_weeks
from lib.report.figures.balanced_threshold import balanced_threshold
from lib.report.figures.catalogue_sizes import catalogue_sizes
from lib.report.figures.cross_class_negatives import cross_class_negatives
from lib.report.figures.embedding_norms import embedding_norms
from lib.report.figures.perturbation_ladder import perturbation_ladder
from lib.report.figures.precision_by_threshold import precision_by_threshold
from lib.report.figures.roc_pr import roc_pr
from lib.report.figures.score_distributions import score_distributions
from lib.report.figures.threshold_by_base_rate import threshold_by_base_rate
from lib.report.figures.threshold_recipes import threshold_recipes
from lib.report.figures.two_prevalences import two_prevalences
from lib.thresholds.histogram import binned
from tests.report import calibration_samples as given
from tests.report import samples
from tests.report.layout import assert_legible


def _threshold(encoder="clip", negatives="same", base_rate=0.5):
    table = given.thresholds().set_index(["encoder", "negatives", "base_rate"])
    return float(table.loc[(encoder, negatives, base_rate), "threshold"])


def _two_prevalences(threshold=None):
    scores = given.scores("clip")
    cut = _threshold() if threshold is None else threshold
    return two_prevalences(
        scores["twin"], scores["same"], cut, "clip", (0.5, 0.05), given.ENCODERS, "cosine"
    )


def _words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_histograms_of_distances_run_from_far_to_near():
    scores = {"twin": np.array([0.0, 0.1]), "same": np.array([2.0, 4.0, 8.0])}
    table = binned(scores, "l2").assign(encoder="e")
    assert (table["left"] > table["right"]).all()
    assert table.loc[table["kind"] == "same", "count"].iloc[0] == 1
    assert table.loc[table["kind"] == "twin", "count"].tolist()[-1] == 1
    thresholds = given.thresholds().query("encoder == 'clip'").assign(encoder="e", threshold=0.5)
    assert_legible(score_distributions(table, thresholds, "l2"))


def test_distribution_bars_are_shares_and_lines_are_thresholds():
    histograms = given.histograms()
    figure = score_distributions(histograms, given.thresholds(), "cosine")
    panel = figure.axes[3]
    rows = histograms[histograms["encoder"] == "clip"].set_index("kind")
    for stairs, kind in zip(panel.patches, ("same", "twin"), strict=True):
        shares, edges, _ = stairs.get_data()
        assert shares == pytest.approx(rows.loc[kind, "count"] / len(given.scores("clip")[kind]))
        assert edges[1:] == pytest.approx(np.maximum(1 - rows.loc[kind, "right"], 1e-6))
    placed = [line.get_xdata()[0] for line in panel.lines]
    assert placed == pytest.approx([1 - _threshold(base_rate=rate) for rate in (0.5, 0.01)])
    assert stairs.get_facecolor()[:3] == pytest.approx(to_rgb("#0072b2"))


def test_missing_thresholds_are_said():
    table = given.thresholds()
    table = table.assign(threshold=table["threshold"].where(table["base_rate"] > 0.01))
    figure = score_distributions(given.histograms(), table, "cosine")
    assert _words(figure).count("no threshold at 1 %") == 3 * len(given.ENCODERS)


def test_norms_are_divided_by_their_median():
    figure = embedding_norms(given.norms())
    norms = given.norms().groupby("encoder")["norm"]
    words = _words(figure)
    for encoder in given.ENCODERS:
        values = norms.get_group(encoder)
        assert f"{values.median():.4g}" in words
        assert f"{values.max() / values.min():.2f}" in words


def test_a_zero_vector_is_said_and_unit_vectors_are_drawn():
    norms = given.norms()
    norms.loc[norms["encoder"] == "clip", "norm"] = 1.0
    norms.loc[0, "norm"] = 0.0
    figure = embedding_norms(norms)
    assert_legible(figure)
    assert "a zero vector" in _words(figure)
    assert_legible(embedding_norms(norms.iloc[1:640]))


def test_curves_are_the_tables():
    figure = roc_pr(given.roc(), given.pr(), given.auc(), "cosine")
    left, right = figure.axes[5:7]
    roc = given.roc().query("negatives == 'same'")
    pr = given.pr().query("negatives == 'same'")
    for index, encoder in enumerate(given.ENCODERS):
        rows = roc[roc["encoder"] == encoder]
        assert np.array_equal(left.lines[index].get_ydata(), rows["tpr"])
        assert np.array_equal(left.lines[index].get_xdata(), rows["fpr"].clip(lower=1e-4))
        rows = pr[pr["encoder"] == encoder]
        assert np.array_equal(right.lines[index].get_xdata(), rows["recall"])
        assert np.array_equal(right.lines[index].get_ydata(), rows["precision"])
    area = given.auc().query("encoder == 'hog_multiview' and negatives == 'same'").iloc[0]
    low, high = area["roc_auc_low"], area["roc_auc_high"]
    assert f"{area['roc_auc']:.3f} [{low:.3f}, {high:.3f}]" in _words(figure)


def test_every_roc_panel_has_pr_beside_it():
    figure = roc_pr(given.roc(), given.pr(), given.auc(), "cosine")
    labels = [axes.get_xlabel() for axes in figure.axes[1:]]
    assert labels == ["false-positive rate, logarithmic", "recall"] * 3


def test_another_similarity_has_no_curves():
    figure = roc_pr(given.roc(), given.pr(), given.auc(), "l2")
    assert any("No curves" in words for words in _words(figure))


def _panel(figure, encoder, negatives, side, per_side=3):
    """Panels go side, encoder, set."""
    count = len(given.ENCODERS)
    index = (side * count + given.ENCODERS.index(encoder)) * per_side
    return figure.axes[1 + index + given.SETS.index(negatives)]


@pytest.mark.parametrize(("side", "quantity"), [(0, "threshold"), (1, "recall")])
def test_estimates_are_hollow_and_certified_ones_filled(side, quantity):
    figure = threshold_by_base_rate(given.thresholds())
    rows = given.thresholds().query("encoder == 'clip' and negatives == 'sampled'")
    panel = _panel(figure, "clip", "sampled", side)
    hollow, filled = panel.lines[:2]
    assert np.array_equal(hollow.get_ydata(), rows[quantity], equal_nan=True)
    assert np.array_equal(filled.get_ydata(), rows[f"certified_{quantity}"], equal_nan=True)
    assert hollow.get_markerfacecolor() == "white"
    assert filled.get_markerfacecolor() != "white"
    crosses = [place for line in panel.lines[2:] for place in line.get_xdata()]
    assert crosses == np.flatnonzero(rows["certificate"] == "not certifiable").tolist()
    assert crosses


def test_no_threshold_has_a_mark_of_its_own():
    table = given.thresholds()
    chosen = (table["encoder"] == "clip") & (table["negatives"] == "same")
    last = chosen & (table["base_rate"] == 0.01)
    table = table.assign(threshold=table["threshold"].mask(last), recall=table["recall"].mask(last))
    marks = _panel(threshold_by_base_rate(table), "clip", "same", 1).lines[2:]
    assert [(mark.get_marker(), list(mark.get_xdata())) for mark in marks] == [
        ("x", [2]),
        ("X", [3]),
    ]


@pytest.mark.slow
def test_balanced_bars_and_their_false_alarms():
    figure = balanced_threshold(given.thresholds())
    rows = given.thresholds().query("encoder == 'clip' and negatives == 'same'")
    panel = figure.axes[3]
    assert [bar.get_height() for bar in panel.patches] == rows["balanced_precision"].tolist()
    alarms = rows["balanced_false_alarms_per_1000"]
    assert [text.get_text() for text in panel.texts] == [f"{value:,.0f}" for value in alarms]


def test_precision_lines_are_the_table_and_points_are_thresholds():
    figure = precision_by_threshold(given.curves(), given.thresholds(), "same", "cosine")
    panel = figure.axes[1]
    rows = given.curves().query("encoder == 'clip' and negatives == 'same'")
    drawn = [line for line in panel.lines if line.get_marker() == "None"]
    for line, rate in zip(drawn, given.RATES, strict=False):
        expected = rows[rows["base_rate"] == rate].sort_values("threshold")
        assert np.array_equal(line.get_ydata(), expected["precision"])
        assert np.array_equal(line.get_xdata(), np.maximum(1 - expected["threshold"], 1e-6))
    points = [line.get_xdata()[0] for line in panel.lines if line.get_marker() == "o"]
    assert points == pytest.approx([1 - _threshold(base_rate=rate) for rate in given.RATES])


def test_areas_under_two_base_rates():
    scores, cut = given.scores("clip"), _threshold()
    figure = _two_prevalences()
    recall = (scores["twin"] >= cut).mean()
    alarms = (scores["same"] >= cut).mean()
    for panel, rate in zip(figure.axes[1:], (0.5, 0.05), strict=True):
        areas = {}
        for bar in panel.patches:
            left = bar.get_x()
            area = bar.get_height() * np.log((left + bar.get_width()) / left)
            color = tuple(round(part, 3) for part in bar.get_facecolor()[:3])
            areas[color] = areas.get(color, 0) + area
        grey, blue, red = (
            areas[tuple(round(part, 3) for part in to_rgb(color))]
            for color in ("#9aa3ad", "#0072b2", style.ALARM)
        )
        assert blue == pytest.approx(rate)
        assert grey == pytest.approx((1 - rate) * (1 - alarms))
        assert red == pytest.approx((1 - rate) * alarms)
        precision = rate * recall / (rate * recall + (1 - rate) * alarms)
        assert f"precision {precision:.3f}" in _words(figure)


@pytest.mark.parametrize("threshold", [-1.0, 1.0, 2.0])
def test_thresholds_at_the_ends_are_drawn(threshold):
    assert_legible(_two_prevalences(threshold))


def test_two_prevalences_without_a_threshold():
    assert any("No threshold" in words for words in _words(_two_prevalences(np.nan)))


def test_hard_pairs_once_a_pair_of_classes():
    table = given.cross_class()
    asked = []

    def view(name):
        asked.append(name)
        return samples.view(name)

    figure = cross_class_negatives(table, view, "dinov2")
    rows = table.query("found_by == 'dinov2' and encoder == 'dinov2'").sort_values("rank")
    first = rows.drop_duplicates(["class_a", "class_b"]).head(6)
    pairs = zip(first["object_a"], first["object_b"], strict=True)
    assert asked == [name for pair in pairs for name in pair]
    words = _words(figure)
    for row in first.to_dict("records"):
        assert f"{row['class_a']} and {row['class_b']} · {row['score']:.3f}" in words
    flagged = table.query("found_by == 'dinov2' and rank == 1")["flagged"].sum()
    assert f"flagged by {flagged} of {len(given.ENCODERS)} encoders" in words


def test_no_hard_pairs_are_a_sentence():
    figure = cross_class_negatives(given.cross_class().iloc[:0], samples.view, "clip")
    assert_legible(figure)
    assert any("No hard negatives" in words for words in _words(figure))


def test_ladder_lines_are_the_table():
    figure = perturbation_ladder(given.ladder(), 0.05, "same")
    rows = given.ladder().query("encoder == 'hog_multiview' and negatives == 'same'")
    rows = rows[rows["base_rate"] == 0.05]
    repicked, fixed, none = figure.axes[3].lines
    assert np.array_equal(fixed.get_ydata(), rows["recall_fixed"])
    assert np.array_equal(repicked.get_ydata(), rows["recall_recomputed"], equal_nan=True)
    assert list(none.get_xdata()) == rows["rung"][rows["recall_recomputed"].isna()].tolist()
    assert len(none.get_xdata())


def test_recipes_are_the_table_and_say_why_there_is_none():
    figure = threshold_recipes(given.recipes(), "same", given.TARGET)
    rows = given.recipes().query("encoder == 'hog_multiview' and negatives == 'same'")
    for panel, recipe in zip(
        figure.axes[11:16], ("f1", "youden", "dip", "density", "precision"), strict=True
    ):
        expected = rows[rows["recipe"] == recipe]
        _, recall, precision = panel.lines
        assert np.array_equal(precision.get_ydata(), expected["precision"], equal_nan=True)
        assert np.array_equal(recall.get_ydata(), expected["recall"], equal_nan=True)
    assert figure.axes[13].texts[0].get_text() == "no dip"


def test_weeks_are_the_table_and_marked():
    weeks = given.weeks()
    figure = audit_weeks(weeks, given.estimators(), given.TARGET)
    rates, band, precision = figure.axes[1:4]
    assert np.array_equal(rates.lines[0].get_ydata(), weeks["base_rate"])
    stratified, trap = rates.lines[1:3]
    flagged = weeks["audit"] == "flagged only"
    assert np.array_equal(stratified.get_ydata(), weeks["estimate"][~flagged])
    assert list(trap.get_xdata()) == weeks["week"][flagged].tolist() == [11]
    assert list(band.lines[1].get_xdata()) == [9]
    fixed, repicked = precision.lines[1:3]
    assert np.array_equal(fixed.get_ydata(), weeks["fixed_precision"])
    assert np.array_equal(repicked.get_ydata(), weeks["true_precision"])
    for event in ("week 5: base rate moves", "week 11: only flagged items audited"):
        assert event in _words(figure)


def test_catalogues_show_the_table_and_tint_what_is_not_certified():
    table = given.catalogue_sizes()
    names = leaders(table, 10)
    figure = catalogue_sizes(table, names, given.TARGET)
    for column, name in enumerate(names):
        rows = table[table["encoder"] == name]
        recall, alarms = (figure.axes[1 + row * len(names) + column] for row in (1, 2))
        np.testing.assert_array_equal(recall.lines[0].get_ydata(), rows["recall"])
        np.testing.assert_array_equal(alarms.lines[0].get_ydata(), rows["false_alarms_high"])
        np.testing.assert_array_equal(alarms.lines[1].get_ydata(), rows["false_alarms"])
        unsure = rows.loc[rows["certificate"] != "certified", "size"]
        for size in rows["size"]:
            tinted = any(
                patch.get_x() < size < patch.get_x() + patch.get_width() for patch in recall.patches
            )
            assert tinted == (size in set(unsure))
        crosses = recall.lines[1].get_xdata()
        assert list(crosses) == rows.loc[rows["recall"].isna(), "size"].tolist()


def test_estimators_best_first():
    table = given.estimators()
    panel = audit_weeks(given.weeks(), table, given.TARGET).axes[4]
    means = table.groupby("estimator")["error"].agg(lambda error: error.abs().mean())
    bars = [line.get_xdata()[0] for line in panel.lines if line.get_marker() == "|"]
    assert bars == pytest.approx(sorted(means))


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.9, 0.98, ["0.90", "0.92", "0.94", "0.96", "0.98"]),
        (0, 1, ["0.0", "0.5", "1.0"]),
        (-1, 1, ["\N{MINUS SIGN}1", "0", "1"]),
        (0.99991, 0.99998, ["0.99992", "0.99994", "0.99996", "0.99998"]),
    ],
)
def test_ticks_are_round_and_inside(low, high, texts):
    values, words = scales.ticks(low, high, 4 if len(texts) > 3 else 2)
    assert words == texts
    assert all(low <= value <= high for value in values)


def test_an_encoder_has_the_colour_of_its_bars():
    names = [f"e{i:02d}" for i in range(20)]
    bars, curves = style.encoder_styles(names), style.line_styles(names)
    assert [curves[name]["color"] for name in names] == [bars[name]["facecolor"] for name in names]
    assert len({tuple(curves[name].values()) for name in names}) == 20
