import numpy as np

from lib.thresholds.density import clusters, cosine_matrix, thresholds


def blobs() -> tuple[np.ndarray, np.ndarray]:
    """A tight bunch and a loose one, far apart."""
    rng = np.random.default_rng(1)
    tight = np.array([1.0, 0, 0, 0]) + 0.02 * rng.normal(size=(40, 4))
    loose = np.array([0, 1.0, 0, 0]) + 0.15 * rng.normal(size=(40, 4))
    return np.concatenate([tight, loose]), np.repeat([0, 1], 40)


def test_clusters_find_the_bunches() -> None:
    vectors, truth = blobs()
    labels = clusters(cosine_matrix(vectors), 2)
    assert len(set(zip(labels, truth, strict=True))) == 2


def test_dense_places_get_a_higher_threshold() -> None:
    vectors, truth = blobs()
    cosines = cosine_matrix(vectors)
    limits = thresholds(cosines, np.arange(80), truth)
    assert limits[0] > limits[1]
    others = cosines - 2 * np.eye(80)
    for label in (0, 1):
        nearest = others[truth == label].max(axis=1)
        assert (nearest > limits[label]).mean() <= 0.05
        assert limits[label] in nearest


def test_known_duplicates_are_no_neighbours() -> None:
    vectors, truth = blobs()
    vectors[1] = vectors[0]
    groups = np.arange(80)
    groups[1] = 0
    limits = thresholds(cosine_matrix(vectors), groups, truth, quantile=1.0)
    assert limits[0] < 1.0
    assert thresholds(cosine_matrix(vectors), np.arange(80), truth, quantile=1.0)[0] == 1.0


def test_one_object_has_no_neighbour() -> None:
    assert thresholds(np.ones((1, 1)), [0], np.array([0])).tolist() == [-1.0]
    assert clusters(cosine_matrix(np.eye(3)), 8).max() <= 2
