import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics.pairwise import cosine_similarity

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
from lib.encoders.hog_multiview import HogMultiview
from lib.semantics.explain.views import (
    alike_view,
    averages_views,
    encode_views,
    strongest,
    view_parts,
)
from tests.semantics.explain import samples


def test_each_view_is_embedded_by_itself() -> None:
    shape = samples.shape(0, 0.4, 1)
    found = encode_views(samples.made(), shape, shape.require_views())
    np.testing.assert_allclose(found, [[1, 0], [1, 0.4], [1, 1]], atol=1e-6)


def test_a_vector_that_is_not_finite_is_refused() -> None:
    class Broken(samples.Quadrant):
        def encode(self, shapes):
            return super().encode(shapes) * np.nan

    shape = samples.shape(0.5, key="chair_7")
    with pytest.raises(BenchError, match=r"Broken returned a non-finite vector .* chair_7"):
        encode_views(samples.made(Broken), shape, shape.require_views())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(samples.Quadrant, True), (samples.Greatest, False), (samples.OfMeshes, False)],
)
def test_whether_views_are_averaged_is_found_out_by_trying(kind, expected) -> None:
    # From all sides alike, the maximum is the mean as well; the second one tells.
    shapes = [samples.shape(0.5, 0.5), samples.shape(0.1, 0.9)]
    encoder = samples.made(kind)
    vectors = np.zeros((2, 2)) if kind is samples.OfMeshes else encoder.encode(shapes)
    assert averages_views(encoder, shapes, vectors) == expected


def test_without_objects_nothing_is_claimed() -> None:
    assert not averages_views(samples.made(), [], np.zeros((0, 2)))


def test_hog_averages_its_views() -> None:
    rng = np.random.default_rng(1)
    views = rng.integers(0, 256, (3, 64, 64, 3), dtype=np.uint8)
    shape = samples.Shape(key="a", surface=samples.MESH, views=views)
    encoder = HogMultiview(EmbedParams())
    assert averages_views(encoder, [shape], encoder.encode([shape]))


@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(1, 20))
def test_parts_average_to_the_cosine(seed, views, dim) -> None:
    rng = np.random.default_rng(seed)
    own, other = rng.normal(size=(views, dim)) + 0.1, rng.normal(size=dim) + 0.1
    expected = cosine_similarity(own.mean(axis=0)[None], other[None])[0, 0]
    assert view_parts(own, other).mean() == pytest.approx(expected, abs=1e-12)


def test_a_view_unlike_the_neighbour_has_no_part() -> None:
    own = np.array([[2.0, 0.0], [0.0, 2.0]])
    np.testing.assert_allclose(view_parts(own, np.array([5.0, 0.0])), [np.sqrt(2), 0])


def test_of_equal_views_the_first_is_shown() -> None:
    assert strongest(np.array([0.5, 0.9, 0.9 + 1e-13])) == 1


def test_the_view_most_alike_goes_by_direction() -> None:
    others = np.array([[9.0, 9.0], [0.0, 0.0], [0.1, 0.01]])
    assert alike_view(np.array([1.0, 0.0]), others) == 2
