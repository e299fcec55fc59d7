import numpy as np
import pytest
from sklearn.decomposition import PCA

from lib.core.params.embed import EmbedParams
from lib.encoders.autoencoder import CODE, Autoencoder, view_pixels
from lib.encoders.hog_multiview import histograms
from lib.semantics.pixels import SIDE, hog_vectors, pixel_errors, thumbnails

RNG = np.random.default_rng(0)


def _view(seed: int, size: int = 56) -> np.ndarray:
    """A few dark boxes on white."""
    rng = np.random.default_rng(seed)
    view = np.full((size, size, 3), 255, dtype=np.uint8)
    for _ in range(3):
        top, left = rng.integers(0, size // 2, 2)
        view[top : top + size // 3, left : left + size // 3] = rng.integers(0, 255, 3)
    return view


def test_a_thumbnail_is_the_mean_colour_of_each_part() -> None:
    view = np.zeros((32, 32, 3), dtype=np.uint8)
    view[:2, :2] = (255, 51, 0)
    view[2:4, :2, 1] = [[0, 0], [255, 255]]
    found = thumbnails([view[None]]).reshape(SIDE, SIDE, 3)
    np.testing.assert_allclose(found[0, 0], [1, 0.2, 0])
    np.testing.assert_allclose(found[1, 0], [0, 0.5, 0], atol=1 / 255)
    assert found[2:].max() == found[:, 1:].max() == 0


def test_an_item_is_the_mean_over_its_views() -> None:
    white, black = np.full((16, 16, 3), 255, np.uint8), np.zeros((16, 16, 3), np.uint8)
    found = thumbnails([np.stack([white, black, black, black]), white[None]])
    assert found.shape == (2, SIDE**2 * 3)
    np.testing.assert_allclose(found, np.array([[0.25], [1.0]]).repeat(SIDE**2 * 3, axis=1))


def test_pictures_of_any_shape_have_vectors_of_one_length() -> None:
    rings = [np.full((1, *size, 3), 128, np.uint8) for size in ((20, 70), (9, 5), (300, 16))]
    assert thumbnails(rings).shape == (3, SIDE**2 * 3)
    np.testing.assert_allclose(thumbnails(rings), 128 / 255)
    assert hog_vectors(rings).shape == (3, 1299)


def test_hog_is_that_of_the_encoder() -> None:
    rings = [np.stack([_view(0), _view(1)]), _view(2)[None]]
    np.testing.assert_array_equal(hog_vectors(rings), [histograms(ring) for ring in rings])


@pytest.fixture(scope="module")
def rings() -> list[np.ndarray]:
    return [np.stack([_view(10 * item + one) for one in range(2)]) for item in range(20)]


def test_errors_of_components_are_those_of_others(rings: list[np.ndarray]) -> None:
    reference = np.arange(20) < 12
    found = pixel_errors(rings, reference, [])["PCA"]
    pixels = [view_pixels(ring) for ring in rings]
    model = PCA(CODE).fit(np.concatenate(pixels[:12]))
    expected = [
        ((model.inverse_transform(model.transform(ring)) - ring) ** 2).mean() for ring in pixels
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    # What was learned from is rebuilt better than what was not.
    assert found[:12].max() < found[12:].min()


def test_few_views_are_rebuilt_without_an_error(rings: list[np.ndarray]) -> None:
    # Eight views span no more axes than there are components.
    found = pixel_errors(rings, np.arange(20) < 4, [])["PCA"]
    np.testing.assert_allclose(found[:4], 0, atol=1e-12)
    assert found[4:].min() > 1e-4


def test_errors_of_the_network_are_those_of_the_blind_one(rings: list[np.ndarray]) -> None:
    reference = np.ones(20, dtype=bool)
    encoder = Autoencoder(EmbedParams())
    left_out = Autoencoder(EmbedParams()).blind_to(["bench"]).learned.facts["left_out"]
    for classes, network in (([], encoder), (left_out, encoder.blind_to(left_out))):
        assert isinstance(network, Autoencoder)
        found = pixel_errors(rings, reference, classes)["autoencoder"]
        expected = [network.errors(view_pixels(ring)).mean() for ring in rings]
        np.testing.assert_array_equal(found, expected)
    assert not np.allclose(found, pixel_errors(rings, reference, [])["autoencoder"])
