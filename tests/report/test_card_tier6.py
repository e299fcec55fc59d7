import pytest

from lib.report.card import render_card
from lib.report.card_tier6 import card_tier6
from tests.evaluation import samples as tier6
from tests.report import samples
from tests.report.test_results_table import parse


@pytest.fixture(scope="module")
def made():
    return tier6.tables()


def section(made, hard=None):
    hard = made["hard-gallery.csv"] if hard is None else hard
    return card_tier6(hard, made["lookalikes.csv"], made["collisions.csv"])


def test_scores_parse_back_and_the_miner_is_marked(made):
    header, *rows = parse(section(made)["scores"])
    assert header == ["encoder", "lookalikes of `one", "lookalikes of `two"]
    table = made["hard-gallery.csv"].query("tier == 6").set_index(["encoder", "miner"])
    for encoder, *cells in rows:
        for miner, cell in zip(tier6.ENCODERS, cells, strict=True):
            row = table.loc[(encoder, miner)]
            assert cell.startswith(f"{row['rank']:.0f}: {row['map']:.3f} ({row['map_low']:.3f} to ")
            assert cell.endswith("(the miner)") == (encoder == miner)


def test_lost_rankings_are_a_share_of_all(made):
    scored = made["hard-gallery.parquet"].query("tier == 6")
    lost = (scored["beaten_by"] != "").groupby(scored["encoder"]).mean()
    rows = parse(section(made)["collisions"])[1:]
    assert [row[0] for row in rows] == list(tier6.ENCODERS)
    for encoder, share, pairs in rows:
        assert float(share.split()[0]) == pytest.approx(100 * lost[encoder], rel=5e-3)
        counts = made["collisions.csv"].query("encoder == @encoder")
        both = counts.groupby(["class", "lookalike_class"])["n_beaten"].sum()
        (one, other), most = both.sort_values(ascending=False, kind="stable").index[0], both.max()
        # Two miners, six queries a class.
        assert pairs.startswith(f"{one} → {other} {most} of 12")


def test_chance_is_that_of_the_gallery(made):
    # A source and four lookalikes: (1 + 1/2 + 1/3 + 1/4 + 1/5) / 5.
    assert section(made)["chance"] == pytest.approx(137 / 300)
    assert section(made)["n_lookalikes"] == tier6.TOP
    assert section(made)["n_queries"] == 18


def test_none_lost_and_tier_off(made):
    perfect = card_tier6(
        made["hard-gallery.csv"], made["lookalikes.csv"], made["collisions.csv"].iloc[:0]
    )
    assert {tuple(row[1:]) for row in parse(perfect["collisions"])[1:]} == {("0 %", "none")}
    off = made["hard-gallery.csv"].query("tier != 6")
    assert section(made, off) == {}


def test_the_card_has_the_section_only_where_the_tier_is_on(made):
    found = section(made)
    on = render_card(samples.summary(), samples.results(), [], tier6=found)
    off = render_card(samples.summary(), samples.results(), [], tier6={})
    assert found["scores"] in on
    assert found["collisions"] in on
    assert "Chance is 0.457." in on
    assert "## Tier 6: lookalikes of other classes" in on
    assert "Tier 6" not in off
    assert "\n\n\n" not in on
