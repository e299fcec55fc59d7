"""The section `embed` of params.yaml, apart from the others: an encoder's hash covers it."""

from typing import Literal

from pydantic import Field

from lib.core.params.section import Section


class HubModel(Section):
    """Weights on the Hugging Face hub, or in a local folder."""

    model: str
    revision: str


class EmbedParams(Section):
    """How encoders run."""

    seed: int = Field(default=42, ge=0)
    batch_size: int = Field(default=16, ge=1)
    device: Literal["cpu", "cuda"] = "cpu"
    dtype: Literal["float32", "bfloat16"] = "float32"
    dinov2: HubModel = HubModel(
        model="facebook/dinov2-base", revision="f9e44c814b77203eaa57a6bdbbd535f21ede1415"
    )
    clip: HubModel = HubModel(
        model="openai/clip-vit-base-patch32", revision="3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268"
    )
