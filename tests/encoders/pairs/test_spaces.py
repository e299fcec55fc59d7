"""What is compared with what, on trunks whose maps are known."""

import numpy as np
import pytest
import torch

from lib.encoders.pairs.spaces import (
    ALIGNMENT,
    BOTH,
    PRINTED,
    SHARED,
    SPACES,
    SUPERVISED,
    alignment,
    standardised,
    statistics,
)
from lib.encoders.pairs.trunk import Trunk, see, weights_of

RNG = np.random.default_rng(8)
MASKS, IMAGES = RNG.integers(0, 256, (2, 12, 32, 32)).astype(np.uint8)


@pytest.fixture(scope="module")
def arrays():
    found = {}
    for seed, name in enumerate((SHARED, SUPERVISED, PRINTED, BOTH)):
        torch.manual_seed(seed)
        found |= weights_of(Trunk(), name)
    found |= statistics(found, MASKS, IMAGES)
    return {**found, ALIGNMENT: alignment(found, MASKS, IMAGES)}


@pytest.mark.parametrize("name", sorted(SPACES))
def test_vectors_have_one_length_and_as_many_rows_as_pictures(arrays, name):
    masks, printed = SPACES[name][1](arrays, MASKS, IMAGES[:5])
    assert masks.shape == (12, 8 * 16)
    assert printed.shape == (5, 8 * 16)
    np.testing.assert_allclose(np.linalg.norm(masks, axis=1), 1)
    assert (masks[:5] != printed).any()


def test_one_trunk_for_both_gives_the_same_for_the_same_picture(arrays):
    masks, printed = SPACES["contrastive"][1](arrays, MASKS, MASKS)
    np.testing.assert_array_equal(masks, printed)


def test_standardised_maps_have_no_mean_and_unit_deviation(arrays):
    for trunk, kind, pictures in ((SUPERVISED, "mask", MASKS), (BOTH, "simulated", IMAGES)):
        maps = standardised(arrays, trunk, kind, pictures)
        np.testing.assert_allclose(maps.mean(axis=0), 0, atol=1e-4)
        np.testing.assert_allclose((maps**2).mean(axis=(0, 2, 3)), 1, rtol=1e-3)


def test_the_alignment_finds_a_map_that_is_there():
    torch.manual_seed(0)
    one = weights_of(Trunk(), SUPERVISED)
    # The other trunk gives the same channels in another order, one of them negated.
    order, sign = np.array([3, 0, 1, 2, 7, 6, 5, 4]), np.array([1, 1, -1, 1, 1, 1, 1, 1])
    other = {name.replace(SUPERVISED, PRINTED): array for name, array in one.items()}
    other[f"{PRINTED}.last.weight"] = one[f"{SUPERVISED}.last.weight"][order] * sign[
        :, None, None, None
    ].astype(np.float16)
    other[f"{PRINTED}.last.bias"] = one[f"{SUPERVISED}.last.bias"][order] * sign.astype(np.float16)
    both = {name.replace(SUPERVISED, BOTH): array for name, array in one.items()}
    arrays = {**one, **other, **both}
    arrays |= statistics(arrays, MASKS, MASKS)
    arrays[ALIGNMENT] = alignment(arrays, MASKS, MASKS)
    masks, printed = SPACES["two_branch_aligned"][1](arrays, MASKS, MASKS)
    np.testing.assert_allclose((masks * printed).sum(axis=1), 1, atol=1e-4)
    masks, printed = SPACES["two_branch"][1](arrays, MASKS, MASKS)
    assert (masks * printed).sum(axis=1).max() < 0.9


def test_a_silent_channel_stays_as_it_is():
    torch.manual_seed(0)
    trunk = Trunk()
    with torch.no_grad():
        trunk.last.weight[2] = 0
    found = {}
    for name in (SUPERVISED, PRINTED, BOTH):
        found |= weights_of(trunk, name)
    found |= statistics(found, MASKS, IMAGES)
    assert found[f"{SUPERVISED}-mask-deviation"][2] == 1
    assert np.isfinite(standardised(found, SUPERVISED, "mask", MASKS)).all()
    assert see(found, BOTH, MASKS)[:, 2].std() < 1e-5
