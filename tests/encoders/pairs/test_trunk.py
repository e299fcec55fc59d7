"""The trunk against a convolution written down in full."""

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from lib.encoders.pairs.trunk import CHANNELS, STRIDE, Trunk, see, weights_of


@pytest.fixture
def arrays():
    torch.manual_seed(4)
    return weights_of(Trunk(), "one")


def _layer(maps, weight, bias, stride, padding):
    padded = np.pad(maps, ((0, 0), (padding, padding), (padding, padding)))
    sums = [
        sum(
            correlate2d(channel, kernel, "valid")
            for channel, kernel in zip(padded, kernels, strict=True)
        )
        for kernels in weight
    ]
    return np.stack(sums)[:, ::stride, ::stride] + bias[:, None, None]


def test_the_map_is_what_scipy_computes(arrays):
    picture = np.random.default_rng(1).integers(0, 256, (32, 32)).astype(np.uint8)
    own = {name: array.astype(np.float64) for name, array in arrays.items()}
    x = picture[None] / 255 - 0.25
    for name, stride, padding in (("edges", 4, 2), ("shapes", 2, 1), ("last", 1, 1)):
        x = _layer(x, own[f"one.{name}.weight"], own[f"one.{name}.bias"], stride, padding)
        x = np.maximum(x, 0) if name != "last" else x
    found = see(arrays, "one", picture[None])[0]
    assert found.shape == (CHANNELS, 32 // STRIDE, 32 // STRIDE)
    np.testing.assert_allclose(found, x, atol=2e-5)


def test_neither_batch_nor_threads_count(arrays):
    pictures = np.random.default_rng(2).integers(0, 256, (40, 64, 64)).astype(np.uint8)
    together = see(arrays, "one", pictures)
    np.testing.assert_array_equal(see(arrays, "one", pictures[35:]), together[35:])
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        np.testing.assert_array_equal(see(arrays, "one", pictures), together)
    finally:
        torch.set_num_threads(before)


def test_weights_are_few_and_of_half_precision(arrays):
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
    assert sum(array.size for array in arrays.values()) < 10_000


def test_other_trunks_of_a_file_are_left_alone(arrays):
    pictures = np.zeros((1, 32, 32), dtype=np.uint8)
    more = {**arrays, "two.edges.weight": np.zeros(3, dtype=np.float16), "mean": np.zeros(1)}
    np.testing.assert_array_equal(see(more, "one", pictures), see(arrays, "one", pictures))
    with pytest.raises(RuntimeError, match="Missing key"):
        see(arrays, "other", pictures)
