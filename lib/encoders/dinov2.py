"""DINOv2-multiview."""

from typing import Any

import torch

from lib.encoders._hub import HubEncoder


class Dinov2(HubEncoder):
    """DINOv2 ViT-B/14: CLS token of the last layer, mean over the ring views.

    Oquab et al. 2023; 768 numbers with the default weights.
    """

    name = "dinov2"
    trained_on = "LVD-142M"

    def width(self, config: Any) -> int:
        """Length of a vector according to the checkpoint's `config`."""
        return int(config.hidden_size)

    def pool(self, model: Any, pixels: torch.Tensor) -> torch.Tensor:
        """Take the CLS token, the first of the sequence."""
        tokens: torch.Tensor = model(pixel_values=pixels).last_hidden_state
        return tokens[:, 0]
