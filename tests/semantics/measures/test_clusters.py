import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.metrics import adjusted_mutual_info_score

from lib.semantics.finding import NotApplicableError
from lib.semantics.labelled import labelled
from lib.semantics.measures.clusters import k_means, layout_quality, measure, pca_layout
from tests.semantics.samples import PARAMS, angles, blobs, noise, pick


def _values(data) -> dict[str, float]:
    return {one.quantity: one.value for one in measure(data, PARAMS)}


def test_far_blobs_are_clusters() -> None:
    found = _values(blobs(2, 20))
    assert found["neighbourhood purity"] == 1
    assert found["silhouette"] > 0.99
    assert found["adjusted mutual information"] == pytest.approx(1)


def test_noise_is_none() -> None:
    data = noise(3, 50)
    found = _values(data)
    assert abs(found["silhouette"]) < 0.05
    assert abs(found["adjusted mutual information"]) < 0.05
    assert found["neighbourhood purity"] == pytest.approx(49 / 149, abs=0.05)
    purity = pick(measure(data, PARAMS), "neighbourhood purity", "objects")
    assert purity.low < 49 / 149 < purity.high


def test_purity_is_of_as_many_as_there_are() -> None:
    # Three of a, two of b: a asks its 2 nearest, b its nearest.
    data = labelled(angles(0, 5, 40, 44, 90), ["a", "a", "a", "b", "b"])
    purity = pick(measure(data, PARAMS), "neighbourhood purity", "objects")
    # 0: 5, 40 -> 2 of 2. 5: 0, 40 -> 2 of 2. 40: 44, 5 -> 1 of 2. 44: 40 -> 0. 90: 44 -> 1.
    assert purity.value == pytest.approx((1 + 1 + 0.5 + 0 + 1) / 5)
    assert purity.n == 5


def test_who_has_no_other_of_its_class_does_not_count_for_purity() -> None:
    data = labelled(angles(0, 5, 40), ["a", "a", "b"])
    purity = pick(measure(data, PARAMS), "neighbourhood purity", "objects")
    assert (purity.value, purity.n) == (1.0, 2)


def test_classes_of_copies_have_no_purity() -> None:
    data = labelled(angles(0, 5, 40, 45), ["a", "a", "b", "b"], groups=["g", "g", "h", "h"])
    found = {one.quantity: one for one in measure(data, PARAMS)}
    assert np.isnan(found["neighbourhood purity"].value)
    assert found["neighbourhood purity"].n == 0
    assert found["silhouette"].value > 0.9


def test_constant_vectors_are_measured_without_a_word() -> None:
    data = labelled(np.ones((12, 3)), [f"c{one // 4}" for one in range(12)])
    found = _values(data)
    assert found["silhouette"] == pytest.approx(0, abs=1e-6)
    assert found["adjusted mutual information"] == pytest.approx(0, abs=1e-9)
    assert found["neighbourhood purity"] == pytest.approx(3 / 11)


def test_one_class_or_none_of_two_items_cannot_be_measured() -> None:
    for classes in (["a", "a", "a"], ["a", "b", "c"]):
        with pytest.raises(NotApplicableError, match="two classes or more"):
            measure(labelled(angles(0, 5, 40), classes), PARAMS)


def test_the_layout_is_that_of_others_up_to_its_signs() -> None:
    vectors = np.random.default_rng(0).normal(size=(40, 6)) * [5, 3, 1, 1, 1, 1]
    layout = pca_layout(vectors)
    np.testing.assert_allclose(np.abs(layout), np.abs(PCA(2).fit_transform(vectors)))
    np.testing.assert_allclose(layout.mean(axis=0), 0, atol=1e-12)


