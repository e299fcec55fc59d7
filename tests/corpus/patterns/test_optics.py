"""What is known of an image without computing it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import gaussian_filter
from scipy.special import ndtri

from lib.core.params.sections import PatternsParams
from lib.corpus.patterns.layout import Box, count_nets, painted
from lib.corpus.patterns.optics import PRINTED, aerial_image, amplitude, resist, simulated

USUAL = PatternsParams()
MASKS = arrays(bool, (24, 24))


def _printed(mask, **knobs):
    return simulated(mask, USUAL.model_copy(update=knobs)) >= PRINTED


def _line(width, size=224):
    left = (size - width) // 2
    return painted(size, [Box(0, left, size, left + width)])


@pytest.mark.parametrize("width", [40, 61, 100])
def test_a_wide_line_prints_at_its_width(width):
    np.testing.assert_array_equal(_printed(_line(width))[112], _line(width)[112])


@pytest.mark.parametrize("dose", [0.6, 1.0, 1.7, 2.5])
def test_the_edge_moves_with_the_dose_as_one_kernel_says(dose):
    # An edge is Phi(x / sigma)^2 at the depth x, so that dose * Phi^2 = 1/4 where it prints.
    sigma = 12.0
    found = _printed(_line(120), dose=dose, blur=(sigma,), weights=(1.0,))[112].sum()
    depth = sigma * ndtri(np.sqrt(USUAL.threshold / dose))
    assert found == pytest.approx(120 - 2 * depth, abs=1)


def test_more_light_prints_all_that_less_light_prints():
    mask = _line(9) | _line(9).T
    areas = [_printed(mask, dose=dose) for dose in (0.5, 0.8, 1.0, 1.5, 3.0)]
    assert all((less <= more).all() for less, more in itertools.pairwise(areas))
    assert areas[0].sum() < areas[-1].sum()


def test_dose_and_threshold_are_one_knob():
    mask = _line(11) | _line(7).T
    np.testing.assert_array_equal(
        _printed(mask, dose=2.0, contrast=4.0, threshold=0.5), _printed(mask)
    )


def test_what_is_below_resolution_does_not_print():
    alone = painted(224, [Box(110, 110, 113, 113)])
    assert not _printed(alone).any()
    two = painted(224, [Box(20, 60, 200, 100), Box(20, 112, 200, 152)])
    bridged = two | painted(224, [Box(110, 100, 111, 112)])
    cut = two & ~painted(224, [Box(110, 60, 111, 100)])
    assert [count_nets(mask) for mask in (two, bridged, cut)] == [2, 1, 3]
    assert [count_nets(_printed(mask)) for mask in (two, bridged, cut)] == [2, 2, 2]


def test_ends_are_drawn_back_and_corners_rounded():
    bar = painted(224, [Box(60, 100, 160, 108)])
    printed = _printed(bar)
    assert printed.any(axis=1).sum() < 100
    square = painted(224, [Box(60, 60, 160, 160)])
    lost = square & ~_printed(square)
    assert lost[60, 60]
    assert not lost[60, 110]


def test_intensity_of_open_and_dark_fields():
    assert aerial_image(np.zeros((64, 64), bool), USUAL.blur, USUAL.weights).max() == 0
    wide = aerial_image(np.ones((160, 160), bool), USUAL.blur, USUAL.weights)
    assert wide[80, 80] == pytest.approx(1, abs=1e-12)
    # The edge lies between two pixels.
    inside, outside = amplitude(_line(100), 5.0)[112, [62, 61]]
    assert inside + outside == 1
    assert outside < 0.5


@given(MASKS, st.sampled_from([1.5, 3.0, 4.5]))
def test_the_amplitude_is_what_scipy_computes(mask, sigma):
    wanted = gaussian_filter(mask.astype(float), sigma, mode="constant", truncate=4.0)
    np.testing.assert_allclose(amplitude(mask, sigma), wanted, atol=2e-5)


@given(MASKS, st.integers(0, 3), st.booleans())
def test_turned_and_mirrored_masks_give_the_same_pixels_so_turned(mask, turns, mirrored):
    def moved(image):
        return np.rot90(image[::-1] if mirrored else image, turns)

    np.testing.assert_array_equal(simulated(moved(mask), USUAL), moved(simulated(mask, USUAL)))


@given(MASKS)
def test_amplitudes_are_whole_multiples_of_one_part(mask):
    # So that no order of summation, and no processor, rounds any of them.
    parts = amplitude(mask, 3.0) * 2**40
    assert (parts == np.round(parts)).all()
    assert parts.max() < 2**53


def test_the_resist_is_half_at_the_threshold_and_never_falls():
    exposure = np.linspace(0, 1, 1001)
    left = resist(exposure, 0.25, 4.0)
    assert left[250] == 0.5
    assert (np.diff(left) >= 0).all()
    assert left[: 125 + 1].max() == 0
    assert left[375:].min() == 1
    assert np.abs(np.diff(left, 2)).max() < 1e-3
