"""Vectors with pairs among them, and every pair compared one by one."""

from pathlib import Path
from typing import Any

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.core.params.compute import ComputeParams
from lib.duplicates.search.found import Found
from lib.duplicates.search.pairs import find_pairs
from lib.thresholds.similarities import oriented, similarities

THRESHOLDS = {"cosine": 0.995, "l2_unit": 0.1, "l2": 1.2}


def with_copies(n: int, dim: int = 24, seed: int = 0) -> Floats:
    """The second half are noisy copies of the first, and some are exact."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(n, dim)) + 0.5
    half = n // 2
    noise = 0.1 * rng.normal(size=(half, dim)) * rng.choice([0, 1, 3], size=(half, 1))
    vectors[half : 2 * half] = vectors[:half] + noise
    return vectors


def every_pair(vectors: Floats, similarity: str) -> tuple[Ints, Ints, Floats]:
    a, b = np.triu_indices(len(vectors), 1)
    return a, b, similarities(vectors, vectors, np.stack([a, b], axis=1))[similarity]


def flagged(vectors: Floats, similarity: str, threshold: float) -> set[tuple[int, int]]:
    a, b, values = every_pair(vectors, similarity)
    kept = oriented(values, similarity) >= oriented(threshold, similarity)
    return set(zip(a[kept].tolist(), b[kept].tolist(), strict=True))


def search(vectors: Any, threshold: float, similarity: str = "cosine", **options: Any) -> Found:
    given = {
        "seed": 1, "workers": 1, "compute": ComputeParams(), "name": Path("search"), **options
    }  # fmt: skip
    return find_pairs(vectors, threshold, similarity, **given)
