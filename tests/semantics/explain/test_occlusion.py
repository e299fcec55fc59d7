import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.semantics.explain.occlusion import covered_views, occlusion_maps
from lib.semantics.explain.views import encode_views
from tests.semantics.explain import samples

DARK = np.array([[0.0, 1.0]])
"""A neighbour that is all darkness."""


def mapped(shape, shown=0, neighbours=DARK, grid=4, cover=255, kind=samples.Quadrant):
    encoder = samples.made(kind)
    views = encode_views(encoder, shape, shape.require_views())
    return occlusion_maps(encoder, shape, views, shown, neighbours, grid, cover)


@given(st.integers(3, 20), st.integers(3, 20), st.integers(1, 3))
def test_the_squares_cover_each_pixel_once(height, width, grid) -> None:
    view = np.full((height, width, 3), 7, dtype=np.uint8)
    covered = covered_views(view, grid, 200) == 200
    assert covered.shape == (grid * grid, height, width, 3)
    assert (covered.sum(axis=0) == 1).all()
    assert covered.any(axis=(1, 2, 3)).all()


def test_squares_go_row_by_row() -> None:
    first, second, third, _ = covered_views(np.zeros((4, 6, 3), dtype=np.uint8), 2, 255)
    assert first[:2, :3].all()
    assert not first[2:].any()
    assert second[:2, 3:].all()
    assert third[2:, :3].all()


def test_only_the_quarter_that_is_looked_at_counts() -> None:
    """A known answer: the cosine of (1, d) and (0, 1) is d / sqrt(1 + d ** 2)."""
    fall = mapped(samples.shape(0.8, 0.8))[0]
    assert (fall[2:] == 0).all()
    assert (fall[:, 2:] == 0).all()
    # Each square is a quarter of the quadrant; the other of the two views stays.
    before, after = 0.8, 0.8 - 0.8 / 4 / 2
    expected = before / np.hypot(1, before) - after / np.hypot(1, after)
    np.testing.assert_allclose(fall[:2, :2], expected, atol=1e-6)


def test_what_sets_two_apart_is_negative() -> None:
    fall = mapped(samples.shape(0.8), neighbours=np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert (fall[0, :2, :2] < 0).all()
    assert (fall[1, :2, :2] > 0).all()


def test_a_square_that_changes_nothing_is_zero_and_not_asked() -> None:
    class Counting(samples.Quadrant):
        asked = 0

        def encode(self, shapes):
            Counting.asked += len(shapes)
            return super().encode(shapes)

    fall = mapped(samples.shape(0.0, 1.0), kind=Counting)
    assert (fall == 0).all()
    assert Counting.asked == 2


def test_a_grey_square_on_white_adds_something() -> None:
    assert (mapped(samples.shape(0.0, 1.0), cover=128)[0, :2, :2] < 0).all()


def test_a_vector_that_vanishes_is_like_nothing() -> None:
    class Darkness(samples.Quadrant):
        def encode(self, shapes):
            return super().encode(shapes) * [0, 1]

    fall = mapped(samples.shape(1.0), grid=2, kind=Darkness)[0]
    assert fall.tolist() == [[1, 0], [0, 0]]


def test_more_squares_than_pixels_are_refused() -> None:
    with pytest.raises(BenchError, match=r"grid of 17 .* 16 by 16 pixels\n.*explain\.grid"):
        mapped(samples.shape(0.5), grid=17)
