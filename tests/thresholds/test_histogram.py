import numpy as np
import pytest

from lib.thresholds.histogram import binned, distances
from tests.report import calibration_samples as given


def test_histograms_hold_every_pair():
    scores = given.scores("clip")
    table = binned(scores, "cosine")
    counts = table.groupby("kind")["count"].sum()
    assert counts.to_dict() == {kind: len(values) for kind, values in scores.items()}
    assert (table["right"] > table["left"]).all()
    for kind, values in scores.items():
        rows = table[table["kind"] == kind]
        edges = rows["left"].to_numpy()
        assert (np.diff(edges) > 0).all()
        middle = rows[(rows["left"] > 0.8) & (rows["left"] < 0.9)].iloc[0]
        inside = (values > middle["left"]) & (values <= middle["right"])
        assert middle["count"] == inside.sum()


@pytest.mark.parametrize("scores", [{"twin": [1.0], "same": [1.0]}, {"twin": [-1.0, 1.0]}])
def test_constant_and_opposite_scores_fall_in_bins(scores):
    arrays = {kind: np.array(values) for kind, values in scores.items()}
    assert binned(arrays, "cosine")["count"].sum() == sum(len(values) for values in scores.values())


def test_distances_have_a_smallest() -> None:
    assert distances([1.0, 0.5, -1.0], "cosine").tolist() == [1e-6, 0.5, 2.0]
    assert distances([0.0, 3.0], "l2").tolist() == [1e-6, 3.0]
