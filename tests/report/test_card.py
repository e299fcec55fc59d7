import re

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from lib.core.errors import BenchError
from lib.report.card import render_card
from lib.report.tier1_alarm import HEADING
from tests.report import samples
from tests.report.test_results_table import parse

FIGURES = [("figures/map_bars.png", "mAP by tier"), ("figures/card.png", "The card")]


def _card(figures=FIGURES, **changes):
    return render_card(samples.summary() | changes, samples.results(), figures)


def _section(card, title):
    """Text below a heading, up to the next heading of any level."""
    return re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", card, re.M | re.S)[1]


def _table(text):
    return parse(re.search(r"(^\|.*\n)+", text, re.M)[0])


@pytest.mark.parametrize("gallery", ["test", "all"])
def test_baselines_parse_back_to_the_results(gallery):
    title = f"mAP in gallery `{gallery}` ({samples.GALLERIES[gallery]} items)"
    rows = {row[0]: row[1:] for row in _table(_section(_card(), title))[1:]}
    for row in samples.results().query(f"gallery == '{gallery}'").to_dict("records"):
        assert float(rows[row["encoder"]][row["tier"]]) == pytest.approx(row["map"], abs=5e-4)


def test_the_leaderboard_says_what_a_row_is():
    head, *rows = _table(_section(_card(), "Leaderboard"))
    assert head == [
        "encoder",
        "status",
        "reads",
        "trained on",
        "what it is",
        "licence",
        "dimensions",
        "s / object",
    ]
    facts = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert list(facts) == list(samples.ENCODERS)
    sent, made = facts[samples.ENCODERS[1]], facts[samples.ENCODERS[0]]
    assert (sent["status"], sent["licence"], sent["s / object"]) == (
        "recomputed",
        "CC-BY-4.0",
        "0.5",
    )
    assert (made["status"], made["licence"], made["s / object"]) == (
        "reproduced",
        "Apache-2.0",
        "-",
    )
    assert (made["trained on"], sent["trained on"]) == ("nothing", "ImageNet")
    assert (made["dimensions"], sent["dimensions"]) == ("19", "20")


@pytest.mark.parametrize("gallery", ["test", "all"])
def test_what_keeping_duplicates_out_changes(gallery):
    text = _section(_card(), "Near-duplicates").split(f"Gallery `{gallery}`:")[1]
    rows = {row[0]: row[1:] for row in _table(text)[1:]}
    for row in samples.results().query(f"gallery == '{gallery}'").to_dict("records"):
        change = row["map"] - row["map_with_duplicates"]
        assert float(rows[row["encoder"]][row["tier"] - 1]) == pytest.approx(change, abs=5.1e-4)


def test_every_fact_of_the_summary_is_told():
    card, summary = _card(), samples.summary()
    found, lacking = (summary["corpus"].pop(name) for name in ("found", "lacking"))
    for value in (
        *found,
        *(f"{count} of 4,000 meshes lack a {kind} they name" for kind, count in lacking.items()),
        *summary["corpus"].values(),
        *summary["split"].values(),
        *summary["galleries"].values(),
        *summary["duplicates"].values(),
        *summary["mining"][0].values(),
        summary["n_objects"],
        summary["n_contents"],
        summary["version"],
        *(part for tier in summary["tiers"] for part in tier.values()),
        *(part for encoder in summary["encoders"] for part in encoder.values()),
    ):
        text = f"{value:,}" if isinstance(value, int) else str(value)
        for line in text.splitlines():
            assert line in card
    for path, caption in FIGURES:
        assert f"![{caption}]({path})" in card


def test_a_corpus_that_lacks_nothing_says_nothing():
    corpus = samples.summary()["corpus"]
    text = _section(
        _card(corpus={**corpus, "found": [], "lacking": {}, "n_passed_over": 0}),
        "Source and licence",
    )
    assert not any(word in text for word in ("Files:", "Missing:", "Passed over:"))


def test_up_in_the_files_is_told():
    corpus = samples.summary()["corpus"]
    assert "z up in the files." in _card()
    assert "y up in glTF files, z in others." in _card(corpus={**corpus, "up_axis": "auto"})


def test_reference_lines_are_told_for_tier_5():
    text = _section(_card(), "How to read Tier 5")
    assert "Gallery `test`: chance 0.062, class recogniser 0.641" in text
    assert "Gallery `all`: chance 0.009, class recogniser 0.180" in text


def test_tier_1_is_one_sentence_when_all_is_well():
    card = _card()
    assert "ALARM" not in card
    assert "Tier 1 is 1.0 for every encoder in every gallery" in card


