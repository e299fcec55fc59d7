"""What trainings on pairs are given: pictures, in batches that are turned and shifted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lib.core.arrays import Bytes, Ints
from lib.core.errors import BenchError
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS, MASK, SIMULATED, from_views
from lib.corpus.patterns.layout import MARGIN
from lib.encoders.training.batches import in_runs
from lib.objects.store import ViewStore

_SHIFT = MARGIN - 4
"""Most that a picture is shifted by; its border is dark, and the light of its edge ends there."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Masks and what is printed of them.

    Attributes
    ----------
    masks, printed : ndarray of uint8, shape (N, S, S)
    groups : ndarray of int64, shape (N,)
        Number of the clean layout.
    alike : ndarray of int64, shape (N,)
        Number of the printed pixels: what prints alike shares one.
    labels : ndarray of int64, shape (N,)
        Number of family and defect.
    """

    masks: Bytes
    printed: Bytes
    groups: Ints
    alike: Ints
    labels: Ints

    def __len__(self) -> int:
        return len(self.masks)


@dataclass(frozen=True, eq=False)
class Batch:
    """Some pairs, all turned and shifted alike.

    Attributes
    ----------
    masks, printed : Tensor of float32, shape (B, 1, S, S)
        In [0, 1].
    alike, labels : Tensor of int64, shape (B,)
        As :class:`Pairs` has them.
    """

    masks: torch.Tensor
    printed: torch.Tensor
    alike: torch.Tensor
    labels: torch.Tensor


def read_pairs(split: str) -> Pairs:
    """Read the pairs of a split.

    Raises
    ------
    BenchError
        If the graph has not drawn them.
    """
    paths = Paths(CORPUS)
    for path in (paths.table("patterns.csv"), paths.views):
        if not path.exists():
            raise BenchError(
                f"{path} is not there, and a training on pairs starts from it",
                "run dvc repro draw first",
            )
    images, store = paths.read("patterns.csv"), ViewStore(paths.views)
    own = images[images["split"] == split].sort_values(["layout_id", "kind"])
    masks, printed = (own[own["kind"] == kind].reset_index(drop=True) for kind in (MASK, SIMULATED))
    return Pairs(
        np.stack([from_views(store[sha256]) for sha256 in masks["sha256"]]),
        np.stack([from_views(store[sha256]) for sha256 in printed["sha256"]]),
        _numbers(masks["group_id"]),
        _numbers(printed["sha256"]),
        _numbers(masks["family"] + " " + masks["defect"]),
    )


def batches(pairs: Pairs, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Meet each pair once, in batches of which each holds whole groups.

    A mask is most easily mistaken for another that was made from the same clean layout.

    Parameters
    ----------
    pairs : Pairs
    size : int
        Pairs of a batch; what is left over is met in another epoch.
    rng : numpy.random.Generator
    """
    together = int(np.bincount(pairs.groups).max())
    order = in_runs(pairs.groups, together, rng)
    for start in range(0, len(order) - size + 1, size):
        which = order[start : start + size]
        turns, mirrored = int(rng.integers(4)), bool(rng.integers(2))
        down, right = rng.integers(-_SHIFT, _SHIFT + 1, size=2).tolist()

        def moved(
            pictures: Bytes,
            turns: int = turns,
            mirrored: bool = mirrored,
            shift: tuple[int, int] = (down, right),
        ) -> torch.Tensor:
            turned = np.rot90(pictures[:, ::-1] if mirrored else pictures, turns, axes=(1, 2))
            shifted = np.roll(turned, shift, axis=(1, 2))
            return torch.from_numpy(shifted[:, None].astype(np.float32) / 255)

        yield Batch(
            moved(pairs.masks[which]),
            moved(pairs.printed[which]),
            torch.from_numpy(pairs.alike[which]),
            torch.from_numpy(pairs.labels[which]),
        )


def _numbers(words: "pd.Series[str]") -> Ints:
    return np.asarray(np.unique(words, return_inverse=True)[1], dtype=np.int64)
