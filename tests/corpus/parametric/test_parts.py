"""Blocks of parts against volumes and extents that are known exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.corpus.parametric import parts
from lib.corpus.parametric.parts import Color

RED: Color = (200, 30, 40)


def prism(radius: float, length: float, sections: int) -> float:
    """Volume of a cylinder whose base is a regular polygon."""
    return float(sections / 2 * np.sin(2 * np.pi / sections) * radius**2 * length)


@pytest.mark.parametrize("end", [(0, 0, 2), (2, 0, 0), (1, -2, 2)])
def test_a_rod_is_a_closed_prism_of_its_length(end: tuple[float, float, float]) -> None:
    rod = parts.rod((0, 0, 0), end, 0.3, RED, sections=8)
    assert rod.is_watertight
    assert rod.volume == pytest.approx(prism(0.3, float(np.linalg.norm(end)), 8))
    assert (rod.visual.face_colors == [*RED, 255]).all()


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("length", [0.5, -0.5])
def test_a_stub_reaches_along_its_axis(axis: int, length: float) -> None:
    stub = parts.stub((1, 2, 3), length, 0.1, RED, axis=axis)
    low, high = stub.bounds[:, axis]
    at = (1, 2, 3)[axis]
    assert (low, high) == pytest.approx(sorted((at, at + length)))
    assert stub.volume == pytest.approx(prism(0.1, 0.5, 12))


@given(
    center=st.tuples(*[st.floats(-3, 3)] * 3),
    axis=st.sampled_from([0, 1, 2]),
)
def test_both_sides_mirror_each_other(center: tuple[float, float, float], axis: int) -> None:
    original = parts.box((1, 2, 3), center, RED)
    first, second = parts.both([original], axis)
    assert first is original
    flip = np.ones(3)
    flip[axis] = -1
    np.testing.assert_array_equal(second.vertices, original.vertices * flip)
    # Turned inside out, the copy would have a negative volume.
    assert second.volume == pytest.approx(6)
    assert (second.visual.face_colors == original.visual.face_colors).all()


def test_a_taper_is_a_frustum() -> None:
    taper = parts.taper((0, 0, 0), (0, 0, 3), 0.5, 0.25, RED, sections=4)
    # Of squares whose sides are 1 and 0.5.
    assert taper.volume == pytest.approx(3 / 3 * (1 + 0.25 + 0.5))
    assert taper.extents == pytest.approx([1, 1, 3])