def test_a_tier_1_failure_is_loud_and_names_the_items():
    card = _card(t1_failures=[samples.failure(25)])
    assert "Tier 1 is 1.0 for every encoder" not in card
    assert card.index(f"## {HEADING}\n") < card.index("## Source and licence")
    text = _section(card, HEADING)
    assert "`pointnet_proxy`, gallery `all`: Tier 1 mAP 0.998438" in text
    assert "alone in first place: 25." in text
    assert "The first 20:" in text
    rows = _table(text)[1:]
    assert len(rows) == 20
    assert rows[3][:2] == ["bottle_0003_t1_2", "bottle_0003"]
    assert "vase_0003" in rows[3][2]


def test_a_low_score_in_the_results_alone_is_loud_too():
    results = samples.results()
    results.loc[results["tier"] == 1, "map"] = 0.99
    card = render_card(samples.summary(), results, [])
    assert card.count("No colliding items were recorded.") == 2 * len(samples.ENCODERS)


def test_empty_parts_become_sentences():
    none = {"n_pairs": 0, "n_items": 0, "n_sources": 0, "queries_touched": 0}
    card = _card([], mining=[], duplicates=none | {"threshold_iou": 0.95})
    assert "No hard negatives were mined" in card
    assert "No near-duplicates were found" in card
    assert "## Pictures" not in card
    _assert_clean(card)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parametric40", "small generators"),
        ("modelnet40", "neither textures nor colours"),
        ("folder", "the user's own"),
    ],
)
def test_each_corpus_has_its_own_warning(name, words):
    corpus = samples.summary()["corpus"] | {"name": name}
    text = _section(_card(corpus=corpus), "What it is not for")
    assert words in text
    assert "Not a production safety filter" in text


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"t1_failures": [samples.failure(2)]},
        {"corpus": samples.summary()["corpus"] | {"licence_notice": ""}},
    ],
    ids=["plain", "alarm", "no notice"],
)
def test_the_markdown_is_clean(changes):
    _assert_clean(_card(**changes))


def _assert_clean(card):
    assert card.endswith("```\n")
    assert "\r" not in card
    assert "\n\n\n" not in card
    lines = card.split("\n")
    assert [line for line in lines if line != line.rstrip()] == []
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if re.match(r"#+ ", line):
            assert (before, after) == ("", "")
        if line.startswith("|"):
            assert all(other == "" or other.startswith("|") for other in (before, after))
    tokens = MarkdownIt("commonmark").enable("table").parse(card)
    tables = sum(token.type == "table_open" for token in tokens)
    assert tables == sum(bool(re.match(r"\| -", line)) for line in lines)
    widths = [
        {len(row) for row in block.split("\n")}
        for block in re.findall(r"(?:^\|.*\n?)+", card, re.M)
    ]
    assert all(len(width - {0}) == 1 for width in widths)


def test_the_card_is_the_same_twice():
    assert _card() == _card()
    shuffled = samples.results().sample(frac=1, random_state=3)
    assert render_card(samples.summary(), shuffled, FIGURES) == _card()


def test_a_missing_key_is_named():
    summary = samples.summary()
    del summary["split"]["sha256"]
    with pytest.raises(BenchError, match=r"split\.sha256"):
        render_card(summary, samples.results(), [])


def test_every_miner_has_its_table_and_is_named_in_it():
    rows = [
        {"miner": miner, "encoder": encoder, "tier": tier, "map": 0.5, "map_low": 0.4}
        | {"map_high": 0.6}
        for miner in ("clip", "dinov2")
        for encoder in ("clip", "dinov2", "zernike3d")
        for tier in (1, 2)
    ]
    overlaps = pd.DataFrame(
        [("clip", "clip", 1.0, 0.6), ("clip", "dinov2", 0.7, 0.6), ("dinov2", "dinov2", 1.0, 0.6)],
        columns=["miner_a", "miner_b", "share", "by_chance"],
    )
    hard = (pd.DataFrame(rows), overlaps)
    card = render_card(samples.summary(), samples.results(), [], hard=hard)
    for miner in ("clip", "dinov2"):
        text = card.split(f"hard negatives under `{miner}` alone, with intervals:")[1]
        table = _table(text)
        assert table[0] == ["encoder", "T1", "T2"]
        (own,) = (row[0] for row in table[1:] if "(the miner)" in row[0])
        assert own.startswith(miner)
        assert {cell for row in table[1:] for cell in row[1:]} == {"0.500 (0.400 to 0.600)"}
    assert _table(card.split("two miners have in common")[1])[1:] == [
        ["clip", "dinov2", "70 %", "60 %"]
    ]
