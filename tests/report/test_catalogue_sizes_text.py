import pandas as pd
import pytest

from lib.report.catalogue_sizes_text import catalogue_sizes, leaders
from lib.report.wording import about, rarity
from tests.report import calibration_samples as given
from tests.report.test_card import _table


def test_leaders_have_the_most_recall_in_the_smallest_catalogue():
    table = given.catalogue_sizes()
    first = table[table["size"] == 1000].sort_values("recall", ascending=False)
    assert leaders(table, 3) == first["encoder"].head(3).tolist()
    assert leaders(table.assign(recall=float("nan")), 3) == []


def test_of_equals_the_first_by_name_leads():
    table = given.catalogue_sizes().assign(recall=0.5)
    assert leaders(table.iloc[::-1], 2) == sorted(given.ENCODERS)[:2]


def test_rows_that_are_made_here_come_before_submitted_ones():
    table = given.catalogue_sizes()
    last = leaders(table, 10)[-1]
    assert leaders(table, 3, {last}) == [last]
    assert leaders(table, 1, {"somebody else"}) == leaders(table, 1)


@pytest.mark.parametrize("encoder", given.ENCODERS)
def test_cells_hold_what_the_table_holds(encoder):
    table = given.catalogue_sizes()
    found = catalogue_sizes(table, {encoder})
    assert found["encoder"] == encoder
    rows = _table(found["table"] + "\n")[1:]
    own = table[table["encoder"] == encoder]
    for (size, rate, threshold, recall, alarms, certificate), row in zip(
        rows, own.itertuples(), strict=True
    ):
        assert size == f"{row.size:,}"
        assert float(rate.removeprefix("1 in ").replace(",", "")) == pytest.approx(
            1 / row.pair_rate, rel=0.005
        )
        if pd.isna(row.threshold):
            assert (threshold, recall, alarms, certificate) == ("out of reach", "-", "-", "none")
            continue
        assert float(threshold) == pytest.approx(row.threshold)
        assert float(recall.split(" [")[0]) == pytest.approx(row.recall, abs=5e-4)
        few, many = (float(part.replace(",", "")) for part in alarms.split(", up to "))
        assert few == pytest.approx(row.false_alarms, rel=0.005)
        assert many == pytest.approx(row.false_alarms_high, rel=0.005)
        assert certificate.startswith("certified" if row.certificate == "certified" else "needs ")
    assert found["negatives_of_candidates"] == "2,200"
    assert found["certified"] == (own["certificate"] == "certified").any()


def test_nobody_reaches_the_target():
    assert catalogue_sizes(given.catalogue_sizes().assign(recall=float("nan"))) == {}


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (0.01234, "0.0123"), (9.016, "9.02"), (99.96, "100"), (9_019_339, "9,020,000")],
)
def test_counts_have_three_digits(count, words):
    assert about(count) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.05, "5 %"), (1e-4, "0.01 %"), (5e-5, "1 in 20,000"), (5.000001e-9, "1 in 200,000,000")],
)
def test_rare_shares_are_one_in_so_many(rate, words):
    assert rarity(rate) == words
