from types import ModuleType

import numpy as np
import pytest

from lib.encoders.training.losses import class_loss, pair_loss


def _unit(rows: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((rows, 5))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_pair_loss_by_hand(torch: ModuleType) -> None:
    vectors, groups = _unit(8), np.array([0, 1, 2, 1, 0, 1, 2, 1])
    loss, found = pair_loss(torch.from_numpy(vectors), torch.from_numpy(groups), 0.2)
    terms, hits = [], []
    for row in range(8):
        partner = (row + 4) % 8
        # Rows 1 and 3 are near-duplicates: neither against the other, nor its copy.
        others = [k for k in range(8) if k == partner or groups[k] != groups[row]]
        weights = np.exp(vectors[others] @ vectors[row] / 0.2)
        terms.append(-np.log(weights[others.index(partner)] / weights.sum()))
        hits.append(others[int(weights.argmax())] == partner)
    assert float(loss) == pytest.approx(np.mean(terms))
    assert float(found) == pytest.approx(np.mean(hits))


def test_class_loss_by_hand(torch: ModuleType) -> None:
    vectors, classes = _unit(6, seed=1), np.array([0, 1, 0, 0, 1, 0])
    loss = class_loss(torch.from_numpy(vectors), torch.from_numpy(classes), 0.5)
    terms = []
    for row in range(6):
        others = [k for k in range(6) if k != row]
        share = np.exp(vectors[others] @ vectors[row] / 0.5)
        share /= share.sum()
        terms.append(np.mean([-np.log(s) for s, k in zip(share, others, strict=True)
                              if classes[k] == classes[row]]))  # fmt: skip
    assert float(loss) == pytest.approx(np.mean(terms))


def test_partners_that_agree_cost_nothing(torch: ModuleType) -> None:
    vectors = torch.from_numpy(np.tile(np.eye(5), (2, 1)))
    loss, found = pair_loss(vectors, torch.arange(5).repeat(2), 0.05)
    assert float(loss) < 1e-6
    assert float(found) == 1
