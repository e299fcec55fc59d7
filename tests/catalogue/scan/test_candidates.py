import numpy as np
import pytest

from lib.catalogue.scan.candidates import known_duplicates, told
from lib.catalogue.scan.in_force import by_hand
from lib.catalogue.scan.verify import Judged

SIZE = 200


class Verdicts:
    """Calls the first so many items duplicates of each other, three at a time."""

    def __init__(self, duplicates: int) -> None:
        self.duplicates = duplicates
        self.looked: list[tuple[int, int]] = []

    def judge(self, pairs):
        self.looked += pairs
        return {
            (a, b): Judged(
                "re-meshed" if a // 3 == b // 3 and b < self.duplicates else "lookalike",
                0.0,
                np.eye(4),
            )
            for a, b in pairs
        }


def catalogue(duplicates: int) -> np.ndarray:
    rng = np.random.default_rng(5)
    vectors = rng.standard_normal((SIZE, 12))
    for row in range(duplicates):
        vectors[row] = vectors[row // 3 * 3] + rng.standard_normal(12) * 0.02
    return vectors


@pytest.mark.parametrize("duplicates", [0, 9, 90, 198])
def test_all_duplicates_are_found_whatever_their_share(duplicates: int) -> None:
    verdicts = Verdicts(duplicates)
    labels, same = known_duplicates(catalogue(duplicates), "cosine", 0.05, verdicts)
    wanted = [row // 3 if row < duplicates else 1000 + row for row in range(SIZE)]
    _, first = np.unique(wanted, return_inverse=True)
    pairs = labels[:, None] == labels
    np.testing.assert_array_equal(pairs, first[:, None] == first)
    assert all(a // 3 == b // 3 for a, b in same)
    assert len(verdicts.looked) == len(set(verdicts.looked))
    # Few duplicates, few looks.
    assert len(verdicts.looked) <= (80 if duplicates <= 9 else 3 * SIZE)


def test_what_the_look_has_shown_is_told() -> None:
    vectors = catalogue(90)
    labels, same = known_duplicates(vectors, "cosine", 0.05, Verdicts(90))
    threshold = by_hand(0.9999, "cosine", "gram3d", "abc").threshold
    share, below = told(vectors, labels, same, threshold, 0.05)
    assert "45 % of the meshes have a duplicate" in share
    assert "--duplicate-share 0.45" in share
    value = float(below.split("--threshold ")[1].split(" ")[0])
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert all(unit[a] @ unit[b] >= value for a, b in same)
    easy = by_hand(0.1, "cosine", "gram3d", "abc").threshold
    assert list(told(vectors, labels, same, easy, 0.5)) == []
