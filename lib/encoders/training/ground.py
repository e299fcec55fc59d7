"""What a training has at hand, and what it gives."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy.typing as npt
import pandas as pd

from lib.core.parallel import WORK
from lib.core.params import Params
from lib.core.paths import Paths
from lib.objects.store import MeshStore, ViewStore


def unfinished(encoder: str) -> Path:
    """Where a training keeps what it goes on from; removed when both fits are done."""
    return WORK / "training" / encoder


@dataclass(frozen=True, eq=False)
class Ground:
    """A corpus as the graph has made it.

    Attributes
    ----------
    params : Params
    corpus : str
    objects, duplicates : pandas.DataFrame
        ``objects.csv`` and ``duplicates.csv``.
    meshes : MeshStore
        By object id.
    views : ViewStore
        By content hash.
    """

    params: Params
    corpus: str
    objects: pd.DataFrame
    duplicates: pd.DataFrame
    meshes: MeshStore
    views: ViewStore

    @classmethod
    def read(cls, params: Params, corpus: str) -> "Ground":
        """Read what `dvc repro` has made.

        Raises
        ------
        BenchError
            If a part is not there.
        """
        paths = Paths(corpus)
        objects = paths.read("objects.csv")
        return cls(
            params,
            corpus,
            objects,
            paths.read("duplicates.csv"),
            MeshStore(paths.meshes, objects["object_id"].tolist()),
            ViewStore(paths.views),
        )


@dataclass(frozen=True, eq=False)
class Fit:
    """What a training gives.

    Attributes
    ----------
    arrays : dict of str to ndarray
        Weights.
    facts : dict
        JSON-able: how many shapes and copies were learned from, knobs, and whatever
        else the model card is to say.
    history : pandas.DataFrame or None
        The training curve, a row an epoch; None where the fit is in closed form.
    """

    arrays: dict[str, npt.NDArray[Any]]
    facts: dict[str, Any]
    history: pd.DataFrame | None = field(default=None)
