import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams, HubModel
from lib.encoders._base import Shape
from lib.encoders._registry import describe, load_encoder
from lib.geometry.mesh import Mesh
from tests.encoders.conftest import SIZE

VIEWS = np.random.default_rng(3).integers(0, 256, (8, 48, 48, 3), dtype=np.uint8)


@pytest.fixture
def shape(cone: Mesh) -> Shape:
    return Shape("cone", cone, VIEWS)


def _pixels(torch: ModuleType, short: int, mean: list[float], std: list[float]) -> Any:
    """Resize, crop the centre and normalise with Pillow and NumPy alone."""
    low = (short - SIZE) // 2
    images = [Image.fromarray(view).resize((short, short), Image.BICUBIC) for view in VIEWS]
    cropped = [np.asarray(image)[low : low + SIZE, low : low + SIZE] for image in images]
    normal = (np.stack(cropped) / 255.0 - mean) / std
    return torch.tensor(normal.transpose(0, 3, 1, 2), dtype=torch.float32)


def test_dinov2_is_the_mean_class_token(
    torch: ModuleType, transformers: ModuleType, checkpoints: EmbedParams, shape: Shape
) -> None:
    vector = load_encoder("dinov2", checkpoints).encode([shape])[0]
    model = transformers.AutoModel.from_pretrained(checkpoints.dinov2.model).eval()
    pixels = _pixels(torch, 32, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    with torch.no_grad():
        tokens = model(pixels).last_hidden_state
    np.testing.assert_allclose(vector, tokens[:, 0].mean(dim=0).numpy(), atol=1e-4)
    assert not np.allclose(vector, tokens.mean(dim=(0, 1)).numpy(), atol=1e-2)


def test_clip_is_the_mean_projected_feature(
    torch: ModuleType, transformers: ModuleType, checkpoints: EmbedParams, shape: Shape
) -> None:
    vector = load_encoder("clip", checkpoints).encode([shape])[0]
    model = transformers.AutoModel.from_pretrained(checkpoints.clip.model).eval()
    pixels = _pixels(
        torch, SIZE, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
    )
    with torch.no_grad():
        pooled = model.vision_model(pixels).pooler_output
        expected = model.visual_projection(pooled).mean(dim=0).numpy()
    assert vector.shape == (24,)
    np.testing.assert_allclose(vector, expected, atol=1e-4)


def test_clip_takes_a_tensor_or_an_output_object(
    torch: ModuleType, transformers: ModuleType, checkpoints: EmbedParams
) -> None:
    features = torch.arange(6.0).reshape(2, 3)
    output = transformers.modeling_outputs.BaseModelOutputWithPooling

    class Old:
        def get_image_features(self, pixel_values: Any) -> Any:
            assert pixel_values.ndim == 4
            return features

    class New:
        def get_image_features(self, pixel_values: Any) -> object:
            assert pixel_values.ndim == 4
            return output(pooler_output=features)

    for model in (Old(), New()):
        assert torch.equal(
            load_encoder("clip", checkpoints).pool(model, torch.zeros(2, 3, 4, 4)), features
        )


def test_batch_size_does_not_reach_the_model(checkpoints: EmbedParams, cone: Mesh) -> None:
    shapes = [Shape(str(turn), cone, np.roll(VIEWS, turn, axis=1)) for turn in range(5)]
    wide = load_encoder("dinov2", checkpoints.model_copy(update={"batch_size": 64})).encode(shapes)
    narrow = load_encoder("dinov2", checkpoints.model_copy(update={"batch_size": 1})).encode(
        shapes[3:]
    )
    np.testing.assert_array_equal(narrow, wide[3:])


def test_bfloat16_comes_close(checkpoints: EmbedParams, shape: Shape) -> None:
    low = load_encoder("dinov2", checkpoints.model_copy(update={"dtype": "bfloat16"})).encode(
        [shape]
    )[0]
    full = load_encoder("dinov2", checkpoints).encode([shape])[0]
    assert low.dtype == np.float64
    assert 0 < np.abs(low - full).max() < 0.1


def test_cuda_that_is_not_there(
    torch: ModuleType, checkpoints: EmbedParams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(BenchError, match=r"embed\.device is cuda, but torch"):
        load_encoder("dinov2", checkpoints.model_copy(update={"device": "cuda"})).prepare()


def test_slow_bfloat16_is_said(
    torch: ModuleType,
    huggingface: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False, raising=False)
    huggingface.require_device("cpu", "float32")
    assert not caplog.messages
    huggingface.require_device("cpu", "bfloat16")
    assert "float32 is faster" in caplog.messages[0]


@pytest.mark.slow
def test_offline_says_which_from_where_and_what_to_do(tmp_path: Path) -> None:
    program = """
from lib.encoders._registry import describe
from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
for name in ("dinov2", "clip"):
    try:
        describe(name, EmbedParams())
    except BenchError as error:
        print(error, end="\\0")
"""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    for name, said in zip(("dinov2", "clip"), done.stdout.split("\0")[:-1], strict=True):
        source = getattr(EmbedParams(), name)
        for part in (
            source.model,
            source.revision,
            f"https://huggingface.co/{source.model}",
            f"hf download {source.model} --revision {source.revision} --local-dir weights/{name}",
            f"-S embed.{name}.model=weights/{name}",
            f"take {name} off `encoders`",
        ):
            assert part in said


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("preprocessor_config.json", "lacks preprocessor_config.json"),
        ("model.safetensors", "lacks model.safetensors or pytorch_model.bin"),
    ],
)
def test_a_folder_that_lacks_a_file(
    checkpoints: EmbedParams, tmp_path: Path, file: str, said: str
) -> None:
    folder = tmp_path / "dinov2"
    shutil.copytree(checkpoints.dinov2.model, folder)
    (folder / file).unlink()
    params = EmbedParams(dinov2=HubModel(model=str(folder), revision="none"))
    with pytest.raises(BenchError, match=said):
        load_encoder("dinov2", params).prepare()


