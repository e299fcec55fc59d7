import numpy as np
import pytest

from lib.duplicates.relations.side import lay, onto, side, within
from lib.geometry.mesh import Mesh

STILL = np.eye(3), np.zeros(3)


def test_a_side_lies_at_the_origin_with_radius_one(lamp: Mesh) -> None:
    one = side(Mesh(lamp.vertices * 7 + 3, lamp.faces, lamp.colors))
    assert np.sqrt((one.cloud.points**2).sum(axis=1).mean()) == pytest.approx(1, abs=0.01)
    np.testing.assert_allclose(one.cloud.points.mean(axis=0), 0, atol=0.02)
    large = one.in_units(one.frame.radius / 2)
    assert large.area == pytest.approx(4 * one.area)
    assert large.diagonal == pytest.approx(2 * one.diagonal)
    np.testing.assert_allclose(large.mesh.vertices, 2 * one.mesh.vertices)


def test_distance_is_the_mean_of_both_ways(lamp: Mesh, table: Mesh) -> None:
    a, b = side(lamp), side(table)
    there = onto(a, b, *STILL).distance
    back = within(a, b, *STILL).mean() / b.diagonal
    assert lay(a, b, *STILL).distance == pytest.approx((there + back) / 2)
    assert lay(b, a, *STILL).distance == pytest.approx(
        (there + back) / 2 * b.diagonal / a.diagonal, rel=1e-9
    )
    assert lay(a, a, *STILL).cost == pytest.approx(0, abs=1e-9)


def test_an_image_of_an_image_is_the_thing(lamp: Mesh) -> None:
    twice = side(lamp).mirror_image().mirror_image()
    assert (twice.mesh.vertices == side(lamp).mesh.vertices).all()
