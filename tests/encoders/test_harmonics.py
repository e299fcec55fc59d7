import numpy as np
import pytest

from lib.encoders._harmonics import real_harmonics


def test_the_first_degrees_are_those_of_the_textbook() -> None:
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(3, 50))
    x, y, z = directions / np.sqrt((directions**2).sum(axis=0))
    found = real_harmonics(np.arccos(z), np.arctan2(y, x), 3)
    assert found.shape == (50, 9)
    np.testing.assert_allclose(found[:, 0], np.sqrt(1 / (4 * np.pi)))
    # Condon and Shortley's phase: odd orders change their sign.
    expected = np.sqrt(3 / (4 * np.pi)) * np.stack([-y, z, -x], axis=1)
    np.testing.assert_allclose(found[:, 1:4], expected, atol=1e-14)
    zonal = np.sqrt(5 / (16 * np.pi)) * (3 * z**2 - 1)
    np.testing.assert_allclose(found[:, 6], zonal, atol=1e-14)


@pytest.mark.parametrize("degrees", [1, 7, 13])
def test_squares_of_a_degree_add_up_to_a_constant(degrees: int) -> None:
    rng = np.random.default_rng(1)
    polar, azimuth = rng.uniform(0, np.pi, 20), rng.uniform(-np.pi, np.pi, 20)
    found = real_harmonics(polar, azimuth, degrees)
    for degree in range(degrees):
        part = found[:, degree**2 : (degree + 1) ** 2]
        np.testing.assert_allclose((part**2).sum(axis=1), (2 * degree + 1) / (4 * np.pi))