def test_damaged_weights(checkpoints: EmbedParams, tmp_path: Path) -> None:
    folder = tmp_path / "dinov2"
    shutil.copytree(checkpoints.dinov2.model, folder)
    (folder / "model.safetensors").write_bytes(b"not weights at all")
    params = EmbedParams(dinov2=HubModel(model=str(folder), revision="none"))
    with pytest.raises(BenchError, match="cannot be loaded"):
        load_encoder("dinov2", params).prepare()


def test_weights_that_are_not_all_there(checkpoints: EmbedParams, tmp_path: Path) -> None:
    folder = tmp_path / "dinov2"
    shutil.copytree(checkpoints.dinov2.model, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))
    params = EmbedParams(dinov2=HubModel(model=str(folder), revision="none"))
    with pytest.raises(BenchError, match=r"lacks \d+ weights, encoder.layer.2"):
        load_encoder("dinov2", params).prepare()


def test_weights_of_another_architecture(checkpoints: EmbedParams) -> None:
    with pytest.raises(BenchError, match="cannot be loaded"):
        load_encoder("clip", EmbedParams(clip=checkpoints.dinov2)).prepare()


def test_provenance_names_the_weights(transformers: ModuleType, checkpoints: EmbedParams) -> None:
    facts = describe("dinov2", checkpoints)["weights"]
    assert facts["model"] == "dinov2"
    assert facts["revision"] == "local"
    model = transformers.AutoModel.from_pretrained(checkpoints.dinov2.model)
    digest = hashlib.sha256()
    for name in sorted(model.state_dict()):
        value = model.state_dict()[name]
        digest.update(f"{name}\t{value.dtype}\t{tuple(value.shape)}\n".encode())
        digest.update(value.numpy().tobytes())
    assert facts["sha256"] == digest.hexdigest()


def test_the_hash_tells_weights_apart(torch: ModuleType, huggingface: ModuleType) -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(3, 2)
    before = huggingface.weights_sha256(layer)
    assert huggingface.weights_sha256(layer.to(torch.bfloat16)) != before
    with torch.no_grad():
        layer.bias[0] += 1
    assert huggingface.weights_sha256(layer.to(torch.float32)) != before
