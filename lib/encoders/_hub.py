"""What encoders with weights from the Hugging Face hub share."""

import hashlib
import logging
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
import transformers

from lib.core.arrays import Bytes, Floats
from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams, HubModel
from lib.encoders._base import Encoder, Shape
from lib.encoders._checkpoint import checkpoint_folder, checkpoint_hint

_log = logging.getLogger(__name__)


class HubEncoder(Encoder):
    """A vision transformer applied to each ring view, its vectors averaged.

    The views of one object make one batch, whatever `params.batch_size` is:
    sums of single precision depend on the batch's shape, and this one is always
    the same, so that a vector depends on its own object alone. Across thread
    counts and processors the last bits still differ, hence four decimals.

    Attributes
    ----------
    name : str
        The encoder's name in params.yaml.
    """

    name: ClassVar[str]
    needs = "views"
    decimals = 4
    heavy = True
    pictures = True
    listed = False

    def __init__(self, params: EmbedParams) -> None:
        super().__init__(params)
        self._model: Any = None
        self._processor: Any = None

    @property
    def source(self) -> HubModel:
        """Where the weights are: the entry of `params` that bears the encoder's name."""
        source: HubModel = getattr(self.params, self.name)
        return source

    @abstractmethod
    def width(self, config: Any) -> int:
        """Length of a vector according to the checkpoint's `config`."""

    @abstractmethod
    def pool(self, model: Any, pixels: torch.Tensor) -> torch.Tensor:
        """One vector an image, shape (V, dim), from pixels of shape (V, 3, H, W)."""

    def prepare(self) -> None:
        """Load weights and preprocessing.

        Raises
        ------
        BenchError
            If they cannot be had, are incomplete or of another architecture, or
            if `device` is not there.
        """
        if self._model is not None:
            return
        require_device(self.params.device, self.params.dtype)
        folder = checkpoint_folder(self.name, self.source)
        try:
            # The PIL backend: the other one needs torchvision.
            self._processor = transformers.AutoImageProcessor.from_pretrained(
                folder, backend="pil", local_files_only=True
            )
            model, loading = transformers.AutoModel.from_pretrained(
                folder,
                dtype=getattr(torch, self.params.dtype),
                local_files_only=True,
                output_loading_info=True,
            )
            self.dim = self.width(model.config)
        except Exception as error:
            first = str(error).strip().partition("\n")[0]
            raise BenchError(
                f"encoder {self.name!r}: {self.source.model} cannot be loaded: {first}",
                checkpoint_hint(self.name, self.source),
            )
        missing = sorted(loading["missing_keys"])
        if missing:
            raise BenchError(
                f"encoder {self.name!r}: {self.source.model} lacks {len(missing)} weights, "
                f"{missing[0]} for one",
                checkpoint_hint(self.name, self.source),
            )
        self._model = model.to(self.params.device).eval()

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        self.prepare()
        return np.stack([self._encode_one(shape.require_views()) for shape in shapes])

    def _encode_one(self, views: Bytes) -> Floats:
        batch = self._processor(images=list(views), return_tensors="pt")["pixel_values"]
        with torch.inference_mode():
            vectors = self.pool(self._model, batch.to(self._model.device, self._model.dtype))
        return np.asarray(vectors.float().cpu().numpy().astype(np.float64).mean(axis=0))

    def provenance(self) -> dict[str, str]:
        """Model, revision (``local`` for a folder) and SHA-256 of the loaded weights."""
        self.prepare()
        local = Path(self.source.model).is_dir()
        return {
            "model": Path(self.source.model).name if local else self.source.model,
            "revision": "local" if local else self.source.revision,
            "sha256": weights_sha256(self._model),
        }


def weights_sha256(model: torch.nn.Module) -> str:
    """SHA-256 over the names, types, shapes and bytes of `model`'s weights, sorted by name."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name}\t{tensor.dtype}\t{tuple(tensor.shape)}\n".encode())
        # A flat view of bytes exists for every type, bfloat16 included.
        digest.update(tensor.cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def require_device(device: str, dtype: str) -> None:
    """Check that torch can compute there; warn where bfloat16 has no instructions of its own.

    Raises
    ------
    BenchError
        If `device` is ``cuda`` and torch sees no such device.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise BenchError(
            f"embed.device is cuda, but torch {torch.__version__} sees no CUDA device",
            "set embed.device to cpu, or install a CUDA build of torch: https://pytorch.org",
        )
    if device == "cuda":
        # Convolutions would otherwise keep ten bits of float32's twenty-three.
        torch.backends.cudnn.allow_tf32 = False
    if device == "cpu" and dtype == "bfloat16" and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        _log.warning("this CPU has no bfloat16 instructions: embed.dtype float32 is faster here")
