"""Training of `patterns_two_branch`: a classifier of masks and autoencoders, each on its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import nn
from torch.nn import functional

from lib.core.rng import generator
from lib.encoders.pairs.spaces import ALIGNMENT, BOTH, PRINTED, SUPERVISED, alignment, statistics
from lib.encoders.pairs.trunk import CHANNELS, STRIDE, Trunk, weights_of
from lib.encoders.training.ground import Fit
from lib.encoders.training.pairs.learn import Course, learn
from lib.encoders.training.pairs.lesson import Batch, Pairs

_HIDDEN = 64


class Classifier(nn.Module):
    """A trunk, and what tells family and defect from its map, wherever the defect lies."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.hidden = nn.Conv2d(CHANNELS, _HIDDEN, 3, 1, 1)
        self.last = nn.Linear(2 * _HIDDEN, classes)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Give the scores, shape (B, classes), of pictures, shape (B, 1, S, S)."""
        x = torch.relu(self.hidden(torch.relu(self.trunk(pictures))))
        scores: torch.Tensor = self.last(torch.cat([x.amax((2, 3)), x.mean((2, 3))], dim=1))
        return scores


class Autoencoder(nn.Module):
    """A trunk, and what draws the picture again from its map."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.hidden = nn.Conv2d(CHANNELS, _HIDDEN, 3, 1, 1)
        self.last = nn.Conv2d(_HIDDEN, STRIDE**2, 3, 1, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Draw pictures, shape (B, 1, S, S), again."""
        return functional.pixel_shuffle(self.last(torch.relu(self.hidden(self.trunk(pictures)))), 8)


def fit(pairs: Pairs, course: Course) -> Fit:
    """Learn three trunks, and standardise and align what they give.

    As :func:`lib.encoders.training.pairs.patterns_contrastive.fit`.
    """
    classifier, history = _classifier(pairs, course)
    trunks, histories = {SUPERVISED: classifier.trunk}, [history]
    for name, kinds in ((PRINTED, ["printed"]), (BOTH, ["masks", "printed"])):
        autoencoder, history = _autoencoder(name, kinds, pairs, course)
        trunks[name] = autoencoder.trunk
        histories.append(history)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, trunk in trunks.items():
        arrays.update(weights_of(trunk, name))
    arrays.update(statistics(arrays, pairs.masks, pairs.printed))
    arrays[ALIGNMENT] = alignment(arrays, pairs.masks, pairs.printed).astype(np.float32)
    together = pd.concat([part.set_index("epoch") for part in histories], axis=1)
    return Fit(arrays, {}, together.reset_index())


def _classifier(pairs: Pairs, course: Course) -> tuple[Classifier, pd.DataFrame]:
    _start(SUPERVISED, course)
    network = Classifier(int(pairs.labels.max()) + 1)

    def loss(batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        scores = network(batch.masks)
        value = functional.cross_entropy(scores, batch.labels)
        right = (scores.argmax(dim=1) == batch.labels).float().mean()
        return value, {"class_loss": value.item(), "right": right.item()}

    return network, learn(SUPERVISED, network, loss, pairs, course)


def _autoencoder(
    name: str, kinds: Sequence[str], pairs: Pairs, course: Course
) -> tuple[Autoencoder, pd.DataFrame]:
    _start(name, course)
    network = Autoencoder()

    def loss(batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        pictures = torch.cat([getattr(batch, kind) for kind in kinds])
        value = functional.mse_loss(network(pictures), pictures)
        return value, {f"error_{name}": value.item()}

    return network, learn(name, network, loss, pairs, course)


def _start(name: str, course: Course) -> None:
    """Let each trunk begin elsewhere: from one beginning, two would stay alike in part."""
    torch.manual_seed(int(generator(course.seed, name, "start").integers(2**31)))
