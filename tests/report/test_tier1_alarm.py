from pathlib import Path

from lib.report.summary import read_summary
from lib.report.tier1_alarm import ANCHOR, HEADING, alarm_lines, t1_failures
from lib.report.wording import listed
from tests.report import samples


def test_no_alarm_when_tier_1_is_perfect():
    assert t1_failures(samples.results(), read_summary(samples.summary())) == []


def test_a_low_score_raises_the_alarm_even_if_the_summary_is_silent():
    results = samples.results()
    low = (results["encoder"] == "clip") & (results["tier"] == 1) & (results["gallery"] == "test")
    results.loc[low, "map"] = 0.9999
    (failure,) = t1_failures(results, read_summary(samples.summary()))
    assert (failure.encoder, failure.gallery, failure.map) == ("clip", "test", 0.9999)
    assert failure.collisions == ()


def test_the_summary_raises_the_alarm_and_names_the_items():
    summary = samples.summary() | {"t1_failures": [samples.failure(5)]}
    (failure,) = t1_failures(samples.results(), read_summary(summary))
    assert (failure.encoder, failure.gallery, failure.n_queries) == ("pointnet_proxy", "all", 5)
    assert failure.collisions[0].rivals == ("vase_0000", "cup_0044")


def test_the_terminal_gets_a_line_an_encoder_that_points_into_the_card():
    failure = samples.failure()
    failures = [failure, failure | {"gallery": "test"}, failure | {"encoder": "clip"}]
    assert alarm_lines(failures, Path("reports/c/dataset_card.md")) == [
        "ALARM: clip misses identical objects (gallery all): "
        "reports/c/dataset_card.md#alarm-tier-1-is-below-10",
        "ALARM: pointnet_proxy misses identical objects (gallery all, gallery test): "
        "reports/c/dataset_card.md#alarm-tier-1-is-below-10",
    ]
    assert alarm_lines([], Path("card.md")) == []


def test_the_anchor_is_what_github_makes_of_the_title():
    kept = "".join(c for c in HEADING.lower() if c.isalnum() or c in " -_")
    assert kept.replace(" ", "-") == ANCHOR


def test_long_lists_are_cut():
    assert listed(["a", "b"]) == "a, b"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"
