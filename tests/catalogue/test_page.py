import re
from html.parser import HTMLParser

import numpy as np
import pytest

from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.figures import base_rates, distributions, roc_pr
from lib.catalogue.page import calibration_page, verdict_sentence
from lib.catalogue.scored_pairs import ScoredPairs
from lib.core.params.sections import CalibrateParams
from lib.report import style
from lib.thresholds.pick import Target
from lib.thresholds.similarities import RISING
from tests.report.layout import assert_legible


def made(similarity="cosine", base_rate=0.05, n=300, m=20000, groups=False, source="scores.csv"):
    rng = np.random.default_rng(5)
    positives, negatives = rng.beta(60, 2, n), rng.beta(12, 4, m)
    shift = 0.0 if RISING[similarity] else 1.0
    shared = (np.arange(n) % 90, np.arange(m) % 90) if groups else (None, None)
    return calibrate(
        ScoredPairs(positives - shift, negatives - shift, *shared, "f" * 64),
        Origin(source, similarity, notes=("the pairs are <made>",)),
        base_rate,
        Target(min_precision=0.9, confidence=0.95),
        CalibrateParams(resamples=100),
    )


CASES = {
    "cosine": {},
    "distance, few, at an odd rate": {"similarity": "l2", "n": 20, "m": 30, "base_rate": 0.125},
    "groups, at one of the rates": {"groups": True, "base_rate": 0.5},
    "rare": {"similarity": "score", "base_rate": 0.001, "m": 300},
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_pictures_are_legible(case):
    found = made(**CASES[case])
    for draw in (distributions, roc_pr, base_rates):
        assert_legible(draw(found))


def test_axes_run_towards_likeness():
    for similarity, rising in (("cosine", True), ("l2", False)):
        low, high = distributions(made(similarity)).axes[1].get_xlim()
        assert (low < high) == rising


def test_roc_never_stands_without_pr():
    labels = [axes.get_ylabel() for axes in roc_pr(made()).axes]
    assert labels[1:] == ["recall (true-positive rate)", "precision"]


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.found += [value for key, value in attrs if key in ("src", "href")]
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.slow
@pytest.mark.parametrize("case", list(CASES)[:2])
def test_the_page_stands_alone(case):
    page = calibration_page(made(**CASES[case]))
    parser = _Links()
    parser.feed(page)
    assert parser.open == []
    assert len(parser.found) == 3
    assert all(link.startswith("data:image/png;base64,") for link in parser.found)
    assert not re.search(r"https?:|@import|url\(", page)
    assert "nan" not in re.sub(r"base64,[^\"]+", "", page).lower()


@pytest.mark.slow
def test_the_page_shows_the_numbers_of_the_record(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = made(source="<b>.csv")
    page = calibration_page(found)
    assert page == calibration_page(made(source="<b>.csv"))
    assert "&lt;b&gt;.csv" in page
    assert "the pairs are &lt;made&gt;" in page
    assert found.config.replace(">=", "&gt;=") in page
    assert f"≥ {found.certified.threshold:.6g}" in page
    assert "Certified: at a base rate of 5 %" in page
    assert found.verdict.assumption in verdict_sentence(found)
    assert style.ALARM in page


@pytest.mark.slow
def test_what_cannot_be_certified_says_what_it_would_take():
    found = made(n=60, m=100)
    words = verdict_sentence(found)
    assert words.startswith("Not certifiable at a base rate of 5 %")
    assert f"{found.verdict.negatives_needed:,.0f} independent false pairs" in words
    assert "This is a point estimate." in calibration_page(found)
