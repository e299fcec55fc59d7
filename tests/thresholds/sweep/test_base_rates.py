import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from lib.core.tables import declared
from lib.objects.rungs import RUNGS
from lib.thresholds.dvc_metrics import threshold_metrics
from lib.thresholds.sweep.base_rates import auc_table, threshold_tables
from lib.thresholds.sweep.ladder import ladder_table
from tests.thresholds.sweep.samples import PARAMS, manifest, sweep


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    return threshold_tables(sweep())


def test_a_row_for_every_base_rate_and_set(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table = tables[0]
    assert set(declared("threshold-by-base-rate.csv").names) == set(table.columns)
    assert table.groupby("negatives").size().to_dict() == {"cross": 4, "same": 4, "sampled": 4}


def test_the_articles_two_patterns(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    for _, group in tables[0].groupby("negatives"):
        falling = group.sort_values("base_rate", ascending=False).dropna(subset="threshold")
        assert falling["threshold"].is_monotonic_increasing
        assert falling["recall"].is_monotonic_decreasing


def test_precision_is_counted_and_within_its_interval(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    found = sweep()
    for row in tables[0].dropna(subset="threshold").itertuples():
        tpr = (found.scores("r1") >= row.threshold).mean()
        fpr = (found.scores(row.negatives) >= row.threshold).mean()
        flagged = row.base_rate * tpr + (1 - row.base_rate) * fpr
        assert row.precision == pytest.approx(row.base_rate * tpr / flagged)
        assert row.recall == pytest.approx(tpr)
        assert row.precision >= PARAMS.min_precision - 1e-12
        assert row.precision_low <= row.precision + 1e-12
        assert row.precision <= row.precision_high + 1e-12
        assert row.recall_low <= row.recall <= row.recall_high
        assert row.false_alarms_per_1000 == pytest.approx(1000 * (1 - row.precision))


def test_the_balanced_threshold_is_the_same_everywhere_and_delivers_less(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    for _, group in tables[0].groupby("negatives"):
        assert group["balanced_threshold"].nunique() == 1
        falling = group.sort_values("base_rate", ascending=False)
        assert falling["balanced_precision"].is_monotonic_decreasing
        first = falling.iloc[0]
        assert first["balanced_threshold"] == first["threshold"]


def test_the_lowest_threshold_stands_beside_and_is_never_better(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    table = tables[0].dropna(subset="threshold")
    assert (table["lowest_threshold"] <= table["threshold"]).all()
    assert (table["lowest_precision"] <= table["precision"]).all()
    assert (table["lowest_precision"] >= table["min_precision"] - 1e-9).all()
    assert (table["lowest_false_alarms_per_1000"] >= table["false_alarms_per_1000"]).all()
    assert (table["lowest_threshold"] < table["threshold"]).any()


def test_certified_thresholds_are_never_below_the_point_estimate(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    table = tables[0]
    certified = table[table["certificate"] == "certified"]
    assert len(certified) > 0
    assert (certified["certified_threshold"] >= certified["threshold"]).all()
    refused = table[table["certificate"] == "not certifiable"]
    assert refused["certified_threshold"].isna().all()
    assert (refused["reason"] != "").all()
    assert (table["assumption"] != "").all()


def test_distances_give_the_same_verdicts_as_cosines() -> None:
    """Unit-length L2 is a falling function of the cosine: same pairs, another number."""
    cosine = threshold_tables(sweep())[0]
    other = threshold_tables(sweep(params=PARAMS.model_copy(update={"similarity": "l2_unit"})))[0]
    for column in ("precision", "recall", "certified_recall", "precision_low"):
        np.testing.assert_allclose(other[column], cosine[column])
    np.testing.assert_allclose(other["threshold"], np.sqrt(2 - 2 * cosine["threshold"]), atol=1e-6)


def test_auc_and_its_interval(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = sweep()
    auc = auc_table(found, tables[1])
    assert len(auc) == 9
    for row in auc.itertuples():
        positives = found.scores("r1", row.similarity)
        negatives = found.scores(row.negatives, row.similarity)
        labels = np.repeat([1, 0], [len(positives), len(negatives)])
        expected = roc_auc_score(labels, np.append(positives, negatives))
        assert row.roc_auc == pytest.approx(expected)
        if row.similarity == "l2":
            assert np.isnan(row.roc_auc_low)
        else:
            assert row.roc_auc_low <= row.roc_auc <= row.roc_auc_high


def test_near_duplicates_are_drawn_together() -> None:
    duplicates = pd.DataFrame({"item_a": ["bed/bed_000"], "item_b": ["bed/bed_001"]})
    groups = sweep(duplicates=duplicates).group_of
    assert groups["bed/bed_000"] == groups["bed/bed_001"]
    assert groups.nunique() == 35


def test_the_ladder_falls_and_a_new_threshold_never_loses_precision() -> None:
    found = sweep(noise=0.3)
    table = ladder_table(found, RUNGS)
    assert len(table) == 3 * 4 * 5
    for _, group in table.groupby(["negatives", "base_rate"]):
        assert group["fixed_threshold"].nunique(dropna=False) == 1
        first, last = group.iloc[0], group.iloc[-1]
        assert first["recall_fixed"] == pytest.approx(first["recall_recomputed"], nan_ok=True)
        if not np.isnan(first["recall_fixed"]):
            assert last["recall_fixed"] < first["recall_fixed"]
            low, high = group["recall_low"], group["recall_high"]
            assert ((low <= group["recall_fixed"]) & (group["recall_fixed"] <= high)).all()


def test_ladder_and_table_recommend_the_same_threshold(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    ladder = ladder_table(sweep(), {1: RUNGS[1]})
    both = tables[0].merge(ladder, on=["encoder", "negatives", "base_rate"])
    assert len(both) == len(tables[0])
    pd.testing.assert_series_equal(both["threshold"], both["fixed_threshold"], check_names=False)


def test_metrics_have_the_same_keys_for_a_bad_encoder() -> None:
    """Rows must line up in `dvc metrics diff`, also where nothing reaches the target."""

    def made(noise: float) -> dict[str, object]:
        found = sweep(noise=noise)
        table, areas = threshold_tables(found)
        named = threshold_metrics(table, auc_table(found, areas), ladder_table(found, RUNGS))
        assert list(named) == [found.encoder]
        return named[found.encoder]

    def keys(value: object) -> object:
        return {k: keys(v) for k, v in value.items()} if isinstance(value, dict) else None

    good, bad = made(0.05), made(5.0)
    assert keys(good) == keys(bad)
    assert good["recall"]["cross"]["0.5"] > bad["recall"]["cross"]["0.5"]  # type: ignore[index]


def test_one_class_leaves_one_set() -> None:
    table, areas = threshold_tables(sweep(manifest(30, ("bed",))))
    assert set(table["negatives"]) == {"same"} == set(areas["negatives"])
