"""CLIP-multiview."""

from typing import Any

import torch

from lib.encoders._hub import HubEncoder


class Clip(HubEncoder):
    """CLIP ViT-B/32: projected image features, mean over the ring views.

    Radford et al. 2021; 512 numbers with the default weights.
    """

    name = "clip"
    licence = "MIT"
    trained_on = "WIT-400M"

    def width(self, config: Any) -> int:
        """Length of a vector according to the checkpoint's `config`."""
        return int(config.projection_dim)

    def pool(self, model: Any, pixels: torch.Tensor) -> torch.Tensor:
        """Project the image; which type holds the result depends on the library's version."""
        features = model.get_image_features(pixel_values=pixels)
        if isinstance(features, torch.Tensor):
            return features
        pooled: torch.Tensor = features.pooler_output
        return pooled
