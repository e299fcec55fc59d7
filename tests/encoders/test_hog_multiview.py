import numpy as np
import pytest
from skimage.feature import hog
from skimage.transform import downscale_local_mean

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders.hog_multiview import HogMultiview, thumbnail
from lib.geometry.mesh import Mesh
from lib.geometry.render import render_ring


def test_thumbnail_averages_areas() -> None:
    view = np.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=np.uint8)
    grey = view @ [0.299, 0.587, 0.114]
    expected = downscale_local_mean(grey, (4, 4))
    assert np.abs(thumbnail(view) - expected).max() < 1.5


def test_against_skimage_view_by_view(cone: Mesh) -> None:
    views = render_ring(cone)
    vector = HogMultiview(EmbedParams()).encode([Shape("cone", cone, views)])[0]
    parts = [
        hog(thumbnail(view), orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2))
        for view in views
    ]
    np.testing.assert_allclose(vector[:-3], np.mean(parts, axis=0), atol=1e-12)
    np.testing.assert_allclose(vector[-3:], views.reshape(-1, 3).mean(axis=0) / 255, atol=1e-12)


def test_colour_is_a_small_share(cone: Mesh) -> None:
    vector = HogMultiview(EmbedParams()).encode([Shape("cone", cone, render_ring(cone))])[0]
    assert np.linalg.norm(vector[-3:]) < np.linalg.norm(vector) / 2


def test_a_blank_view_has_a_direction(cone: Mesh) -> None:
    blank = np.full((8, 224, 224, 3), 255, dtype=np.uint8)
    vector = HogMultiview(EmbedParams()).encode([Shape("blank", cone, blank)])[0]
    np.testing.assert_allclose(vector, np.r_[np.zeros(1296), np.ones(3)])


def test_views_are_needed(cone: Mesh) -> None:
    with pytest.raises(ValueError, match="cone comes without views"):
        HogMultiview(EmbedParams()).encode([Shape("cone", cone)])
