from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.encoders.autoencoder import CODE, SIDE, view_pixels
from lib.encoders.training import autoencoder as training
from lib.encoders.training.autoencoder import HIDDEN, fit, learn
from lib.encoders.training.examples import learnable
from lib.encoders.training.ground import Ground
from tests.encoders.test_autoencoder import with_weights
from tests.encoders.training.conftest import near_duplicates


@pytest.fixture(autouse=True)
def _short(torch: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(training, "EPOCHS", 4)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Views:
    """Views of every content, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, content: str) -> np.ndarray:
        self.asked.append(content)
        rng = np.random.default_rng(int(content, 16))
        ring = np.full((2, SIDE, SIDE, 3), 255, dtype=np.uint8)
        for view in ring:
            top, left = rng.integers(0, SIDE // 2, 2)
            view[top : top + 9, left : left + 9] = rng.integers(0, 200)
        return ring


@pytest.fixture
def seen(ground: Ground) -> Ground:
    return replace(ground, views=Views())  # type: ignore[arg-type]


def _pixels(count: int) -> np.ndarray:
    """Pictures of four numbers each, which is less than a code has room for."""
    rng = np.random.default_rng(0)
    axes = rng.uniform(size=(4, SIDE**2))
    return (rng.dirichlet(np.ones(4), count) @ axes).astype(np.float32)


def test_only_train_sources_of_the_other_classes_are_looked_at(seen: Ground) -> None:
    objects = seen.objects.set_index("content_sha256")["object_id"]
    found = fit(seen, ["bowl"])
    asked = objects[seen.views.asked]
    assert sorted(asked) == ["bench/bench_0", "bench/bench_1", "chair/chair_0", "chair/chair_1"]
    assert found.facts["n_shapes"] == 4
    assert found.facts["n_copies"] == 0
    assert found.facts["knobs"]["epochs"] == "4"


def test_near_duplicates_of_what_is_scored_are_not_learned_from(seen: Ground) -> None:
    pairs = near_duplicates(("bench/bench_0", "bench/bench_3"), ("bowl/bowl_1", "bowl/bowl_2"))
    ground = replace(seen, duplicates=pairs)
    fit(ground, [])
    objects = ground.objects.set_index("content_sha256")["object_id"]
    rows = learnable(ground.objects, pairs)
    assert sorted(objects[ground.views.asked]) == rows["object_id"].tolist()
    assert not {"bench/bench_0", "bowl/bowl_1"} & set(objects[ground.views.asked])


def test_nothing_to_learn_from_is_an_error(seen: Ground) -> None:
    with pytest.raises(BenchError, match="nothing to learn from"):
        fit(seen, ["bench", "bowl", "chair"])


def test_what_is_written_is_the_network_that_was_trained(seen: Ground, torch: ModuleType) -> None:
    found = fit(seen, [])
    shapes = {name: array.shape for name, array in found.arrays.items()}
    assert shapes == {
        "0": (SIDE**2, HIDDEN), "0.bias": (HIDDEN,), "1": (HIDDEN, CODE), "1.bias": (CODE,),
        "2": (CODE, HIDDEN), "2.bias": (HIDDEN,), "3": (HIDDEN, SIDE**2), "3.bias": (SIDE**2,),
    }  # fmt: skip
    assert {array.dtype for array in found.arrays.values()} == {np.dtype(np.float32)}
    rows = learnable(seen.objects, seen.duplicates)
    pixels = np.concatenate([view_pixels(seen.views[one]) for one in rows["content_sha256"]])
    network, history = learn(pixels.astype(np.float32), seen.params.train.seed)
    with torch.inference_mode():
        rebuilt = network.double()(torch.from_numpy(pixels)).numpy()
    errors = with_weights(found.arrays).errors(pixels)
    np.testing.assert_allclose(errors, ((rebuilt - pixels) ** 2).mean(axis=1), rtol=1e-9)
    assert found.history is not None
    assert found.history.equals(history)


def test_the_loss_falls_and_one_seed_gives_one_training(
    torch: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "EPOCHS", 30)
    pixels = _pixels(200)
    one, history = learn(pixels, 3)
    two, again = learn(pixels, 3)
    assert history["epoch"].tolist() == list(range(1, 31))
    assert history["squared_error"].iloc[-1] < 0.1 * history["squared_error"].iloc[0]
    assert history.equals(again)
    for left, right in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(left, right)
    other = learn(pixels, 4)[1]
    assert not history.equals(other)


def test_torchs_own_seed_does_not_count(torch: ModuleType) -> None:
    torch.manual_seed(1)
    first = learn(_pixels(20), 3)[1]
    torch.manual_seed(2)
    assert first.equals(learn(_pixels(20), 3)[1])


def test_every_row_is_learned_from_once_an_epoch() -> None:
    for count in (1, training.BATCH, 2 * training.BATCH + 5):
        batches = list(training._batches(count, np.random.default_rng(0)))
        assert sorted(np.concatenate(batches)) == list(range(count))
        assert max(len(batch) for batch in batches) <= training.BATCH


def test_the_loss_is_the_mean_over_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without a step nothing is learned, so that an epoch's loss is that of the start.
    monkeypatch.setattr(training, "RATE", 0.0)
    pixels = _pixels(training.BATCH + 3)
    network, history = learn(pixels, 3)
    arrays = {}
    layers = [layer for layer in network if hasattr(layer, "weight")]
    for number, layer in enumerate(layers):
        arrays[f"{number}"] = layer.weight.detach().numpy().T
        arrays[f"{number}.bias"] = layer.bias.detach().numpy()
    expected = with_weights(arrays).errors(pixels.astype(np.float64)).mean()
    np.testing.assert_allclose(history["squared_error"], expected, rtol=1e-5)
