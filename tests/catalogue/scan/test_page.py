import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from lib.catalogue.scan.page import MOST_UNUSABLE, scan_page
from lib.catalogue.scan.result import Pictures
from lib.duplicates.relations.names import RELATIONS
from tests.catalogue.scan import samples

ODD = [
    "</script><script>alert(1)</script>\"'&amp;.obj",
    "<!--<script>.stl",
    "שלום/\u202egpj.exe",
    "caf\\xe9/odd\\xff.ply",
    "folder/" * 600 + "chair.glb",
    "two\nlines.obj",
]


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.data = [], [], ""
        self._words = []
        self.feed(text)
        self.close()
        self.words = "".join(self._words)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "br", "wbr", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script" and self.tags[-1][1].get("id") == "data":
            self.data += data
        elif self.open and self.open[-1] not in {"style", "script"}:
            self._words.append(data)

    def classed(self, name):
        return [a for _, a in self.tags if name in (a.get("class") or "").split()]


def text(found=None, pictures=None):
    found = found or samples.small()
    return scan_page(found, pictures or samples.pictures(found))


def odd():
    pairs = [
        samples.pair(*sorted([one, other]), 0.99 - place * 0.01)
        for place, (one, other) in enumerate(zip(ODD, ODD[1:] + ODD[:1], strict=True))
    ]
    unusable = tuple((name, f"{name} is damaged") for name in ODD)
    return samples.result(pairs, folder=ODD[0], unusable=unusable, notes=(ODD[1],))


def test_it_is_closed_loads_nothing_and_comes_out_the_same() -> None:
    found = text()
    assert _Page(found).open == []
    assert found == text()
    assert not re.search(r"https?:|//www|src=|<link|@import|url\((?!data:image/png;base64,)", found)
    assert not re.search(r"\bfetch\b|XMLHttpRequest|WebSocket|innerHTML|\beval\b", found)


def test_all_is_there_without_a_script() -> None:
    found = samples.small(unusable=(("x/broken.stl", "it ends early"),), notes=("Some are grey",))
    page = _Page(text(found))
    for item in found.items:
        assert item.id in page.words
        assert f"{item.n_faces:,} faces" in page.words
    for one in found.pairs:
        if (one.item_a, one.item_b) != ("a/1", "a/3"):
            assert f"{one.similarity:.6g}" in page.words
    assert "1 pair among the copies themselves: see pairs.csv" in page.words
    assert page.words.count("keep: most faces") == 2
    assert "no texture" in page.words
    assert "2,048 texture pixels" in page.words
    assert "changed 1970-01-09" in page.words
    assert "x/broken.stl: it ends early" in page.words
    assert "Some are grey." in page.words
    for relation, meaning in RELATIONS.items():
        assert relation in page.words
        assert meaning in page.words
    hidden = [a for _, a in page.tags if "hidden" in a]
    assert hidden == []


def test_pairs_and_their_data_are_in_the_same_order() -> None:
    page = _Page(text())
    rows = [a for _, a in page.tags if re.fullmatch(r"p\d+", a.get("id", ""))]
    pairs = json.loads(page.data)["pairs"]
    assert [a["id"] for a in rows] == [f"p{n}" for n in range(len(pairs))]
    assert [a["aria-label"] for a in rows] == [f"Pair: {one[0]} and {one[1]}" for one in pairs]


def test_names_cannot_break_the_page() -> None:
    page = _Page(text(odd()))
    assert page.open == []
    assert sum(tag == "script" for tag, _ in page.tags) == 2
    assert "alert(1)" in page.words
    assert "\\u202egpj.exe" in page.words
    assert "\u202e" not in page.words
    assert "two\\u000alines.obj" in page.words
    assert page.words.count("folder/" * 600) >= 2
    named = {name for one in json.loads(page.data)["pairs"] for name in one[:2]}
    assert named == set(ODD)


def test_a_lone_half_of_a_character_can_be_written() -> None:
    found = samples.result([samples.pair("a\udcff", "b", 0.99)])
    assert "a\\udcff" in text(found).encode().decode()


def test_ids_are_unique_and_references_lead_somewhere() -> None:
    page = _Page(text())
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(set(ids)) == len(ids)
    assert {a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a} <= set(ids)


