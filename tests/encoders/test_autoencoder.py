from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders._trained import Trained, trained_file
from lib.encoders.autoencoder import CODE, SIDE, Autoencoder, view_pixels
from tests.encoders.conftest import contract_meshes


def _ring(seed: int, views: int = 3, size: int = 56) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.repeat(
        np.repeat(rng.integers(0, 256, (views, 7, 7, 3)), size // 7, axis=1), size // 7, axis=2
    ).astype(np.uint8)


def _shape(seed: int, **ring: int) -> Shape:
    return Shape(f"shape{seed}", contract_meshes()["cube"], _ring(seed, **ring))


def _network(torch: ModuleType, encoder: Autoencoder) -> Any:
    """The same weights in torch, in float64, there and back."""
    layers = []
    for number in range(4):
        weight = encoder.learned.arrays[str(number)]
        layer = torch.nn.Linear(*weight.shape, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weight.T.astype(np.float64)))
            bias = encoder.learned.arrays[f"{number}.bias"].astype(np.float64)
            layer.bias.copy_(torch.from_numpy(bias))
        layers.append(layer)
    relu = torch.nn.ReLU()
    code = torch.nn.Sequential(layers[0], relu, layers[1])
    return code, torch.nn.Sequential(code, layers[2], relu, layers[3])


def with_weights(arrays: dict[str, np.ndarray]) -> Autoencoder:
    encoder = Autoencoder(EmbedParams())
    encoder._trained = Trained(arrays, {}, "0" * 64)
    return encoder


def identity() -> dict[str, np.ndarray]:
    """Weights that keep the first 16 pixels as they are, and leave the others white."""
    first = np.eye(SIDE**2, 64, dtype=np.float32)
    keep = np.eye(64, CODE, dtype=np.float32)
    biases = {f"{n}.bias": np.zeros(size) for n, size in enumerate((64, CODE, 64, SIDE**2))}
    return {"0": first, "1": keep, "2": keep.T, "3": first.T, **biases}


def test_a_vector_is_the_mean_code_of_the_same_network_in_torch(torch: ModuleType) -> None:
    encoder = Autoencoder(EmbedParams())
    code, whole = _network(torch, encoder)
    shapes = [_shape(1), _shape(2, views=5), _shape(3, views=1)]
    found = encoder.encode(shapes)
    assert found.dtype == np.float64
    for shape, vector in zip(shapes, found, strict=True):
        pixels = torch.from_numpy(view_pixels(shape.require_views()))
        with torch.inference_mode():
            np.testing.assert_allclose(vector, code(pixels).numpy().mean(axis=0), rtol=1e-10)
            errors = ((whole(pixels) - pixels) ** 2).mean(dim=1).numpy()
        np.testing.assert_allclose(encoder.errors(pixels.numpy()), errors, rtol=1e-10)


def test_what_can_be_rebuilt_exactly_has_no_error() -> None:
    encoder = with_weights(identity())
    pixels = np.zeros((2, SIDE**2))
    pixels[0, :CODE] = np.random.default_rng(0).uniform(size=CODE)
    pixels[1, CODE : CODE + 7] = 0.5
    errors = encoder.errors(pixels)
    assert errors[0] == pytest.approx(0, abs=1e-30)
    # Seven pixels that nothing is kept of.
    assert errors[1] == pytest.approx(7 * 0.25 / SIDE**2)


def test_a_code_is_what_the_weights_keep() -> None:
    white = np.full((2, SIDE, SIDE, 3), 255, dtype=np.uint8)
    white[0, 0, :CODE] = 0
    shape = Shape("one", contract_meshes()["cube"], white)
    # Black in one of two views.
    np.testing.assert_allclose(with_weights(identity()).encode([shape])[0], 0.5)


def test_pixels_are_darkness_averaged_down() -> None:
    ring = np.full((3, 56, 56, 3), 255, dtype=np.uint8)
    ring[1] = 0
    ring[2, :2, :1] = 0
    pixels = view_pixels(ring)
    assert pixels.shape == (3, SIDE**2)
    assert pixels.dtype == np.float64
    assert (pixels[0] == 0).all()
    assert (pixels[1] == 1).all()
    assert pixels[2, 0] == pytest.approx(0.5, abs=1 / 255)
    assert (pixels[2, 1:] == 0).all()
    # By Rec. 601, green is brighter than blue.
    ring[0], ring[1] = (0, 255, 0), (0, 0, 255)
    grey = view_pixels(ring)[:2, 0]
    np.testing.assert_allclose(grey, [1 - 0.587, 1 - 0.114], atol=2 / 255)


def test_the_blind_one_has_seen_less() -> None:
    encoder = Autoencoder(EmbedParams())
    blind = encoder.blind_to(["bench", "vase"])
    assert isinstance(blind, Autoencoder)
    assert {"bench", "vase"} <= set(blind.learned.facts["left_out"])
    assert not np.allclose(blind.encode([_shape(1)]), encoder.encode([_shape(1)]), atol=1e-3)
    assert encoder.learned.facts["left_out"] == []
    assert blind.learned.facts["n_shapes"] < encoder.learned.facts["n_shapes"]


def test_it_is_no_row_of_the_benchmark() -> None:
    assert not Autoencoder.listed
    assert Autoencoder.dim == CODE


@pytest.mark.parametrize("blind", [False, True])
def test_files_are_small_enough_for_git(blind: bool) -> None:
    assert trained_file("autoencoder", blind).stat().st_size < 1_000_000
