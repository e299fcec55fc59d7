"""Training of `patterns_contrastive`: a mask and what is printed of it, told from all others."""

import torch
from torch.nn import functional

from lib.encoders.pairs.spaces import SHARED
from lib.encoders.pairs.trunk import Trunk, weights_of
from lib.encoders.training.ground import Fit
from lib.encoders.training.losses import pair_loss
from lib.encoders.training.pairs.learn import Course, learn
from lib.encoders.training.pairs.lesson import Batch, Pairs


def fit(pairs: Pairs, course: Course) -> Fit:
    """Learn a space for both, by the loss that `contrastive` learns from.

    Interrupted, it goes on with the epoch that it was in.

    Parameters
    ----------
    pairs : Pairs
        Of the train split.
    course : Course
    """
    torch.manual_seed(course.seed)
    trunk = Trunk()

    def loss(batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        maps = trunk(torch.cat([batch.masks, batch.printed]))
        vectors = functional.normalize(maps.flatten(1), dim=1)
        value, found = pair_loss(vectors, torch.cat([batch.alike] * 2), course.knobs.temperature)
        return value, {"pair_loss": value.item(), "found": found.item()}

    history = learn(SHARED, trunk, loss, pairs, course)
    return Fit(dict(weights_of(trunk, SHARED)), {}, history)
