import pandas as pd

from lib.report.card import render_card
from lib.report.card_left_out import card_left_out
from lib.report.summary import read_summary
from tests.report import samples


def _scores() -> pd.DataFrame:
    rows = [
        (encoder, classes, tier, gallery, 0.5 + tier / 20, 0.4, 0.9, 80)
        for encoder, classes in (("clip", "unseen"), ("dinov2", "seen"), ("dinov2", "unseen"))
        for tier in (2, 3)
        for gallery in ("test", "all")
    ]
    names = ["encoder", "classes", "tier", "gallery", "map", "map_low", "map_high", "n_queries"]
    return pd.DataFrame(rows, columns=names)


def test_a_row_that_learned_stands_there_twice() -> None:
    tables = card_left_out(_scores(), read_summary(samples.summary()))
    assert list(tables) == ["test", "all"]
    head, _, *rows = tables["all"].splitlines()
    assert [cell.strip() for cell in head.strip("|").split("|")] == ["encoder", "T2", "T3"]
    assert [row.split("`")[1] for row in rows] == ["clip", "dinov2", "dinov2 (seen)"]
    assert rows[0].count("0.600 (0.400 to 0.900)") == 1


def test_without_scores_there_is_no_section() -> None:
    assert card_left_out(_scores()[:0], read_summary(samples.summary())) == {}
    title = "On classes that no training has seen"
    summary, results = samples.summary(), samples.results()
    assert title not in render_card(summary, results, [], left_out=_scores()[:0])
    card = render_card(summary, results, [], left_out=_scores())
    assert title in card
    assert "without bench, bowl;" in card
