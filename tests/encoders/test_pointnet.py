from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lib.core.errors import BenchError
from lib.encoders._frames import FLIPS, REACH, STEPS
from lib.encoders._pointnet import HIDDEN, PointNet

WIDTHS = (3, 16, 24)


def _arrays(seed: int = 0) -> dict[str, npt.NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    found: dict[str, Any] = {}
    for part, sizes in (("point", WIDTHS), ("head", (2 * WIDTHS[-1], 12, 8))):
        for i, (given, gives) in enumerate(pairwise(sizes)):
            found[f"{part}.{i}.weight"] = rng.normal(0, 0.4 / np.sqrt(given), (gives, given))
            found[f"{part}.{i}.bias"] = rng.normal(0, 0.1, gives)
    return {name: array.astype(np.float32) for name, array in found.items()}


def _points(n: int = 64) -> npt.NDArray[np.int64]:
    return np.random.default_rng(1).integers(-STEPS, STEPS + 1, (n, 3))


def _by_hand(network: PointNet, points: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The integers of the last point layer, by float64 and one frame and point at a time."""
    frames = []
    for flip in FLIPS:
        rows = []
        for point in points:
            x = (point * flip).astype(np.float64)
            for layer in network._points:
                sums = x @ layer.weight.numpy().T.astype(np.float64) + layer.bias.numpy()
                x = np.clip(np.rint(sums), layer.gives.low, layer.gives.high)
            rows.append(x)
        frames.append(rows)
    return np.array(frames)


def test_integers_are_those_of_float64() -> None:
    network, points = PointNet(_arrays()), _points()
    hidden = _by_hand(network, points)
    pooled = np.concatenate([hidden.max(axis=1), hidden.mean(axis=1)], axis=1) * HIDDEN.unit
    np.testing.assert_array_equal(
        np.round(network(points), 6), np.round(network._finish(pooled).mean(axis=0), 6)
    )
    # Not all asleep or at the end of their range.
    assert 0.2 < (hidden > 0).mean() < 0.8
    assert (hidden == HIDDEN.high).mean() < 0.2


def test_it_is_the_network_that_the_arrays_describe() -> None:
    arrays, points = _arrays(), _points()
    vectors = []
    for flip in FLIPS:
        x = points * flip * (REACH / STEPS)
        for i in range(2):
            x = np.clip(x @ arrays[f"point.{i}.weight"].T + arrays[f"point.{i}.bias"], 0, 1)
        x = np.concatenate([x.max(axis=0), x.mean(axis=0)])
        x = np.maximum(arrays["head.0.weight"] @ x + arrays["head.0.bias"], 0)
        vectors.append(arrays["head.1.weight"] @ x + arrays["head.1.bias"])
    expected = np.mean(vectors, axis=0)
    np.testing.assert_allclose(PointNet(arrays)(points), expected, atol=0.01 * np.ptp(expected))


def test_no_sum_can_reach_the_end_of_float32() -> None:
    for layer, low, high in zip(
        PointNet(_arrays())._points, (-STEPS, 0), (STEPS, HIDDEN.high), strict=True
    ):
        weight, bias = (
            np.ldexp(array.numpy().astype(np.float64).T, layer.bits)
            for array in (layer.weight, layer.bias)
        )
        np.testing.assert_array_equal(weight, np.rint(weight))
        terms = np.stack([weight * low, weight * high])
        up = terms.max(axis=0).sum(axis=0) + np.abs(bias)
        down = -terms.min(axis=0).sum(axis=0) + np.abs(bias)
        most = np.maximum(up, down)
        assert most.max() < 2**24
        # Twice as fine would be too fine.
        assert most.min() > 2**23 - 2**12


@pytest.mark.parametrize("flip", FLIPS)
def test_neither_frame_nor_order_counts(flip: npt.NDArray[np.int64]) -> None:
    network, points = PointNet(_arrays()), _points()
    np.testing.assert_allclose(network(points[::-1] * flip), network(points), atol=1e-12)


def test_the_mirror_image_is_another() -> None:
    network, points = PointNet(_arrays()), _points()
    assert np.abs(network(points * [1, 1, -1]) - network(points)).max() > 1e-3


def test_threads_do_not_count(torch: Any) -> None:
    network, points = PointNet(_arrays()), _points(512)
    before = torch.get_num_threads()
    found = []
    for threads in (1, 2, 3):
        torch.set_num_threads(threads)
        found.append(network(points))
    torch.set_num_threads(before)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


def test_weights_that_leave_no_room_are_refused() -> None:
    arrays = _arrays()
    arrays["point.1.weight"] *= 1e6
    with pytest.raises(BenchError, match=r"point\.1"):
        PointNet(arrays)
