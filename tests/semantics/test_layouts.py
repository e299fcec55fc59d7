import numpy as np
import pytest

from lib.semantics.layouts import METHODS, neighbour_layout
from lib.semantics.measures.clusters import layout_quality
from lib.semantics.neighbours import share_among_nearest
from tests.semantics.samples import blobs

SLOW = [pytest.param(one, marks=pytest.mark.slow) if one == "UMAP" else one for one in METHODS]


@pytest.mark.parametrize("method", SLOW)
def test_far_blobs_stay_apart_and_one_seed_gives_one_layout(method: str) -> None:
    data = blobs(2, 12)
    place = neighbour_layout(method, data.vectors, 3)
    assert place.shape == (24, 2)
    assert place.dtype == np.float64
    near = -np.linalg.norm(place[:, None] - place, axis=2)
    np.fill_diagonal(near, -np.inf)
    number = data.labels[1]
    assert (share_among_nearest(near, number[:, None] == number, 5) == 1).all()
    assert dict(layout_quality(data.vectors, place))["trustworthiness"] > 0.8
    np.testing.assert_array_equal(neighbour_layout(method, data.vectors, 3), place)
    assert not np.allclose(neighbour_layout(method, data.vectors, 4), place)


@pytest.mark.parametrize("method", SLOW)
def test_four_items_are_enough(method: str) -> None:
    place = neighbour_layout(method, np.eye(4), 3)
    assert place.shape == (4, 2)
    assert np.isfinite(place).all()
