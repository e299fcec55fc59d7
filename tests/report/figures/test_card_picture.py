from matplotlib.text import Text

from lib.report.card import render_card
from lib.report.figures.card_picture import card_picture
from tests.report import samples
from tests.report.layout import assert_legible


def _words(figure):
    return " ".join(text.get_text() for text in figure.findobj(Text))


def test_the_first_page_shows_source_hash_and_tiers():
    words = _words(card_picture(render_card(samples.summary(), samples.results(), [])))
    for part in ("Source and licence", samples.DIGEST, "Tiers", "remesh and noise"):
        assert part in words
    assert "the card goes on" in words


def test_a_short_card_is_shown_whole_on_a_short_page():
    figure = card_picture(
        "# Title\n\nSome **bold** and `code` words.\n\n- one\n- two\n\n> quoted\n"
    )
    assert_legible(figure)
    assert figure.get_size_inches()[1] < 2.5
    words = _words(figure)
    assert "the card goes on" not in words
    for part in ("Title", "bold", "code", "one", "two", "quoted"):
        assert part in words


def test_no_heading_is_left_alone_at_the_foot():
    text = "# Title\n\nFirst.\n\n## Orphan\n\n### Below it\n\n" + "long words " * 400
    figure = card_picture(text, height=3.0)
    words = _words(figure)
    assert "First." in words
    assert "Orphan" not in words
    assert "Below it" not in words
    assert "the card goes on" in words
    assert_legible(figure)


def test_long_words_and_wide_tables_stay_on_the_page():
    cells = " | ".join(["a rather long cell that has to be broken"] * 6)
    figure = card_picture(f"{'x' * 400}\n\n| {cells} |\n|{'---|' * 6}\n| {cells} |\n")
    assert_legible(figure)
