import numpy as np
import pytest

from lib.submissions.copies import distance, fingerprint, verdict
from tests.submissions import samples

OBJECTS = samples.manifest()


def against(vectors: np.ndarray, other: np.ndarray) -> str:
    return verdict(distance(fingerprint(vectors, OBJECTS), fingerprint(other, OBJECTS)))


@pytest.mark.parametrize("kind", ["same", "turned", "scaled", "padded", "half", "by row", "noisy"])
def test_a_row_in_disguise_is_a_copy(kind: str) -> None:
    vectors = samples.honest(OBJECTS).astype(np.float64)
    rng = np.random.default_rng(1)
    turn = np.linalg.qr(rng.standard_normal((16, 16)))[0]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = 1e-3 * length / 4 * rng.standard_normal(vectors.shape)
    disguise = {
        "same": vectors,
        "turned": vectors @ turn,
        "scaled": -3e4 * vectors,
        "padded": np.hstack([0 * vectors, vectors @ turn, 0 * vectors]),
        "half": (vectors @ turn).astype(np.float16),
        "by row": vectors * rng.uniform(0.1, 10, (len(vectors), 1)),
        "noisy": vectors @ turn + noise,
    }[kind]
    assert against(disguise, vectors) == "copy"


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
    one, other = rng.standard_normal((2, 100_000))
    assert distance(one, other) == pytest.approx(np.sqrt(2), abs=0.02)
    assert distance(one, other) == distance(other, one)
    assert distance(np.ones(3), np.ones(3)) == 0
    assert distance(np.ones(3), np.zeros(3)) == 1
