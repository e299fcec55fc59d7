import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from lib.encoders.training.subspaces import class_directions, discriminant, pair_directions


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    """Largest principal angle between two column spaces, as a sine."""
    q, r = np.linalg.qr(one)[0], np.linalg.qr(other)[0]
    return float(np.sqrt(max(0.0, 1 - np.linalg.svd(q.T @ r)[1].min() ** 2)))


def test_the_direction_that_groups_differ_in_comes_first() -> None:
    between, within = np.diag([1.0, 9.0, 1.0]), np.diag([1.0, 1.0, 9.0])
    found = discriminant(between, within, 3, shrinkage=0.0)
    assert np.abs(found).argmax(axis=0).tolist() == [1, 0, 2]
    # Unit total variance times sqrt(r / (1 - r²)), r the share that lies between.
    r = np.array([0.9, 0.5, 0.1])
    total = np.array([10.0, 2.0, 10.0])
    expected = np.sqrt(r / (1 - r**2) / total)
    np.testing.assert_allclose(np.abs(found).max(axis=0), expected, rtol=1e-9)


def test_inner_products_are_likelihood_ratios() -> None:
    """In one dimension, against the two densities of probabilistic LDA written out."""
    between, within = 3.0, 2.0
    weight = float(
        discriminant(np.array([[between]]), np.array([[within]]), 1, shrinkage=0.0)[0, 0]
    )
    same = np.array([[between + within, between], [between, between + within]])
    apart = np.diag([between + within] * 2)

    def log_ratio(x: float, y: float) -> float:
        pair = np.array([x, y])
        return float(pair @ (np.linalg.inv(apart) - np.linalg.inv(same)) @ pair / 2)

    # The mixed difference leaves the product alone: terms of x or y alone cancel.
    mixed = log_ratio(1, 1) - log_ratio(1, 0) - log_ratio(0, 1) + log_ratio(0, 0)
    assert mixed == pytest.approx(weight**2, rel=1e-9)


def test_classes_are_told_apart_in_the_directions_of_lda() -> None:
    rng = np.random.default_rng(4)
    centres = rng.normal(size=(5, 12)) * 3
    labels = np.repeat(np.arange(5), 400)
    rows = centres[labels] + rng.normal(size=(2000, 12)) * np.linspace(0.5, 2, 12)
    lda = LinearDiscriminantAnalysis(solver="eigen").fit(rows, labels)
    found = class_directions(rows, labels)
    assert found.shape == (12, 4)
    # Shrinkage is all that lies between the two.
    assert _angle(found, lda.scalings_[:, :4]) < 0.15


def test_what_copies_change_is_left_out() -> None:
    rng = np.random.default_rng(5)
    originals = rng.normal(size=(500, 6))
    rows = rng.integers(500, size=800)
    noise = rng.normal(size=(800, 6)) * [5, 5, 0.01, 0.01, 0.01, 0.01]
    found = pair_directions(originals, [(originals[rows] + noise, rows)], 4)
    assert np.abs(found[:2]).max() < 0.05 * np.abs(found[2:]).max()


def test_each_way_of_altering_counts_the_same() -> None:
    rng = np.random.default_rng(6)
    originals = rng.normal(size=(300, 4))
    few, many = np.arange(20), rng.integers(300, size=3000)
    ways = [
        (originals[few] + rng.normal(size=(20, 4)) * [3, 0, 0, 0], few),
        (originals[many] + rng.normal(size=(3000, 4)) * [0, 3, 0, 0], many),
    ]
    found = np.abs(pair_directions(originals, ways, 4)).sum(axis=1)
    assert found[0] == pytest.approx(found[1], rel=0.5)
    assert found[:2].max() < found[2:].min()
