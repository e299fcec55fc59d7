"""Change pictures, look for them by seven hashes and by remedies, and say what was found."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes
from lib.core.errors import BenchError
from lib.core.params.hashing import HashingParams
from lib.core.rng import generator
from lib.semantics.hashing.disturbances import DISTURBANCES
from lib.semantics.hashing.hashes import HASHES
from lib.semantics.hashing.methods import MATCHED, ByHash, false_pairs, remedies
from lib.semantics.hashing.observed import Embed, Observed, hog_vectors, observe
from lib.semantics.hashing.recall import Outcome
from lib.semantics.hashing.steady import steady


@steady()
def hash_robustness(
    images: Sequence[Bytes],
    names: Sequence[str],
    params: HashingParams,
    embed: Embed = hog_vectors,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure what hashes and their remedies find again of changed pictures.

    Each picture is changed in every way and strength, and held against all originals: its
    own is the one true pair. A method's limit lets no more than ``params.false_match_rate``
    of the pairs of different originals match (:mod:`lib.semantics.hashing.methods`).

    Parameters
    ----------
    images : sequence of N ndarrays of uint8, shape (H, W, 3)
        RGB, of any sizes; or one array of shape (N, H, W, 3). Two that are the same make
        every hash look worse: leave copies out.
    names : sequence of str, length N
        Unique; a picture's changes are drawn by its name.
    params : HashingParams
        `items` plays no part here.
    embed : callable, optional
        From pictures to vectors, for the remedy that asks an embedding first.

    Returns
    -------
    (DataFrame, DataFrame)
        Columns of ``hash-robustness.csv`` and of ``hash-remedies.csv``. No number is an
        average over changes or strengths.

    Raises
    ------
    BenchError
        If there are fewer than two pictures, or one has another shape or no name of its
        own.
    """
    _check(images, names)
    originals = observe(images, _detectors(params), embed)
    hashes = {name: ByHash(originals, name, params) for name in HASHES}
    helped = remedies(originals, hashes, params)
    found: list[dict[str, object]] = []
    helps: list[dict[str, object]] = []
    for kind, strength, changed, false in _changes(images, names, params, embed):
        where: dict[str, object] = {"disturbance": kind, "strength": strength}
        outcomes = {name: one.judge(changed, false) for name, one in hashes.items()}
        for name, one in outcomes.items():
            found.append({"hash": name, **where, **one.row(params.confidence)})
        remedied = {
            name: outcomes.get(name) or method.judge(changed, false)
            for name, method in helped.items()
        }
        helps += [where | row for row in _compare(outcomes[params.bare], remedied, params)]
    order = {name: row for row, name in enumerate(HASHES)}
    robustness = pd.DataFrame(found).sort_values("hash", key=lambda n: n.map(order), kind="stable")
    return robustness.reset_index(drop=True), pd.DataFrame(helps)


def _detectors(params: HashingParams) -> list[str]:
    return sorted({*MATCHED, params.alignment})


def _changes(
    images: Sequence[Bytes], names: Sequence[str], params: HashingParams, embed: Embed
) -> Iterator[tuple[str, float, Observed, np.ndarray]]:
    """Change all pictures in every way, and draw as many false pairs for each."""
    for kind, strengths in dict(params.strengths).items():
        for strength in strengths:
            changed = [
                # By name and kind: the same direction at every strength.
                DISTURBANCES[kind].apply(image, strength, generator(params.seed, kind, name))
                for image, name in zip(images, names, strict=True)
            ]
            drawn = false_pairs(len(images), len(images), params.seed, kind, f"{strength:g}")
            yield kind, strength, observe(changed, _detectors(params), embed), drawn


def _compare(
    bare: Outcome, remedied: Mapping[str, Outcome], params: HashingParams
) -> Iterator[dict[str, object]]:
    """Hold remedies against the bare hash and against each other."""
    rows = {name: one.row(params.confidence) for name, one in remedied.items()}
    beaten = bare.row(params.confidence)
    kept = {
        name: not one.exceeds(params.false_match_rate, params.confidence)
        for name, one in remedied.items()
    }
    most = max((row["recall"] for name, row in rows.items() if kept[name]), default=np.inf)
    for name, row in rows.items():
        yield {
            "remedy": name,
            "bare_recall": beaten["recall"],
            **row,
            "saved": 1 - row["comparisons"] / beaten["comparisons"],
            "rate_kept": kept[name],
            "best": bool(kept[name] and row["recall"] >= most),
            "beats_bare": bool(kept[name] and row["recall_low"] > beaten["recall_high"]),
        }


def _check(images: Sequence[Bytes], names: Sequence[str]) -> None:
    if len(images) < 2 or len(images) != len(names):
        raise BenchError(
            f"there are {len(images):,} pictures and {len(names):,} names",
            "give two pictures or more, and each a name",
        )
    again = pd.Series(list(names)).loc[lambda one: one.duplicated()]
    if len(again):
        raise BenchError(f"{again.iloc[0]!r} names two pictures", "give each a name of its own")
    for image, name in zip(images, names, strict=True):
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise BenchError(
                f"picture {name!r} is {image.dtype} of shape {image.shape}",
                "pictures are uint8 of shape (height, width, 3), RGB",
            )
