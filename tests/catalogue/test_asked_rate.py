import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalogue.asked_rate import Gallery, asked_rate
from lib.core.errors import BenchError


def test_a_rate_is_itself():
    asked = asked_rate(0.05, None, None, "candidates")
    assert (asked.rate(), asked.rate(0.5), asked.gallery) == (0.05, 0.05, None)


def test_a_catalogue_gives_the_rate_of_its_pairs_or_of_its_candidates():
    pairs = asked_rate(None, 10**6, 0.1, "pairs")
    assert pairs.rate() == pytest.approx(1e-7, rel=1e-5)
    candidates = asked_rate(None, 10**6, 0.1, "candidates")
    assert candidates.rate() == 0.1
    # A tenth of the duplicates are not their item's nearest: these candidates are false.
    assert candidates.rate(0.9) == pytest.approx(0.09)


@given(st.integers(2, 10**7), st.floats(0.001, 0.999), st.floats(0.01, 1))
def test_what_is_scored_is_true_or_false(size, share, found):
    for rate_of in ("pairs", "candidates"):
        gallery = Gallery(size, share, rate_of)
        true = gallery.rate(found) * gallery.n_scored
        assert true + gallery.n_negatives(found) == pytest.approx(gallery.n_scored)


@pytest.mark.parametrize(
    ("given_options", "words"),
    [
        ((None, None, None), "nothing says which share"),
        ((0.05, 100, None), "--base-rate and --gallery-size say the base rate twice"),
        ((0.05, None, 0.1), "--base-rate and --duplicate-share say the base rate twice"),
        ((0.05, 100, 0.1), "--base-rate and --gallery-size and --duplicate-share say"),
        ((None, 100, None), "--gallery-size takes --duplicate-share beside it"),
        ((None, None, 0.1), "--duplicate-share takes --gallery-size beside it"),
        ((None, 1, 0.1), "--gallery-size is 1, a pair takes two items"),
        ((None, -3, 0.1), "--gallery-size is -3"),
        ((None, 100, 5), "--duplicate-share is 5.*\n.*did you mean 0.05"),
        ((None, 100, 0.0), "--duplicate-share is 0"),
        ((None, 100, 1.0), "--duplicate-share is 1"),
        ((None, 100, float("nan")), "--duplicate-share is nan"),
        ((5, None, None), "--base-rate is 5.*\n.*did you mean 0.05"),
        ((float("inf"), None, None), "--base-rate is inf"),
    ],
)
def test_both_ways_none_halves_and_what_is_out_of_range_are_refused(given_options, words):
    with pytest.raises(BenchError, match=words):
        asked_rate(*given_options)