def test_the_largest_loading_is_positive() -> None:
    vectors = np.random.default_rng(1).normal(size=(40, 4)) * [9, 4, 1, 1]
    for signs in ([1, 1, 1, 1], [-1, 1, 1, 1], [1, -1, 1, 1], [-1, -1, 1, 1]):
        layout = pca_layout(vectors * signs)
        for axis in (0, 1):
            assert np.corrcoef(layout[:, axis], (vectors * signs)[:, axis])[0, 1] > 0.9


def test_data_of_two_dimensions_is_laid_out_as_it_is() -> None:
    plane = np.random.default_rng(2).normal(size=(60, 2))
    turned = plane @ np.linalg.qr(np.random.default_rng(3).normal(size=(5, 5)))[0][:2]
    assert dict(layout_quality(turned, pca_layout(turned))) == {
        "trustworthiness": 1.0,
        "continuity": 1.0,
    }


def test_the_two_speak_of_each_others_faults() -> None:
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(60, 2))
    # One axis dropped: those far apart along it become near, so that few can be trusted.
    flat = np.stack([vectors[:, 0], np.zeros(60)], axis=1)
    lossy = dict(layout_quality(vectors, flat))
    assert lossy["trustworthiness"] < 0.95
    shuffled = dict(layout_quality(vectors, rng.permutation(vectors)))
    assert shuffled["trustworthiness"] == pytest.approx(0.5, abs=0.1)
    swapped = dict(layout_quality(flat, vectors))
    assert swapped == {
        "trustworthiness": lossy["continuity"],
        "continuity": lossy["trustworthiness"],
    }


def test_a_layout_of_two_items_has_no_quality() -> None:
    assert layout_quality(angles(0, 5), angles(0, 5)) == []
    assert len(layout_quality(angles(0, 5, 9), angles(0, 5, 9))) == 2


def test_the_quality_of_a_layout_is_that_of_others() -> None:
    rng = np.random.default_rng(5)
    vectors, layout = rng.normal(size=(50, 5)), rng.normal(size=(50, 2))
    assert dict(layout_quality(vectors, layout)) == {
        "trustworthiness": pytest.approx(trustworthiness(vectors, layout, n_neighbors=10)),
        "continuity": pytest.approx(trustworthiness(layout, vectors, n_neighbors=10)),
    }


@pytest.mark.parametrize("spread", [0.05, 0.4])
def test_groups_are_as_good_as_those_of_others(spread: float) -> None:
    data = blobs(5, 30, spread)
    found = k_means(data.vectors, 5, 3)
    theirs = KMeans(5, n_init=4, random_state=3).fit(data.vectors)
    assert adjusted_mutual_info_score(found, theirs.labels_) > 0.95
    means = np.stack([data.vectors[found == one].mean(axis=0) for one in range(5)])
    assert ((data.vectors - means[found]) ** 2).sum() <= 1.01 * theirs.inertia_


def test_a_vector_is_in_the_group_whose_mean_is_nearest() -> None:
    data = noise(3, 40)
    found = k_means(data.vectors, 6, 3)
    means = np.stack([data.vectors[found == one].mean(axis=0) for one in np.unique(found)])
    near = np.linalg.norm(data.vectors[:, None] - means, axis=2).argmin(axis=1)
    np.testing.assert_array_equal(np.unique(found)[near], found)


def test_equal_vectors_are_never_apart() -> None:
    found = k_means(np.repeat(np.eye(3), 5, axis=0), 7, 3)
    assert len(np.unique(found)) == 3
    assert all(len(set(found[start : start + 5])) == 1 for start in (0, 5, 10))


def test_last_bits_decide_nothing() -> None:
    # Few different numbers, so that many distances are equal but for their last bits.
    rng = np.random.default_rng(2)
    rows = rng.integers(0, 2, (80, 12)) + np.eye(12)[np.arange(80) % 12]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    turned = rows[:, rng.permutation(12)]
    np.testing.assert_array_equal(k_means(turned, 8, 3), k_means(rows, 8, 3))
    flat = rows[:, :2]
    assert layout_quality(turned, flat) == layout_quality(rows, flat)
