import numpy as np
import pytest

from lib.core.rng import generator
from lib.duplicates.relations.part import lay_part
from lib.duplicates.relations.side import Side, side
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import cut_away, decimate, jitter, retessellate, rotate


def in_one_unit(part: Mesh, whole: Mesh) -> tuple[Side, Side]:
    small, large = side(part), side(whole)
    return small.in_units(large.frame.radius), large.in_units(large.frame.radius)


@pytest.mark.parametrize("direction", [(1, 0, 0), (0, 1, 0), (0.3, -0.5, -0.8)])
def test_a_cut_and_turned_piece_is_put_back(lamp: Mesh, direction: tuple[float, ...]) -> None:
    part = rotate(cut_away(lamp, direction, 0.3), (3, 1, 2), 200)
    assert lay_part(*in_one_unit(part, lamp)).distance < 1e-5


def test_a_piece_with_noise_is_put_back_by_its_points(lamp: Mesh) -> None:
    part = jitter(cut_away(lamp, (0, 1, 0.3), 0.3), 0.001, generator(0, "noise"))
    for axis, angle in (((0, 1, 1), 50), ((1, 0, 0.2), 170), ((-1, 1, 0.5), 120)):
        found = lay_part(*in_one_unit(rotate(decimate(part, 0.9), axis, angle), lamp))
        assert 1e-5 < found.distance < 2e-3


def test_what_stands_in_the_same_file_frame_needs_no_search(lamp: Mesh) -> None:
    part = cut_away(lamp, (1, 0, 0.1), 0.3)
    found = lay_part(*in_one_unit(retessellate(part, 0.03), lamp))
    assert found.distance < 1e-7
    np.testing.assert_allclose(found.rotation, np.eye(3), atol=1e-12)


def test_another_thing_is_no_part(lamp: Mesh, torus: Mesh) -> None:
    assert lay_part(*in_one_unit(torus, lamp)).distance > 0.005
