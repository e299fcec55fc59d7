"""Training of `autoencoder`: views of the train sources, rebuilt from few numbers."""

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import nn

from lib.core.errors import BenchError
from lib.core.rng import generator
from lib.encoders.autoencoder import CODE, SIDE, view_pixels
from lib.encoders.training.examples import learnable
from lib.encoders.training.ground import Fit, Ground

HIDDEN = 64
EPOCHS = 60
BATCH = 128
RATE = 1e-3


def fit(ground: Ground, left_out: Collection[str]) -> Fit:
    """Learn from the views of the train sources; takes seconds.

    Parameters
    ----------
    ground : Ground
    left_out : collection of str
        Classes that are not learned from.

    Raises
    ------
    BenchError
        If there is nothing to learn from.
    """
    rows = learnable(ground.objects, ground.duplicates, left_out=left_out)
    if rows.empty:
        raise BenchError(
            f"{ground.corpus} has nothing to learn from once what is scored is kept out",
            "it takes a train split (`select`), and classes that train.left_out does not name",
        )
    pixels = np.concatenate([view_pixels(ground.views[one]) for one in rows["content_sha256"]])
    network, history = learn(pixels.astype(np.float32), ground.params.train.seed)
    layers = [layer for layer in network if isinstance(layer, nn.Linear)]
    arrays: dict[str, npt.NDArray[np.float32]] = {}
    for number, layer in enumerate(layers):
        arrays[f"{number}"] = layer.weight.detach().numpy().T
        arrays[f"{number}.bias"] = layer.bias.detach().numpy()
    knobs = {"hidden units": HIDDEN, "epochs": EPOCHS, "batch": BATCH, "rate": RATE}
    facts = {
        "n_shapes": len(rows),
        "n_copies": 0,
        "knobs": {name: str(value) for name, value in knobs.items()},
    }
    return Fit(arrays, facts, history)


def learn(pixels: npt.NDArray[np.float32], seed: int) -> tuple[nn.Sequential, pd.DataFrame]:
    """Fit a network to rows of pixels by Adam on the squared error.

    Parameters
    ----------
    pixels : ndarray of float32, shape (N, 784)
    seed : int

    Returns
    -------
    (nn.Sequential, pandas.DataFrame)
        The network, and its mean loss after each epoch.
    """
    rng = generator(seed, "autoencoder")
    network = nn.Sequential(
        nn.Linear(SIDE**2, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CODE),
        nn.Linear(CODE, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, SIDE**2),
    )  # fmt: skip
    with torch.no_grad():
        for parameter in network.parameters():
            # Weights as torch starts them, from a generator of ours; biases by their number.
            limit = 1 / np.sqrt(parameter.shape[-1])
            draw = rng.uniform(-limit, limit, tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(draw))
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    data, losses = torch.from_numpy(pixels), []
    for _ in range(EPOCHS):
        total = 0.0
        for rows in _batches(len(pixels), rng):
            batch = data[rows]
            loss = ((network(batch) - batch) ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        losses.append(total / len(pixels))
    epochs = np.arange(1, EPOCHS + 1)
    return network, pd.DataFrame({"epoch": epochs, "squared_error": losses})


def _batches(count: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    order = rng.permutation(count)
    for start in range(0, count, BATCH):
        yield order[start : start + BATCH]