def test_each_picture_is_held_once_and_has_words() -> None:
    found = samples.small()
    page = _Page(text(found))
    held = re.findall(r"\.p(\d+)\{background-image", text(found))
    assert held == [str(n) for n in range(len(held))]
    assert len(held) == len(found.items) + len(found.pairs) - 1
    shown = [a for _, a in page.tags if a.get("role") == "img"]
    assert {re.search(r"p(\d+)", a["class"]).group(1) for a in shown} == set(held)
    assert all(a["aria-label"] for a in shown)
    assert "Where a/2 differs from a/1" in {a["aria-label"] for a in shown}
    assert "the kept one, coloured by distance from this one" in page.words
    assert "this one, coloured by distance from the kept one" in page.words
    assert page.words.count("2 % or more") == len(found.pairs) - 1


def test_what_has_no_picture_is_said() -> None:
    found = samples.small()
    page = _Page(text(found, Pictures({}, {}, {})))
    assert page.classed("p") == []
    assert len(page.classed("none")) == 13
    assert f"{len(found.items)} items could not be drawn" in page.words
    assert "The difference of 7 pairs could not be drawn" in page.words


@pytest.mark.slow
def test_what_lies_beyond_the_bound_is_said_not_drawn() -> None:
    found = samples.many(450)
    page = _Page(text(found))
    assert "The first 400 have pictures" in page.words
    assert "could not be drawn" not in page.words
    assert len(page.classed("none")) == 2 * (450 - 400) + 2 * (450 - 200)
    assert len(re.findall("background-image", text(found))) <= 1800


@pytest.mark.slow
def test_a_page_of_five_thousand_pairs_each_is_bounded() -> None:
    page = text(samples.many(5200))
    assert len(page) < 16e6  # the pictures of the samples are tiny
    assert len(json.loads(_Page(page).data)["pairs"]) == 10_000


def test_decisions_about_pairs_that_are_not_shown_are_kept() -> None:
    found = samples.small()
    assert json.loads(_Page(text(found)).data)["others"] == []
    pairs = tuple(
        dataclasses.replace(one, decision="reject")
        if (one.item_a, one.item_b) == ("a/1", "a/3")
        else one
        for one in found.pairs
    )
    (kept,) = json.loads(_Page(text(samples.small(pairs=pairs))).data)["others"]
    assert (kept["item_a"], kept["item_b"], kept["decision"]) == ("a/1", "a/3", "reject")
    assert kept["sha256_a"] == found.items[0].sha256
    assert set(kept) == {"item_a", "item_b", "sha256_a", "sha256_b", "similarity", "decision"}


def test_the_key_is_that_of_the_scan() -> None:
    def key(found):
        return json.loads(_Page(text(found)).data)["key"]

    found = samples.small()
    decided = tuple(dataclasses.replace(one, decision="reject") for one in found.pairs)
    assert key(found) == key(samples.small())
    assert key(found) == key(samples.small(pairs=decided))
    assert key(found) != key(samples.small(threshold=samples.threshold(value=0.91)))
    assert key(found) != key(samples.small(folder="other"))
    other = tuple(dataclasses.replace(one, sha256="0" * 64) for one in found.items)
    assert key(found) != key(samples.small(items=other))


def test_many_files_that_could_not_be_used_are_cut_short_and_counted() -> None:
    unusable = tuple((f"x/{n:05d}", "damaged") for n in range(MOST_UNUSABLE + 1234))
    page = _Page(text(samples.small(unusable=unusable)))
    assert page.words.count("damaged") == MOST_UNUSABLE
    assert "The other 1,234 are in scan.json." in page.words


def test_an_odd_clock_does_not_stop_the_page() -> None:
    found = samples.small()
    items = tuple(dataclasses.replace(one, modified=2**48) for one in found.items)
    assert "changed 8921556-12-07" in _Page(text(samples.small(items=items))).words


def test_nothing_found_is_a_page_too() -> None:
    page = _Page(text(samples.result([])))
    assert page.open == []
    assert "No duplicates among 0 items." in page.words
    assert "There is no group." in page.words


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
        for name in ("ink", "muted", "link", "good", "bad"):
            for ground in ("paper", "raised"):
                low, high = sorted(_luminance(colours[one]) for one in (name, ground))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)
