import pytest

from lib.catalogue.asked_rate import Gallery
from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.sentences import rate_words, scan_sentence, share_words, two_steps
from lib.core.params.sections import CalibrateParams
from lib.thresholds.pick import Target
from tests.catalogue.test_calibrate import normal, sample


def made(size, share, rate_of="pairs", apart=6.0, m=20_000):
    gallery = Gallery(size, share, rate_of)
    return calibrate(
        sample(*normal(400, m, apart=apart)),
        Origin("s.csv", "score", "an encoder", rate_of=rate_of),
        gallery.rate(),
        Target(0.9, 0.95),
        CalibrateParams(resamples=100),
        gallery,
    )


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.5, "50 % of pairs"),
        (0.0499, "4.99 % of pairs"),
        (1e-4, "0.01 % of pairs"),
        (9.99e-5, "1 in 10,000 pairs"),
        (1.000001e-7, "1 in 10,000,000 pairs"),
        (1 / 123_456, "1 in 123,000 pairs"),
    ],
)
def test_small_shares_are_one_in_so_many(rate, words):
    assert share_words(rate, "pairs") == words


def test_a_scan_is_told_with_its_limit():
    found = made(100_000, 0.05)
    assert rate_words(found.threshold) == "1 in 2,000,000 pairs"
    words = scan_sentence(found, found.scan)
    assert "scores every pair: 4,999,950,000 pairs, 1 in 2,000,000 true" in words
    assert "raises 0 false alarms a scan" in words


def test_two_steps_are_offered_where_they_help():
    found = made(100_000, 0.05)
    words = two_steps(found, "my meshes")
    assert words.endswith(
        "python -m lib calibrate 'my meshes' --encoder 'an encoder' --gallery-size 100000 "
        "--duplicate-share 0.05 --min-precision 0.9 --rate-of candidates"
    )
    assert "of which about 5 % are true" in words
    assert f"about {found.scan.negatives_of_candidates:,.0f}" in words
    assert found.scan.negatives_of_candidates < 1e-4 * found.scan.negatives_needed
    assert two_steps(found).endswith("(--rate-of candidates).")


def test_two_steps_are_not_offered_where_they_do_not():
    assert made(3, 0.5).certified is not None
    assert two_steps(made(3, 0.5), "s") == ""
    few = made(1000, 0.05, "candidates", m=30)
    assert few.certified is None
    assert two_steps(few, "s") == ""


def test_beyond_what_can_be_counted_no_number_is_made_up():
    found = made(10**12, 1e-6)
    assert found.scan.negatives_needed is None
    assert "takes more than 10^12 independent false ones" in scan_sentence(found, found.scan)
