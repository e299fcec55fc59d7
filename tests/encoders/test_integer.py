import importlib
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.encoders._integer_grid import FINEST, LIMIT, Scale, on_grid
from tests.encoders.conftest import integer_sums

SIGNED, UNSIGNED = Scale(-1023, 1023, 1 / 16), Scale(0, 255, 6 / 255)

LAYERS = {
    "linear": ((40, 30), {}),
    "pointwise": ((40, 30, 1, 1), {}),
    "dense": ((20, 6, 3, 3), {"padding": (1, 1)}),
    "strided": ((20, 6, 5, 5), {"stride": 2, "padding": (1, 2)}),
    "depthwise": ((24, 1, 3, 3), {"padding": (1, 1), "groups": 24}),
    "strided depthwise": ((24, 1, 3, 3), {"stride": 2, "padding": (0, 1), "groups": 24}),
}


@pytest.fixture(scope="module")
def integer() -> ModuleType:
    return importlib.import_module("lib.encoders._integer")


def _weights(shape: tuple[int, ...], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    # Channels of very different size, so that their grids differ.
    weight = rng.normal(size=shape) * 10.0 ** rng.uniform(
        -4, 1, (shape[0], *[1] * (len(shape) - 1))
    )
    return weight, rng.normal(size=shape[0])


def _input(shape: tuple[int, ...], given: Scale, groups: int = 1) -> np.ndarray:
    width = shape[1] * groups
    whole = (3, 17, width) if len(shape) == 2 else (3, 7, 7, width)
    return np.random.default_rng(1).integers(given.low, given.high + 1, whole)


@pytest.mark.parametrize("given", [SIGNED, UNSIGNED], ids=["signed", "unsigned"])
@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_does_what_integers_do(
    torch: ModuleType, integer: ModuleType, kind: str, given: Scale
) -> None:
    shape, options = LAYERS[kind]
    weight, bias = _weights(shape)
    gives = Scale(-1023, 1023, 0.5)
    layer = integer.ExactLayer(kind, weight, bias, given, gives, **options)
    x = _input(shape, given, options.get("groups", 1))
    sums = integer_sums(layer, x, options.get("stride", 1), *options.get("padding", (0, 0)))
    assert np.abs(sums).max() < LIMIT
    real = np.ldexp(sums.astype(np.float64), -layer.bits)
    y = layer(torch.from_numpy(x).float())
    np.testing.assert_array_equal(y.numpy(), np.clip(np.rint(real), -1023, 1023))
    residual = np.random.default_rng(2).integers(-1023, 1024, y.shape)
    y = layer(torch.from_numpy(x).float(), torch.from_numpy(residual).float())
    np.testing.assert_array_equal(y.numpy(), np.clip(np.rint(real) + residual, -1023, 1023))


@pytest.mark.parametrize("kind", LAYERS)
def test_integers_stand_for_real_numbers(torch: ModuleType, integer: ModuleType, kind: str) -> None:
    shape, options = LAYERS[kind]
    weight, bias = _weights(shape)
    gives = Scale(-(2**22), 2**22, 0.01)
    layer = integer.ExactLayer(kind, weight, bias, SIGNED, gives, **options)
    x = _input(shape, SIGNED, options.get("groups", 1))
    y = layer(torch.from_numpy(x).float()).numpy().astype(np.float64) * gives.unit
    real = torch.from_numpy(x * SIGNED.unit)
    before, after = options.get("padding", (0, 0))
    if len(shape) == 2:
        expected = torch.nn.functional.linear(real, *map(torch.from_numpy, (weight, bias)))
    else:
        expected = torch.nn.functional.conv2d(
            torch.nn.functional.pad(real.permute(0, 3, 1, 2), (before, after) * 2),
            *map(torch.from_numpy, (weight, bias)),
            stride=options.get("stride", 1),
            groups=options.get("groups", 1),
        ).permute(0, 2, 3, 1)
    off, size = np.abs(y - expected.numpy()), np.abs(expected.numpy())
    channels = tuple(range(y.ndim - 1))
    # Half a step, and the weights' own rounding.
    assert (off.max(axis=channels) < gives.unit / 2 + 1e-2 * size.max(axis=channels)).all()


def test_the_grid_is_the_finest_that_is_exact() -> None:
    for given in (SIGNED, UNSIGNED):
        weight, bias = _weights((200, 30))
        steps, offset, bits = on_grid("any", weight, bias, given)
        assert ((bits >= 1) & (bits < FINEST)).all()
        np.testing.assert_array_equal(steps, np.rint(np.ldexp(weight, bits[:, None])))
        np.testing.assert_array_equal(offset, np.rint(np.ldexp(bias, bits)))
        assert _worst(steps, offset, given).max() < LIMIT
        finer = np.rint(np.ldexp(weight, bits[:, None] + 1)), np.rint(np.ldexp(bias, bits + 1))
        assert _worst(*finer, given).min() >= LIMIT


def _worst(steps: np.ndarray, offset: np.ndarray, given: Scale) -> np.ndarray:
    """Greatest partial sum, in the order that makes it so: terms of one sign, then the bias."""
    terms = np.stack([steps * given.low, steps * given.high])
    up, down = terms.max(axis=0).sum(axis=1), -terms.min(axis=0).sum(axis=1)
    return np.maximum(up, down) + np.abs(offset)


def test_halves_go_to_the_even_neighbour(torch: ModuleType, integer: ModuleType) -> None:
    scale = Scale(-100, 100, 1.0)
    layer = integer.ExactLayer("half", np.array([[0.5]]), np.zeros(1), scale, scale)
    x = torch.tensor([[1.0], [3.0], [5.0], [-1.0], [-3.0], [4.0]])
    assert layer(x)[:, 0].tolist() == [0, 2, 2, 0, -2, 2]


@pytest.mark.parametrize("size", [0.0, 1e-30, 5e-324])
def test_channels_of_nothing(torch: ModuleType, integer: ModuleType, size: float) -> None:
    weight = np.array([[size] * 8, [1.0] * 8])
    layer = integer.ExactLayer("nothing", weight, np.zeros(2), UNSIGNED, UNSIGNED)
    assert layer.bits[0] <= FINEST
    assert layer(torch.full((5, 8), 7.0)).tolist() == [[0.0, 56.0]] * 5


@pytest.mark.parametrize("wrong", [1e9, np.inf, np.nan])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_sums_that_cannot_be_exact_are_refused(integer: ModuleType, wrong: float) -> None:
    weight = np.ones((3, 8))
    weight[1, 4] = wrong
    with pytest.raises(BenchError, match=r"layer big: sums of output 1 cannot be kept below 2\^24"):
        integer.ExactLayer("big", weight, np.zeros(3), UNSIGNED, UNSIGNED)


@pytest.mark.parametrize(("low", "high"), [(-5, 0), (1, 9), (0, 2**23), (-(2**23), 4)])
def test_scales_leave_room(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        Scale(low, high, 1.0)


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("bits", ["bfloat16", "float16"])
def test_a_kernel_of_fewer_bits_is_caught(
    torch: ModuleType,
    integer: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    bits: str,
) -> None:
    low = getattr(torch, bits)

    def coarse(exact: Any, *tensors: Any, **options: Any) -> Any:
        if tensors[0].dtype == torch.float64:
            return exact(*tensors, **options)
        return exact(*(one.to(low).float() for one in tensors), **options)

    shape, options = LAYERS[kind]
    make = partial(integer.ExactLayer, kind, *_weights(shape), SIGNED, SIGNED, **options)
    make()
    monkeypatch.setattr(torch, "addmm", partial(coarse, torch.addmm))
    functional = torch.nn.functional
    monkeypatch.setattr(functional, "conv2d", partial(coarse, functional.conv2d))
    with pytest.raises(BenchError, match=f"layer {kind}: torch .* adds float32 inexactly"):
        make()


def test_nnpack_is_off_within_a_convolution_alone(
    torch: ModuleType, integer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = torch.nn.functional.conv2d, []

    def spy(*tensors: Any, **options: Any) -> Any:
        seen.append(torch._C._get_nnpack_enabled())
        return real(*tensors, **options)

    before = torch._C._get_nnpack_enabled()
    monkeypatch.setattr(torch.nn.functional, "conv2d", spy)
    integer.ExactLayer("any", *_weights((4, 2, 3, 3)), SIGNED, SIGNED)
    assert set(seen) == {False}
    assert torch._C._get_nnpack_enabled() == before
