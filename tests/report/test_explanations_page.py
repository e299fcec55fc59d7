import re
from html.parser import HTMLParser

import pytest

from lib.report.explanations_page import KINDS, explanations_page
from tests.report import explained_samples as samples


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "br", "wbr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words += data

    def all(self, name, key):
        return [
            attributes[key] for tag, attributes in self.tags if tag == name and key in attributes
        ]


def text(table=None, counts=None):
    return explanations_page(
        samples.table() if table is None else table,
        samples.counts() if counts is None else counts,
        samples.ring,
        "parametric40",
    )


@pytest.fixture(scope="module")
def page():
    return _Page(text())


@pytest.mark.slow
def test_it_is_closed_loads_nothing_and_comes_out_the_same(page) -> None:
    assert page.open == []
    found = text()
    assert found == text()
    assert not re.search(r"https?:|src=|<link|@import|url\((?!data:)", found)


def test_every_link_leads_somewhere_and_no_id_comes_twice(page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    links = page.all("a", "href")
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(links) == len(samples.ENCODERS) * len(KINDS)
    labelled = page.all("section", "aria-labelledby")
    assert len(labelled) == len(links)
    assert set(labelled) <= set(ids)


def test_each_picture_is_there_once_and_has_words(page) -> None:
    style = re.findall(r"\.p(\d+)\{background-image", text())
    assert style == [str(number) for number in range(len(style))]
    table = samples.table()
    shown = {*zip(table["item"], table["item_view"], strict=True)}
    shown |= {*zip(table["neighbour"], table["neighbour_view"], strict=True)}
    assert len(style) == len(shown)
    used = {re.search(r"p(\d+)", one).group(1) for one in page.all("span", "class") if "p p" in one}
    assert used == set(style)
    for tag, attributes in page.tags:
        if attributes.get("role") == "img":
            assert len(attributes["aria-label"]) > 5, tag


def test_every_number_of_the_tables_is_said(page) -> None:
    for row in samples.counts().itertuples():
        assert f"{row.n_flagged} flagged of {row.n_looked_at} looked at" in page.words
        assert row.note in page.words
    for row in samples.table().itertuples():
        assert f"{row.similarity:.3f}" in page.words
        assert f"{row.rank:g} of 1,800" in page.words
    assert page.words.count("· the source") == 8
    assert page.words.count("· the match") == 4
    assert page.words.count("Nothing to show.") == 1
    assert page.words.count("Tier 3 query") == 4
    assert "It is <so>." in page.words


def test_parts_and_maps_only_where_views_are_averaged(page) -> None:
    own = samples.table().query("encoder == 'by_view'")
    assert len([one for one in page.all("span", "class") if one == "m"]) == len(own)
    assert page.words.count("Part of each view") == own.groupby(["kind", "place"]).ngroups


def test_names_cannot_break_the_page() -> None:
    table = samples.table().assign(item='<b>"x"</b>/\'&amp;', neighbour="</style><i>/y")
    found = _Page(text(table))
    assert found.open == []
    assert "i" not in {tag for tag, _ in found.tags}
    assert '<b>"x"</b>/\'&amp;' in found.words


def test_an_encoder_that_flags_nothing_is_named() -> None:
    counts = samples.counts().assign(n_flagged=0, n_shown=0)
    found = _Page(text(samples.table().iloc[:0], counts))
    assert found.words.count("Nothing to show.") == len(counts)


def _luminance(colour):
    """Relative luminance, WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stand_out_in_light_and_in_dark() -> None:
    themes = re.findall(r":root \{(.*?)\}", text(), re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#\w+)", theme))
        for name in ("ink", "muted", "link", "other"):
            for ground in ("paper", "raised"):
                low, high = sorted(_luminance(colours[one]) for one in (name, ground))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)
