import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from lib.thresholds.curves import roc_auc
from lib.thresholds.sweep.points import curve_tables, histogram_table
from tests.thresholds.sweep.samples import sweep


def test_the_drawn_roc_has_the_area_of_the_full_one() -> None:
    found = sweep()
    roc, pr, _ = curve_tables(found)
    for (similarity, negatives), points in roc.groupby(["similarity", "negatives"]):
        area = np.trapezoid(np.append(0, points["tpr"]), np.append(0, points["fpr"]))
        assert area == pytest.approx(roc_auc(found.curve(negatives, similarity=similarity)))
    assert len(pr) == len(roc)


def test_thresholds_stand_in_the_similaritys_own_direction() -> None:
    roc, _, _ = curve_tables(sweep())
    l2 = roc[(roc["similarity"] == "l2") & (roc["negatives"] == "cross")]
    assert l2["threshold"].is_monotonic_increasing
    assert (l2["threshold"] >= 0).all()


def test_one_curve_a_base_rate() -> None:
    found = sweep()
    by_rate = curve_tables(found)[2]
    sizes = by_rate.groupby(["negatives", "base_rate"]).size().unstack()
    assert (sizes.nunique(axis=1) == 1).all()
    at = by_rate[(by_rate["negatives"] == "sampled") & (by_rate["base_rate"] == 0.5)]
    assert at["precision"].iloc[-1] == pytest.approx(0.5)


def test_histograms_count_every_pair_in_common_bins() -> None:
    table = histogram_table(sweep(), bins=25)
    counts = table.groupby("kind")["count"].sum().to_dict()
    assert counts == {"twin": 36, "sampled": 36, "cross": 432, "same": 198}
    edges = table.groupby("kind")["left"].apply(tuple)
    assert edges.nunique() == 1


def test_auc_of_the_samples_is_neither_trivial_nor_random() -> None:
    """The fixtures would prove little if every encoder in them were perfect."""
    found = sweep(noise=0.6)
    true, false = found.scores("r1"), found.scores("same")
    labels = np.repeat([1, 0], [len(true), len(false)])
    assert 0.6 < roc_auc_score(labels, np.append(true, false)) < 0.999
