import numpy as np
import pytest

from lib.encoders.training.batches import NOISY, in_runs, two_clouds
from lib.encoders.training.clouds import PER_SHAPE


def test_shapes_of_a_class_follow_each_other() -> None:
    classes = np.random.default_rng(0).integers(0, 5, 203)
    order = in_runs(classes, 4, np.random.default_rng(1))
    np.testing.assert_array_equal(np.sort(order), np.arange(203))
    changes = np.count_nonzero(np.diff(classes[order]))
    # At least a quarter as many as shapes, less where two runs of a class meet.
    assert 30 < changes < 60
    assert np.count_nonzero(np.diff(classes[in_runs(classes, 1, np.random.default_rng(1))])) > 130


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_two_different_clouds(share: float) -> None:
    pairs = two_clouds(4000, share, np.random.default_rng(0))
    assert pairs.shape == (4000, 2)
    assert (pairs[:, 0] != pairs[:, 1]).all()
    seen = np.bincount(pairs[:, 0], minlength=PER_SHAPE)
    others = np.delete(seen, NOISY)
    assert others.min() > 0.9 * others.max()
    by_chance = 2 / PER_SHAPE
    expected = share + (1 - share) * by_chance
    assert (pairs == NOISY).any(axis=1).mean() == pytest.approx(expected, abs=0.03)
