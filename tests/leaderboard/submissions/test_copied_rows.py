from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lib.core.files import read_table
from lib.core.paths import Paths
from lib.leaderboard.submissions.copied_rows import COPY, KIN, distance, fingerprint, verdict
from tests.leaderboard.submissions import samples

ROOT = Path(__file__).resolve().parents[3]
OBJECTS = samples.manifest()


def against(vectors: np.ndarray, other: np.ndarray) -> str:
    return verdict(distance(fingerprint(vectors, OBJECTS), fingerprint(other, OBJECTS)))


@pytest.mark.parametrize(
    "kind",
    [
        "same",
        "turned",
        "scaled",
        "padded",
        "half",
        "by row",
        "noisy",
        "moved",
        "moved far",
        "centred",
        "all at once",
        "centred by row",
        "by row centred",
        "both",
    ],
)
def test_a_row_in_disguise_is_a_copy(kind: str) -> None:
    vectors = samples.honest(OBJECTS).astype(np.float64)
    rng = np.random.default_rng(1)
    turn = np.linalg.qr(rng.standard_normal((16, 16)))[0]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = 1e-3 * length / 4 * rng.standard_normal(vectors.shape)
    unit = vectors / length
    step = rng.standard_normal(16)
    by_row = rng.uniform(0.1, 10, (len(vectors), 1))
    disguise = {
        "same": vectors,
        "turned": vectors @ turn,
        "scaled": -3e4 * vectors,
        "padded": np.hstack([0 * vectors, vectors @ turn, 0 * vectors]),
        "half": (vectors @ turn).astype(np.float16),
        "by row": vectors * by_row,
        "moved": vectors + step,
        "moved far": (vectors + 10 * step).astype(np.float16),
        "centred": vectors - vectors.mean(axis=0),
        "all at once": (np.pad(3 * vectors @ turn, ((0, 0), (0, 3))) - 2).astype(np.float32),
        "centred by row": (vectors - vectors.mean(axis=0)) * by_row,
        "by row centred": unit - unit.mean(axis=0),
        "both": (unit - unit.mean(axis=0)) * by_row,
        "noisy": vectors @ turn + noise,
    }[kind]
    assert against(disguise, vectors) == "copy"
    assert against(vectors, disguise) == "copy"


def test_other_rows_are_no_copies() -> None:
    vectors = samples.honest(OBJECTS).astype(np.float64)
    other = samples.honest(OBJECTS, seed=1)
    assert against(vectors, other) == "different"
    assert against(np.hstack([vectors, other]), vectors) == "different"
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = np.random.default_rng(2).standard_normal(vectors.shape)
    assert against(vectors + 0.1 * length / 4 * noise, vectors) == "kin"


def test_distance_is_what_it_says() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.standard_normal((2, 1, 100_000))
    assert distance(one, other) == pytest.approx(np.sqrt(2), abs=0.02)
    assert distance(one, other) == distance(other, one)
    assert distance(np.ones((1, 3)), np.ones((1, 3))) == 0
    assert distance(np.ones((1, 3)), np.zeros((1, 3))) == 1
    assert distance(np.concatenate([one, other]), np.concatenate([-one, other])) == 0


def test_constant_vectors_and_huge_ones_have_a_fingerprint() -> None:
    constant = np.ones((len(OBJECTS), 4), dtype=np.float16)
    huge = np.finfo(np.float32).max * np.sign(samples.honest(OBJECTS))
    for vectors in (constant, huge):
        assert np.isfinite(fingerprint(vectors, OBJECTS)).all()
    assert against(constant, samples.honest(OBJECTS)) == "different"


@pytest.mark.slow
def test_encoders_of_this_repository_are_strangers_to_each_other() -> None:
    paths = Paths("parametric40")
    files = sorted((ROOT / paths.embeddings("x").parent).glob("*.npy"))
    if len(files) < 2:
        pytest.skip("no embeddings are here; make repro makes them")
    objects = read_table(ROOT / paths.table("objects.csv"))
    seen = {path.stem: fingerprint(np.load(path), objects) for path in files}
    apart = {pair: distance(seen[pair[0]], seen[pair[1]]) for pair in combinations(seen, 2)}
    assert min(apart.values()) > 2 * KIN, apart
    for path in files:
        vectors = np.load(path).astype(np.float64)
        centred = (vectors - vectors.mean(axis=0)).astype(np.float16)
        near = {name: distance(fingerprint(centred, objects), own) for name, own in seen.items()}
        assert [name for name, value in near.items() if value < COPY] == [path.stem]
        assert sum(value < 2 * KIN for value in near.values()) == 1
