"""The course of a training on pairs, epoch by epoch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch.nn import functional
from tqdm import tqdm

from lib.core.arrays import Ints
from lib.core.rng import generator
from lib.encoders.training.augment import shown, variances
from lib.encoders.training.batches import in_runs, two_clouds
from lib.encoders.training.checkpoint import Checkpoint
from lib.encoders.training.losses import class_loss, pair_loss
from lib.encoders.training.network import Network

_MEASURED = ("pair_loss", "class_loss", "found")


@dataclass(frozen=True)
class Knobs:
    """What was chosen on the val split.

    Attributes
    ----------
    widths : tuple of int
        Of the point layers.
    hidden, dim : int
        Of the head, and length of a vector.
    points : int
        Shown of a cloud at a time.
    run : int
        Shapes of a class that follow each other, see :func:`in_runs`.
    noisy_share : float
        See :func:`two_clouds`.
    epochs, batch : int
        In each epoch a shape is met at most once, in batches of this many pairs.
    rate, decay : float
        Greatest learning rate of AdamW, which falls along a cosine, and weight decay.
    warm : int
        Steps in which the rate rises.
    pair_temperature, class_temperature : float
        Of the two losses.
    class_share : float
        What the class term counts, beside 1 for the pairs.
    """

    widths: tuple[int, ...] = (64, 64, 128)
    hidden: int = 256
    dim: int = 128
    points: int = 128
    run: int = 4
    noisy_share: float = 0.75
    epochs: int = 16
    batch: int = 128
    rate: float = 1.5e-3
    decay: float = 1e-4
    warm: int = 50
    pair_temperature: float = 0.05
    class_temperature: float = 0.1
    class_share: float = 1.0


@dataclass(frozen=True, eq=False)
class Lesson:
    """Clouds with what is known of them.

    Attributes
    ----------
    clouds : ndarray of int16, shape (S, PER_SHAPE, N, 3)
    classes, groups : ndarray of int64, shape (S,)
        Class, and near-duplicates, of each shape.
    """

    clouds: npt.NDArray[np.int16]
    classes: Ints
    groups: Ints


def learn(
    lesson: Lesson, knobs: Knobs, seed: int, threads: int | None, checkpoint: Checkpoint
) -> tuple[Network, pd.DataFrame]:
    """Train a network, from the last finished epoch on.

    Returns
    -------
    network : Network
        In evaluation mode.
    history : pandas.DataFrame
        Columns epoch, pair_loss, class_loss and found (share of objects that are nearest
        to their partner), means over each epoch.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    torch.manual_seed(seed)
    network = Network(knobs.widths, knobs.hidden, knobs.dim)
    optimizer = torch.optim.AdamW(network.parameters(), knobs.rate, weight_decay=knobs.decay)
    batch = min(knobs.batch, len(lesson.clouds))
    per_epoch = len(lesson.clouds) // batch
    total = knobs.epochs * per_epoch

    def rate(step: int) -> float:
        return float(min(1, (step + 1) / knobs.warm) * (1 + np.cos(np.pi * step / total)) / 2)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    state = {"network": network, "optimizer": optimizer, "schedule": schedule}
    history = checkpoint.load(state)
    spread = np.stack([variances(clouds) for clouds in lesson.clouds])
    bar = tqdm(total=total, initial=len(history) * per_epoch, desc="contrastive", unit="step")
    with bar:
        for epoch in range(len(history), knobs.epochs):
            rng = generator(seed, "contrastive", str(epoch))
            order = in_runs(lesson.classes, knobs.run, rng)
            measured = []
            for start in range(0, per_epoch * batch, batch):
                which = order[start : start + batch]
                measured.append(_step(network, optimizer, lesson, spread, which, knobs, rng))
                schedule.step()
                bar.update()
            means = np.mean(measured, axis=0).round(6).tolist()
            history.append({"epoch": epoch + 1, **dict(zip(_MEASURED, means, strict=True))})
            bar.set_postfix(found=f"{means[-1]:.3f}")
            checkpoint.save(state, history)
    return network.eval(), pd.DataFrame(history)


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    lesson: Lesson,
    spread: npt.NDArray[np.float64],
    which: Ints,
    knobs: Knobs,
    rng: np.random.Generator,
) -> list[float]:
    picked = two_clouds(len(which), knobs.noisy_share, rng)
    shapes, clouds = np.tile(which, 2), picked.T.reshape(-1)
    points = shown(lesson.clouds[shapes, clouds], spread[shapes, clouds], knobs.points, rng)
    vectors = functional.normalize(network(torch.from_numpy(points)), dim=1)
    groups, classes = (
        torch.from_numpy(labels[shapes]) for labels in (lesson.groups, lesson.classes)
    )
    pairs, found = pair_loss(vectors, groups, knobs.pair_temperature)
    by_class = class_loss(vectors, classes, knobs.class_temperature)
    loss: Any = pairs + knobs.class_share * by_class
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return [pairs.item(), by_class.item(), found.item()]
