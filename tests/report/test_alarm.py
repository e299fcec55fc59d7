from lib.report.alarm import listed, sentence, t1_failures
from lib.report.summary import read_summary
from tests.report import samples


def test_no_alarm_when_tier_1_is_perfect():
    assert t1_failures(samples.results(), read_summary(samples.summary())) == []


def test_a_low_score_raises_the_alarm_even_if_the_summary_is_silent():
    results = samples.results()
    low = (results["encoder"] == "clip") & (results["tier"] == 1) & (results["gallery"] == "test")
    results.loc[low, "map"] = 0.9999
    (failure,) = t1_failures(results, read_summary(samples.summary()))
    assert (failure.encoder, failure.gallery, failure.map) == ("clip", "test", 0.9999)
    assert "No colliding items" in sentence(failure)
    assert "0.999900" in sentence(failure)


def test_the_summary_raises_the_alarm_and_names_the_items():
    summary = samples.summary() | {"t1_failures": [samples.failure(5)]}
    (failure,) = t1_failures(samples.results(), read_summary(summary))
    words = sentence(failure)
    assert "pointnet_proxy" in words
    assert "gallery all" in words
    assert "bottle_0000_t1_2 (source bottle_0000) collides with vase_0000, cup_0044" in words
    assert "and 2 more" in words


def test_long_lists_are_cut():
    assert listed(["a", "b"]) == "a, b"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"
