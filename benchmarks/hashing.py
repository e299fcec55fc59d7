"""Hashes and their remedies: what each costs a picture and a pair, against the bare hash.

    python -m benchmarks.hashing [--quick] [--json PATH]

All are measured in one process on the same views of the default corpus, one thread, in
turn, and reported as ratios to the bare hash, pHash:

- ``picture``: what has to be done once for every picture, before any comparison;
- ``pair``: a comparison. Hashes and vectors are compared in bulk, keypoints pair by pair;
- ``query``: a picture looked up among so many originals that are prepared already.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lib.core.arrays import Bytes
from lib.core.console import print_table, run
from lib.core.files import write_text
from lib.core.params.hashing import HashingParams
from lib.core.rng import generator
from lib.corpus.parametric.corpus import class_names, make
from lib.geometry.mesh import normalize
from lib.geometry.render import render_ring
from lib.semantics.hashing.disturbances import DISTURBANCES
from lib.semantics.hashing.hashes import HASHES, grey
from lib.semantics.hashing.keypoints import detect
from lib.semantics.hashing.methods import (
    MATCHED,
    SHIFT_INVARIANT,
    Alignment,
    ByHash,
    ByPair,
    Matching,
    false_pairs,
)
from lib.semantics.hashing.observed import hog_vectors, observe
from lib.semantics.hashing.sample import one_view
from lib.semantics.hashing.steady import steady

GALLERIES = (100, 10_000)
"""Originals among which a picture is looked up."""

_TURN = 4.0
_BULK = 1000
_PAIRS = 200

Step = tuple[Callable[[], object], int]
"""Something to time, and how many pictures or pairs it takes."""


@dataclass(frozen=True)
class Cost:
    """Seconds that a method takes.

    Attributes
    ----------
    picture, pair : float
        For what is done once a picture, and for a comparison.
    first : float
        For a comparison with what is asked first, where something is.
    """

    picture: float
    pair: float
    first: float = 0.0

    def query(self, originals: int, keep: int) -> float:
        """Seconds for a picture among so many originals."""
        compared = keep if self.first else originals
        return self.picture + originals * self.first + compared * self.pair


def main(
    quick: Annotated[bool, typer.Option(help="Fewer pictures, for CI.")] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Measure, print a table, and write it as JSON if asked."""
    names = class_names()[:: 8 if quick else 2]
    images = [one_view(render_ring(normalize(make(name, 1)))) for name in names]
    turned = [
        DISTURBANCES["rotation"].apply(image, _TURN, generator(1, name))
        for image, name in zip(images, names, strict=True)
    ]
    params = HashingParams()
    rows = ratios(costs(images, turned, params, 1 if quick else 3), params)
    print(f"{len(names)} views of {len(images[0])} px, one thread; times the bare hash's")
    print_table(list(rows[0]), [[_written(cell) for cell in row.values()] for row in rows])
    if json_path is not None:
        write_text(json_path, json.dumps(rows, indent=2) + "\n")


@steady()
def costs(
    images: Sequence[Bytes], changed: Sequence[Bytes], params: HashingParams, rounds: int
) -> dict[str, Cost]:
    """Time every method on the same pictures; the bare hash comes first.

    Parameters
    ----------
    images, changed : sequence of ndarray of uint8, shape (H, W, 3)
        Originals, and as many pictures to find among them.
    params : HashingParams
    rounds : int
        Of which the fastest counts; one more goes before, and does not.
    """
    keyed = sorted({params.alignment, *MATCHED})
    originals, queries = (observe(one, keyed, hog_vectors) for one in (images, changed))
    greys, size = [grey(image) for image in changed], len(changed)
    steps: dict[str, Step] = {"vector": (partial(hog_vectors, changed), size)}
    for name in {params.bare, *SHIFT_INVARIANT}:
        codes = np.resize(queries.codes[name], (_BULK, queries.codes[name].shape[1]))
        steps[name] = partial(HASHES[name].codes, greys), size
        steps[f"{name} pair"] = partial(HASHES[name].distances, codes, codes), _BULK**2
    vectors = np.resize(queries.vectors, (_BULK, queries.vectors.shape[1]))
    steps["vector pair"] = partial(np.matmul, vectors, vectors.T), _BULK**2
    bare = ByHash(originals, params.bare, params)
    by_pair: dict[str, ByPair] = {name: Matching(originals, name, params) for name in MATCHED}
    by_pair["alignment"] = Alignment(originals, params.alignment, bare, params)
    true = np.repeat(np.arange(size)[:, None], 2, axis=1)
    pairs = np.concatenate([true, false_pairs(size, _PAIRS, params.seed, "benchmark")])
    for name, method in by_pair.items():
        steps[f"{name} pair"] = partial(method.distances, queries, pairs), len(pairs)
    for name in keyed:
        steps[name] = partial(detect, greys, name), size
    return _gathered(_timed(steps, rounds), params)


def _timed(steps: Mapping[str, Step], rounds: int) -> dict[str, float]:
    """Seconds of a step, by the number of pictures or pairs that it takes."""
    seconds = dict.fromkeys(steps, float("inf"))
    for turn in range(rounds + 1):
        for name, (step, count) in steps.items():
            start = time.perf_counter()
            step()
            taken = (time.perf_counter() - start) / count
            seconds[name] = min(seconds[name], taken) if turn else float("inf")
    return seconds


def _gathered(seconds: Mapping[str, float], params: HashingParams) -> dict[str, Cost]:
    hashed, by = seconds[params.bare], params.alignment
    found: dict[str, Cost] = {params.bare: Cost(hashed, seconds[f"{params.bare} pair"])}
    found[f"{by}_alignment"] = Cost(hashed + seconds[by], seconds["alignment pair"])
    for name in SHIFT_INVARIANT:
        found.setdefault(name, Cost(seconds[name], seconds[f"{name} pair"]))
    found["embedding_first"] = Cost(
        hashed + seconds["vector"], found[params.bare].pair, seconds["vector pair"]
    )
    for name in MATCHED:
        found[f"{name}_matching"] = Cost(seconds[name], seconds[f"{name} pair"])
    return found


def ratios(found: Mapping[str, Cost], params: HashingParams) -> list[dict[str, str | float]]:
    """Hold costs against those of the first method, the bare hash."""
    bare, rows = next(iter(found.values())), []
    for name, cost in found.items():
        row: dict[str, str | float] = {"method": name, "picture": cost.picture / bare.picture}
        row["pair"] = (cost.first or cost.pair) / bare.pair
        for size in GALLERIES:
            row[f"query_{size}"] = cost.query(size, params.keep) / bare.query(size, params.keep)
        rows.append(row)
    return rows


def _written(cell: str | float) -> str:
    return cell if isinstance(cell, str) else f"{cell:,.3g}" if cell < 100 else f"{cell:,.0f}"


if __name__ == "__main__":
    run(main)
