"""Every picture of the calibration part is legible, and the same twice."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from lib.report import style
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


def _leading(table):
    return table, leaders(table, 3)


BY_ENCODER = {
    "balanced_threshold": (lambda one: balanced_threshold(one(given.thresholds()))),
    "catalogue_sizes": (
        lambda one: catalogue_sizes(*_leading(one(given.catalogue_sizes())), given.TARGET)
    ),
    "embedding_norms": (lambda one: embedding_norms(one(given.norms()))),
    "perturbation_ladder": (lambda one: perturbation_ladder(one(given.ladder()), 0.05, "same")),
    "precision_by_threshold": (
        lambda one: precision_by_threshold(
            one(given.curves()), one(given.thresholds()), "same", "cosine"
        )
    ),
    "roc_pr": (lambda one: roc_pr(one(given.roc()), one(given.pr()), one(given.auc()), "cosine")),
    "score_distributions": (
        lambda one: score_distributions(one(given.histograms()), one(given.thresholds()), "cosine")
    ),
    "threshold_by_base_rate": (lambda one: threshold_by_base_rate(one(given.thresholds()))),
    "threshold_recipes": (lambda one: threshold_recipes(one(given.recipes()), "same", 0.95)),
}

PICTURES = {name: partial(draw, lambda table: table) for name, draw in BY_ENCODER.items()} | {
    "audit_weeks": lambda: audit_weeks(given.weeks(), given.estimators(), given.TARGET),
    "cross_class_negatives": (
        lambda: cross_class_negatives(given.cross_class(), samples.view, "clip")
    ),
    "two_prevalences": _two_prevalences,
}


def _words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def _copies(count):
    def one(table):
        rows = table[table["encoder"] == "pointnet_proxy_normals"]
        names = [f"an_encoder_with_quite_a_long_name_{i:02d}" for i in range(count)]
        return pd.concat([rows.assign(encoder=name) for name in names], ignore_index=True)

    return one


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PICTURES))
def test_legible(name):
    assert_legible(PICTURES[name]())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PICTURES))
def test_the_same_bytes_twice(name):
    assert style.png(PICTURES[name]()) == style.png(PICTURES[name]())


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, pytest.param(25, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_one_encoder_and_many_with_long_names(name, count):
    assert_legible(BY_ENCODER[name](_copies(count)))


@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_no_rows_are_a_sentence(name):
    figure = BY_ENCODER[name](lambda table: table.iloc[:0])
    assert_legible(figure)
    assert any(words.startswith("No ") for words in _words(figure))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "balanced_threshold",
        "perturbation_ladder",
        "precision_by_threshold",
        "threshold_recipes",
        "score_distributions",
        "threshold_by_base_rate",
    ],
)
def test_no_threshold_reaches_the_target(name):
    def one(table):
        table = table[table["encoder"].isin(given.ENCODERS[:2])]
        if not {"min_precision", "rung", "recipe"} & set(table):
            return table
        words = ("threshold", "recall", "precision", "false_alarms")
        values = [c for c in table if any(w in c for w in words) and c != "min_precision"]
        return table.assign(**dict.fromkeys(values, np.nan))

    assert_legible(BY_ENCODER[name](one))


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        {"event": np.nan},
        {"event": "the same long thing happened again"},
        {"low": 0.0},
        {"true_precision": np.nan},
        {"estimate": np.nan, "low": np.nan, "high": np.nan},
        {"alarm": True},
    ],
)
def test_odd_weeks(change):
    assert_legible(audit_weeks(given.weeks().assign(**change), given.estimators(), given.TARGET))


def test_an_audit_without_weeks_or_estimators():
    assert_legible(audit_weeks(given.weeks().iloc[:1], given.estimators().iloc[:0], given.TARGET))
    figure = audit_weeks(given.weeks().iloc[:0], given.estimators(), given.TARGET)
    assert any("No weeks" in words for words in _words(figure))
