"""Trainings on pairs, from what the graph has drawn to what Git holds."""

import importlib
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from lib.core.errors import BenchError
from lib.core.files import sha256_of, write_text
from lib.core.fingerprint import code_sha256
from lib.core.params import Params
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS
from lib.encoders._trained import FOLDER, write_trained
from lib.encoders.pairs.spaces import CONTRASTIVE, TWO_BRANCH
from lib.encoders.training.curve import write_curve
from lib.encoders.training.ground import Fit, unfinished
from lib.encoders.training.model_card import CARD
from lib.encoders.training.pairs.card import pair_card
from lib.encoders.training.pairs.learn import Course, Knobs
from lib.encoders.training.pairs.lesson import Pairs, read_pairs

PAIR_FITS = (CONTRASTIVE, TWO_BRANCH)
"""Names of the trainings, each a module here."""

MOST_BYTES = 1_000_000
"""Git holds the files."""

KNOBS = Knobs()


class PairTraining(Protocol):
    """What a module of :data:`PAIR_FITS` defines."""

    def fit(self, pairs: Pairs, course: Course) -> Fit:
        """Learn from pairs."""


def fit_pairs(name: str, params: Params, knobs: Knobs = KNOBS) -> list[Path]:
    """Train on the pairs of the train split, and write what was learned, and its card.

    Two runs of one seed, machine and number of threads give the same weights.

    Parameters
    ----------
    name : str
        One of :data:`PAIR_FITS`.
    params : Params
    knobs : Knobs, optional

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    BenchError
        If the graph has not drawn the pictures, or the file would be larger than
        `MOST_BYTES`.
    """
    pairs = read_pairs("train")
    if params.workers is not None:
        torch.set_num_threads(params.workers)
    module: PairTraining = importlib.import_module(f"lib.encoders.training.pairs.{name}")
    facts = {
        "encoder": name,
        "corpus": CORPUS,
        "images_sha256": sha256_of(Paths(CORPUS).table("patterns.csv")),
        "seed": params.train.seed,
        "code_sha256": code_sha256([f"lib.encoders.training.pairs.{name}"]),
        "n_pairs": len(pairs),
        "n_layouts": len(np.unique(pairs.groups)),
        "knobs": {key: str(value) for key, value in asdict(knobs).items()},
    }
    kept = unfinished(name)
    fit = module.fit(pairs, Course(knobs, params.train.seed, kept, facts))
    size = sum(array.nbytes for array in fit.arrays.values())
    if size > MOST_BYTES:
        raise BenchError(
            f"{name}: the fit has {size:,} bytes, and Git is to hold at most {MOST_BYTES:,}",
            "let it have fewer weights, or fewer bytes a weight",
        )
    path = FOLDER / name / "pairs.safetensors"
    if fit.history is not None:
        table = fit.history.to_dict(orient="split", index=False)
        facts["history"] = table
    write_trained(path, fit.arrays, {**fit.facts, **facts})
    curve = write_curve([path])
    card = path.with_name(CARD)
    write_text(card, pair_card(module.__doc__ or "", facts))
    shutil.rmtree(kept, ignore_errors=True)
    return [path, *curve, card]
