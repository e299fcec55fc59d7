import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from lib.report.card import render_card
from lib.report.card_thresholds import certified, headline
from lib.report.pictures import CAPTIONS, threshold_pictures
from lib.report.wording import number
from tests.report import samples
from tests.report.calibration_tables import NOISE, tables
from tests.report.layout import assert_legible
from tests.report.test_card import _section, _table

Table = Callable[[pd.DataFrame, str], str]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def card() -> str:
    return render_card(samples.summary(), samples.results(), [], tables())


@pytest.mark.parametrize("negatives", ["sampled", "cross", "same"])
@pytest.mark.parametrize(("table", "prefix"), [(headline, ""), (certified, "certified_")])
def test_cells_hold_what_the_table_holds(negatives: str, table: Table, prefix: str) -> None:
    rows = _table(table(tables().thresholds, negatives) + "\n")
    assert rows[0] == ["encoder", "50 %", "20 %", "5 %", "1 %"]
    given = tables().thresholds.query("negatives == @negatives").set_index(["encoder", "base_rate"])
    for encoder, *cells in rows[1:]:
        for rate, cell in zip((0.5, 0.2, 0.05, 0.01), cells, strict=True):
            row = given.loc[(encoder, rate)]
            if "/" in cell:
                threshold, recall = (float(x) for x in cell.split(" / "))
                assert threshold == pytest.approx(row[f"{prefix}threshold"], abs=5e-7)
                assert recall == pytest.approx(row[f"{prefix}recall"], abs=5e-4)
                continue
            assert np.isnan(row[f"{prefix}threshold"])
            if cell.startswith("needs"):
                assert cell == f"needs {row['negatives_needed']:,.0f}"
            else:
                assert cell == ("none" if prefix else "out of reach")


def test_every_set_states_its_assumption(card: str) -> None:
    text = card.split("What a certificate assumes:")[1].split("###")[0]
    for row in tables().thresholds.drop_duplicates("negatives").itertuples():
        assert f"- `{row.negatives}`: {row.assumption}." in text


def test_catalogues_are_told_for_one_encoder(card: str) -> None:
    text = _section(card, "From the size of a catalogue to its base rate")
    rows = _table(text)
    assert [row[0] for row in rows[1:]] == ["1,000", "10,000", "100,000", "1,000,000", "10,000,000"]
    assert "Below is `sharp`" in text
    assert "No threshold can be certified here for all pairs of a catalogue." in text
    n_negatives = tables().catalogues["n_negatives"].iloc[0]
    assert f"{n_negatives:,} pairs cannot tell" in text
    assert "of the 49,999,995,000,000 pairs of 10,000,000 items" in text
    assert "--gallery-size 10000000 --duplicate-share 0.05 --rate-of candidates" in text


def test_the_ladder_is_told_rung_by_rung(card: str) -> None:
    rows = _table(_section(card, "The ladder of harder copies"))
    ladder = tables().ladder
    counts = ladder.drop_duplicates("rung").set_index("name")["n_pairs"]
    assert rows[0][1:] == [f"{name} ({count})" for name, count in counts.items()]
    last = ladder[(ladder["base_rate"] == 0.05) & (ladder["negatives"] == "same")]
    for name, *cells in rows[1:]:
        own = last[last["encoder"] == name.strip("`")].sort_values("rung")
        for cell, one in zip(cells, own.itertuples(), strict=True):
            ends = f"{number(one.recall_low)}, {number(one.recall_high)}"
            assert cell == (
                f"{number(one.recall_fixed)} [{ends}] / {number(one.recall_recomputed)}"
            )
    assert [row[0] for row in rows[1:]] == sorted(NOISE)


def test_the_bucket_counts_pairs_of_every_finder_and_scorer(card: str) -> None:
    rows = _table(_section(card, "The eval bucket"))
    assert rows[0] == ["found by", "blurred", "sharp"]
    counts = {(one["found_by"], one["encoder"]): one for one in tables().facts["bucket"]}
    for finder, *cells in rows[1:]:
        for scorer, cell in zip(rows[0][1:], cells, strict=True):
            one = counts[finder.split(" ")[0].strip("`"), scorer]
            assert cell == f"{one['n_flagged']} / {one['n_risen']}"


def test_twelve_weeks_and_the_advice(card: str) -> None:
    text = _section(card, "The weekly audit, simulated")
    assert len(re.findall(r"^\| \d+ ", text, re.M)) == 12
    assert "labels a week are" in text


def test_a_card_without_thresholds_is_still_a_card() -> None:
    assert "## Thresholds" not in render_card(samples.summary(), samples.results(), [])


def test_every_picture_is_drawn_and_legible() -> None:
    names = []
    for name, figure in threshold_pictures(tables(), lambda _: samples.view("chair_0001"), "sharp"):
        names.append(name)
        assert_legible(figure)
    thresholds = list(CAPTIONS)[list(CAPTIONS).index("threshold-by-base-rate.png") :]
    # That one needs the meshes.
    thresholds.remove("duplicates.png")
    assert names == thresholds
