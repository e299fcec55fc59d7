from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.objects import overlap
from lib.objects.overlap import GRID, Pair, find, groups

SHAPES = Path(__file__).parents[3] / "shared" / "data" / "modelnet40-vox30-train.npz"


def _family(seed, n, flips):
    """Packed grids of a few shapes, each copy with some voxels flipped."""
    rng = np.random.default_rng(seed)
    axis = np.linspace(-1, 1, GRID)
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    grids = np.empty((n, GRID**3), dtype=bool)
    for index in range(n):
        a, b, c = 0.5 + 0.1 * rng.integers(0, 3, 3)
        grid = ((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2 < 0.5).ravel()
        grid[rng.integers(0, grid.size, rng.integers(0, flips + 1))] ^= True
        grids[index] = grid
    return grids


def _brute_force(grids, threshold):
    pairs = []
    for i in range(len(grids)):
        for j in range(i + 1, len(grids)):
            union = int((grids[i] | grids[j]).sum())
            iou = int((grids[i] & grids[j]).sum()) / union if union else 0.0
            if iou >= threshold:
                pairs.append(Pair(i, j, "shape", iou))
    return pairs


def _names(n):
    return [str(index) for index in range(n)]


@settings(max_examples=30)
@given(
    st.integers(0, 2**32), st.sampled_from([0.3, 0.8, 0.9, 0.95, 1.0]), st.sampled_from([0, 150])
)
def test_agrees_with_brute_force(seed, threshold, flips):
    grids = _family(seed, 12, flips)
    assert find(_names(12), np.packbits(grids, axis=1), threshold) == _brute_force(grids, threshold)


def test_agrees_with_brute_force_over_several_blocks(monkeypatch):
    monkeypatch.setattr(overlap, "_ROWS", 7)
    monkeypatch.setattr(overlap, "_PAIRS", 5)
    grids = _family(1, 60, 100)
    expected = _brute_force(grids, 0.9)
    assert 20 < len(expected) < 1000
    assert find(_names(60), np.packbits(grids, axis=1), 0.9) == expected


def test_the_threshold_itself_is_a_duplicate():
    grids = np.zeros((2, GRID**3), dtype=bool)
    grids[0, :20] = True
    grids[1, :19] = True
    packed = np.packbits(grids, axis=1)
    assert find(_names(2), packed, 0.95) == [Pair(0, 1, "shape", 0.95)]
    assert find(_names(2), packed, 0.9500001) == []


def test_equal_content_pairs_once_whatever_the_voxels_say():
    grids = _family(2, 4, 0)
    grids[1] = grids[0]
    grids[2] = ~grids[0]
    pairs = find(["a", "b", "a", "c"], np.packbits(grids, axis=1), 0.999)
    assert Pair(0, 2, "content", 1.0) in pairs
    assert Pair(0, 1, "shape", 1.0) in pairs
    same = find(["a"] * 3, np.packbits(grids[[0, 0, 0]], axis=1), 0.5)
    assert same == [Pair(i, j, "content", 1.0) for i, j in [(0, 1), (0, 2), (1, 2)]]


def test_empty_grids_share_no_shape():
    empty = np.zeros((2, GRID**3 // 8), dtype=np.uint8)
    assert find(["a", "b"], empty, 0.5) == []
    assert find(["a", "a"], empty, 0.5) == [Pair(0, 1, "content", 1.0)]
    assert find([], empty[:0], 0.5) == []


def test_groups_follow_chains():
    pairs = [Pair(1, 4, "shape", 0.96), Pair(3, 4, "shape", 0.97), Pair(2, 5, "content", 1.0)]
    assert groups(7, pairs).tolist() == [0, 1, 2, 1, 1, 2, 6]
    assert groups(3, []).tolist() == [0, 1, 2]


@given(st.integers(1, 15), st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14))))
def test_groups_agree_with_repeated_merging(n, edges):
    edges = [(min(e), max(e)) for e in edges if max(e) < n and e[0] != e[1]]
    expected = list(range(n))
    for _ in range(n):
        for i, j in edges:
            expected[i] = expected[j] = min(expected[i], expected[j])
    assert groups(n, [Pair(i, j, "shape", 1.0) for i, j in edges]).tolist() == expected


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_bad_thresholds_are_refused(threshold):
    with pytest.raises(ValueError, match="threshold"):
        find([], np.zeros((0, 4096), np.uint8), threshold)


@pytest.mark.parametrize(
    "occupancy", [np.zeros((3, 4096), np.uint8), np.zeros((2, 4095), np.uint8), np.zeros((2, 4096))]
)
def test_bad_grids_are_refused(occupancy):
    with pytest.raises(ValueError, match="occupancy must be"):
        find(["a", "b"], occupancy, 0.9)


def test_most_pairs_are_ruled_out_without_a_look_at_their_voxels(monkeypatch):
    confirmed, compared = overlap._confirmed, []

    def counting(bits, sizes, candidates, order, threshold):
        compared.append(len(candidates))
        return confirmed(bits, sizes, candidates, order, threshold)

    monkeypatch.setattr(overlap, "_confirmed", counting)
    # What remains are other copies of the same few shapes: a quarter of all pairs here.
    find(_names(600), np.packbits(_family(3, 600, 1200), axis=1), 0.95)
    assert sum(compared) < 0.35 * 600 * 599 / 2


@pytest.mark.slow
@pytest.mark.skipif(not SHAPES.is_file(), reason="the real shapes are not on this machine")
def test_real_shapes_have_398_groups_of_exact_twins():
    with np.load(SHAPES) as data:
        packed = data["vox"]
    grids = np.zeros((len(packed), GRID, GRID, GRID), dtype=bool)
    shapes = np.unpackbits(packed, axis=1)[:, : 30**3].reshape(-1, 30, 30, 30)
    grids[:, 1:31, 1:31, 1:31] = shapes
    bits = np.packbits(grids.reshape(len(grids), -1), axis=1)
    by_shape = find(_names(len(bits)), bits, 1.0)
    by_content = find([row.tobytes().hex() for row in bits], bits, 1.0)
    assert [pair[:2] for pair in by_shape] == [pair[:2] for pair in by_content]
    labels = groups(len(bits), by_shape)
    assert (np.unique(labels, return_counts=True)[1] > 1).sum() == 398
