import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import TabulateParams
from lib.evaluation.dvc_metrics import retrieval_metrics
from lib.evaluation.metrics import mean_ap, score
from lib.evaluation.standings import standings
from lib.evaluation.tabulate import results, tabulate
from tests.evaluation import samples

PARAMS = TabulateParams(resamples=200)


@pytest.fixture(scope="module")
def per_query() -> pd.DataFrame:
    objects, duplicates = samples.objects(), samples.duplicates()
    parts = [score(objects, duplicates, samples.vectors(name), name) for name in samples.ENCODERS]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def made(per_query: pd.DataFrame) -> dict[str, pd.DataFrame]:
    tables = samples.tables()
    return tabulate(
        per_query,
        tables["hard-gallery.parquet"],
        samples.objects(),
        tables["hard-negatives.csv"],
        PARAMS,
    )


def test_every_row_has_its_interval_and_rank(
    made: dict[str, pd.DataFrame], per_query: pd.DataFrame
) -> None:
    rows = made["baseline-results.csv"]
    assert rows["map"].tolist() == mean_ap(per_query)["map"].tolist()
    assert (rows["map_low"] <= rows["map"]).all()
    assert (rows["map"] <= rows["map_high"]).all()
    ranked = standings(per_query, PARAMS.seed, PARAMS.resamples, PARAMS.confidence)
    assert rows["rank"].tolist() == ranked["rank"].tolist()


def test_tables_that_speak_of_each_other_agree(made: dict[str, pd.DataFrame]) -> None:
    rows, ranks = made["baseline-results.csv"], made["rank-histograms.csv"]
    keys = ["encoder", "tier", "gallery"]
    counted = ranks.groupby(keys)["count"].sum()
    assert counted.loc[rows.set_index(keys).index].tolist() == rows["n_queries"].tolist()
    lost = made["collisions.csv"]
    assert (lost["n_beaten"] <= lost["n_queries"]).all()
    own = made["miner-overlap.csv"].query("miner_a == miner_b")
    assert np.allclose(own["share"], 1)


def test_rows_of_some_encoders_take_the_ranks_of_all(
    made: dict[str, pd.DataFrame], per_query: pd.DataFrame
) -> None:
    rows = made["baseline-results.csv"]
    one = samples.ENCODERS[0]
    some = results(per_query[per_query["encoder"] == one], rows)
    expected = rows[rows["encoder"] == one].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, expected)


def test_metrics_are_the_rows(made: dict[str, pd.DataFrame]) -> None:
    rows = made["baseline-results.csv"]
    one = samples.ENCODERS[0]
    own = rows[rows["encoder"] == one]
    found = retrieval_metrics(own)[one]
    for row in own.itertuples():
        assert found[f"T{row.tier}"][row.gallery] == pytest.approx(row.map, abs=5e-7)
