"""The course of a training on pairs, epoch by epoch."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import nn
from tqdm import tqdm

from lib.core.rng import generator
from lib.encoders.training.checkpoint import Checkpoint
from lib.encoders.training.pairs.lesson import Batch, Pairs, batches

Loss = Callable[[Batch], tuple[torch.Tensor, dict[str, float]]]
"""Gives the loss of a batch, and what of it goes into the history."""


@dataclass(frozen=True)
class Knobs:
    """What was chosen on the val split.

    Attributes
    ----------
    epochs, batch : int
        In each epoch a pair is met at most once, in batches of this many.
    rate, decay : float
        Greatest learning rate of AdamW, which falls along a cosine, and weight decay.
    warm : int
        Steps in which the rate rises.
    temperature : float
        Of the loss of pairs.
    """

    epochs: int = 60
    batch: int = 28
    rate: float = 3e-3
    decay: float = 1e-3
    warm: int = 30
    temperature: float = 0.02


@dataclass(frozen=True)
class Course:
    """How a training goes.

    Attributes
    ----------
    knobs : Knobs
    seed : int
    folder : Path
        Keeps what an interrupted training goes on from.
    key : object
        JSON-able; all that the training depends on besides.
    """

    knobs: Knobs
    seed: int
    folder: Path
    key: object


def learn(name: str, network: nn.Module, loss: Loss, pairs: Pairs, course: Course) -> pd.DataFrame:
    """Train a network, from the last finished epoch on.

    Parameters
    ----------
    name : str
        Of what is trained: its batches are drawn by it, its checkpoint lies there.
    network : nn.Module
        Trained in place.
    loss : callable
    pairs : Pairs
    course : Course

    Returns
    -------
    pandas.DataFrame
        Columns epoch and what `loss` measures, means over each epoch.
    """
    knobs, checkpoint = course.knobs, Checkpoint.of(course.folder / name, course.key)
    optimizer = torch.optim.AdamW(network.parameters(), knobs.rate, weight_decay=knobs.decay)
    size = min(knobs.batch, len(pairs))
    total = knobs.epochs * (len(pairs) // size)

    def rate(step: int) -> float:
        return float(min(1, (step + 1) / knobs.warm) * (1 + np.cos(np.pi * step / total)) / 2)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    state = {"network": network, "optimizer": optimizer, "schedule": schedule}
    history = checkpoint.load(state)
    bar = tqdm(total=knobs.epochs, initial=len(history), desc=name, unit="epoch")
    with bar:
        for epoch in range(len(history), knobs.epochs):
            measured = []
            for batch in batches(pairs, size, generator(course.seed, name, str(epoch))):
                value, said = loss(batch)
                optimizer.zero_grad()
                value.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                schedule.step()
                measured.append(said)
            means = pd.DataFrame(measured).mean().round(6).to_dict()
            history.append({"epoch": epoch + 1, **means})
            checkpoint.save(state, history)
            bar.set_postfix(means)
            bar.update()
    network.eval()
    return pd.DataFrame(history)
