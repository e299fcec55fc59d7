from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from lib.core.errors import BenchError
from lib.encoders._pointnet import HIDDEN, POINTS, PointNet
from lib.encoders.training import learn
from lib.encoders.training.clouds import PER_SHAPE, point_clouds
from lib.encoders.training.contrastive import fit
from lib.encoders.training.ground import Fit, Ground, unfinished
from lib.encoders.training.learn import Knobs
from lib.encoders.training.network import Network, export

TINY = Knobs(widths=(8, 16), hidden=12, dim=8, points=64, epochs=3, batch=4, warm=2)


@pytest.fixture(autouse=True)
def _same_threads(torch: ModuleType) -> Any:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def _same(one: Fit, two: Fit) -> bool:
    return one.arrays.keys() == two.arrays.keys() and all(
        np.array_equal(array, two.arrays[name]) for name, array in one.arrays.items()
    )


@pytest.mark.slow
def test_only_what_may_be_learned_from_is_looked_at(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    reads = type(ground.meshes).__getitem__

    def spied(store: Any, object_id: str) -> Any:
        asked.add(object_id)
        return reads(store, object_id)

    monkeypatch.setattr(type(ground.meshes), "__getitem__", spied)
    found = fit(ground, [], TINY)
    numbers = {one.rpartition("_")[2] for one in asked}
    assert numbers == {"0", "1", "5", "6"}
    assert found.facts["n_shapes"] == 12
    assert found.facts["n_copies"] == 12 * (PER_SHAPE - 1)
    assert found.facts["n_pool"] == 6
    assert fit(ground, ["bench", "bowl"], TINY).facts["n_shapes"] == 4


def test_nothing_to_learn_from_is_an_error(ground: Ground) -> None:
    with pytest.raises(BenchError, match="nothing to learn from"):
        fit(ground, ["bench", "bowl", "chair"], TINY)


@pytest.mark.slow
def test_one_seed_gives_one_training(ground: Ground) -> None:
    one, two = fit(ground, [], TINY), _afresh(ground, TINY)
    assert _same(one, two)
    assert one.history is not None
    assert one.history.equals(two.history)
    assert one.history["epoch"].tolist() == [1, 2, 3]
    other = ground.params.train.model_copy(update={"seed": 12})
    moved = replace(ground, params=ground.params.model_copy(update={"train": other}))
    assert not _same(one, fit(moved, [], TINY))


def _afresh(ground: Ground, knobs: Knobs) -> Fit:
    for path in unfinished("contrastive").glob("*.pt"):
        path.unlink()
    return fit(ground, [], knobs)


@pytest.mark.slow
def test_an_interrupted_training_goes_on(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = fit(ground, [], TINY)
    steps = learn._step
    taken = 0

    def interrupted(*arguments: Any) -> list[float]:
        nonlocal taken
        taken += 1
        # Three steps an epoch: in the middle of the third.
        if taken == 8:
            raise KeyboardInterrupt
        return steps(*arguments)

    monkeypatch.setattr(learn, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _afresh(ground, TINY)
    on = fit(ground, [], TINY)
    assert "going on after epoch 2" in capsys.readouterr().out
    assert taken == 8 + 3
    assert _same(on, whole)
    assert on.history is not None
    assert on.history.equals(whole.history)


@pytest.mark.slow
def test_a_checkpoint_of_another_training_is_not_taken(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    fit(ground, [], TINY)
    fit(ground, [], replace(TINY, rate=1e-3))
    fit(ground, ["bowl"], TINY)
    assert "going on" not in capsys.readouterr().out
    assert len(list(unfinished("contrastive").glob("*.pt"))) == 1


@pytest.mark.slow
def test_clouds_are_drawn_once(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Path("kept")
    clouds = point_clouds(ground, keep)
    assert sorted(clouds) == sorted(
        {f"{c}/{c}_{n}" for c in ("bench", "bowl", "chair") for n in "0156"}
    )
    monkeypatch.setattr("lib.encoders.training.clouds._draw", None)
    again = point_clouds(ground, keep)
    for object_id, cloud in clouds.items():
        np.testing.assert_array_equal(again[object_id], cloud)
        # A copy is the object's shape, and no draw of it is another's.
        spread = np.sqrt((cloud.astype(np.float64) ** 2).mean(axis=1))
        np.testing.assert_allclose(spread, spread[:1].repeat(PER_SHAPE, axis=0), rtol=0.15)
        assert len(np.unique(cloud.reshape(PER_SHAPE, -1), axis=0)) == PER_SHAPE
    other = ground.params.train.model_copy(update={"seed": 12})
    moved = replace(ground, params=ground.params.model_copy(update={"train": other}))
    with pytest.raises(TypeError):
        point_clouds(moved, keep)


def test_every_cloud_is_another_sample(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    shifts = []

    def spied(_mesh: Any, n: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
        shifts.append(rng.random())
        return np.zeros((n, 3), dtype=np.int64)

    monkeypatch.setattr("lib.encoders.training.clouds.own_points", spied)
    point_clouds(ground, Path("kept"))
    # With one for all copies the sample, not the shape, would be what is learned.
    assert len(shifts) == len(set(shifts)) == 12 * PER_SHAPE


def test_what_is_written_is_what_was_trained(ground: Ground, torch: ModuleType) -> None:
    torch.manual_seed(0)
    network = Network((16, 24), 12, 8)
    clouds = np.stack([cloud[0] for cloud in point_clouds(ground, Path("kept")).values()])
    points = torch.from_numpy((clouds[:, ::4] * POINTS.unit).astype(np.float32))
    for _ in range(20):
        network(points)
    network.eval()
    with torch.inference_mode():
        expected = network(points).numpy()
    arrays = export(network, clouds, 512)
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    written = PointNet(arrays)
    found = np.stack([written(cloud[::4].astype(np.int64)) for cloud in clouds])
    np.testing.assert_allclose(found, expected, atol=0.01 * np.ptp(expected))
    _require_full_ranges(written, clouds)


def _require_full_ranges(network: PointNet, clouds: npt.NDArray[np.int16]) -> None:
    """Every channel reaches the end of its range on what was learned from, or hardly wakes."""
    import torch

    x = torch.from_numpy(clouds[:, ::4].astype(np.float32))
    flips = torch.tensor([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    x = (x[:, None] * flips[:, None]).reshape(-1, 3)
    for layer in network._points:
        x = layer(x)
        top, awake = x.amax(dim=0), (x > 0).float().mean(dim=0)
        assert ((top >= 0.95 * HIDDEN.high) | (awake < 0.01)).all()
        assert layer.bits.min() >= 7
