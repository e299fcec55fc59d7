import pytest

from lib.catalogue.scan.cards import lay_out
from lib.catalogue.scan.words import counted, extent, standing, summary, terms, visible
from lib.duplicates.search.found import Coverage
from tests.catalogue.scan import samples


def said(found):
    return dict(terms(found))


def test_the_summary_counts_what_could_go() -> None:
    assert summary(samples.small()) == (
        "2 groups of 5 items: 3 of 9 could go. 4 pairs outside the groups."
    )
    assert summary(samples.result([])) == "No duplicates among 0 items."
    one = samples.result([samples.pair("a", "b", 0.95, "mirrored")])
    assert summary(one) == "No duplicates among 2 items. 1 pair outside the groups."


def test_a_promise_is_made_only_by_a_certificate() -> None:
    words = said(samples.small())["Threshold in force"]
    assert words.startswith("cosine ≥ 0.9: made from somewhere. It promises a precision")
    assert "at least 90 % with 95 % confidence where 5 % of the pairs" in words
    point = samples.small(threshold=samples.threshold("l2", 0.25, None))
    assert said(point)["Threshold in force"] == (
        "l2 ≤ 0.25: made from somewhere. Nothing is promised for it."
    )


def test_the_base_rate_says_what_it_is_a_share_of() -> None:
    words = said(samples.small())["Base rate"]
    assert words.startswith("5 % of the items are assumed to have a duplicate")
    assert "of all 36 pairs of the folder that is 1.25 %, about one in 80." in words
    assert said(samples.small(pair_rate=0.0))["Base rate"].endswith("have a duplicate.")


@pytest.mark.parametrize(
    ("expected", "words"), [(None, "Not known"), (0.004, "About 0.004 of"), (1234.56, "1,234.6")]
)
def test_false_alarms_are_expected_or_unknown(expected, words) -> None:
    assert words in said(samples.small(expected_false_alarms=expected))["Expected false alarms"]


def test_the_upper_limit_of_false_alarms_is_told() -> None:
    found = samples.small(expected_false_alarms=0.0, false_alarms_high=4.34)
    assert (
        "About 0.0, and no more than 4.3 with confidence, of"
        in said(found)["Expected false alarms"]
    )


def test_what_a_search_missed_is_said_with_its_interval() -> None:
    assert said(samples.small())["Search"] == "Exact: every two items were compared."
    part = Coverage("lists", 0.993, 0.981, 0.998, 1000, 5312)
    words = said(samples.small(coverage=part))["Search"]
    assert "99.3 % of the pairs above the threshold" in words
    assert "98.1 % to 99.8 %" in words
    assert "1,000 items that were searched again in full (5,312 pairs)" in words


def test_files_that_could_not_be_used_are_counted() -> None:
    assert "1 file could not be used" in said(samples.small(unusable=(("x", "y"),)))["Items"]
    assert "could not" not in said(samples.small())["Items"]


def test_what_is_left_out_is_said() -> None:
    full = lay_out(samples.small())
    assert extent(full, "groups") == "2 groups, those of the most items first."
    assert extent(full, "outside").startswith("4 pairs, ")
    assert extent(lay_out(samples.result([])), "outside") == "There is no such pair."
    many = lay_out(samples.many(5001))
    words = extent(many, "groups")
    assert words.startswith("5,001 groups")
    assert "The first 5,000 are listed here; all are in pairs.csv" in words
    assert "The first 400 have pictures, 1,200 pictures at most" in words
    assert "The first 200 have pictures, 600 pictures at most" in extent(many, "outside")


def test_each_pair_outside_has_its_reason() -> None:
    reasons = [standing(one) for one in lay_out(samples.small()).outside]
    assert ["judge" in reasons[0], "not confirmed" in reasons[1]] == [True, True]
    assert ["different" in reasons[2], "Rejected" in reasons[3]] == [True, True]


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted(n, "pair") for n in (0, 1, 2000)] == ["0 pairs", "1 pair", "2,000 pairs"]


def test_characters_that_do_not_show_are_written_out() -> None:
    assert visible("a\u202eb\n\udcff") == "a\\u202eb\\u000a\\udcff"
    assert visible("שלום/é 👩\u200d🔧 <b>") == "שלום/é 👩\u200d🔧 <b>"
