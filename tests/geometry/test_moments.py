import numpy as np
import pytest
import trimesh

from lib.geometry.align import areas, center, covariance
from lib.geometry.mesh import Mesh
from lib.geometry.moments import enclosed_volume, standard_deviations, surface_moments

CONE = trimesh.creation.cone(1, 2)
CORNERS = CONE.triangles.transpose(1, 0, 2)
WINDING = np.ones(len(CONE.faces), dtype=np.int64)


def test_as_the_mesh_that_the_triangles_make() -> None:
    mesh = Mesh.build(CONE.vertices, CONE.faces)
    area, centroid, spread = surface_moments(CORNERS)
    assert area == pytest.approx(areas(mesh).sum())
    np.testing.assert_allclose(centroid, CONE.centroid, atol=1e-12)
    scale = np.linalg.norm(CONE.vertices - CONE.centroid, axis=1).max()
    np.testing.assert_allclose(spread, covariance(center(mesh)) * scale**2, atol=1e-12)


@pytest.mark.parametrize("about", [(0, 0, 0), (3, -4, 5)])
def test_a_closed_surface_has_one_volume(about: tuple[int, ...]) -> None:
    assert enclosed_volume(CORNERS, WINDING, np.array(about)) == pytest.approx(CONE.volume)
    assert enclosed_volume(CORNERS, -WINDING, np.array(about)) == pytest.approx(CONE.volume)


def test_an_open_one_is_closed_by_a_cone() -> None:
    mantle = CONE.triangles_center[:, 2] > 1e-6
    apex = np.array([0.0, 0.0, 2.0])
    found = [
        enclosed_volume(CORNERS[:, mantle], WINDING[mantle], np.array([0.0, 0.0, height]))
        for height in (0.0, 0.5)
    ]
    np.testing.assert_allclose(found, np.array([1, 0.75]) * CONE.volume)
    assert enclosed_volume(CORNERS[:, mantle], WINDING[mantle], apex) == pytest.approx(0, abs=1e-12)


def test_what_winds_both_ways_does_not_count() -> None:
    assert enclosed_volume(CORNERS, 0 * WINDING, np.zeros(3)) == 0


def test_deviations_descend_and_are_never_below_zero() -> None:
    np.testing.assert_allclose(standard_deviations(np.diag([-1e-18, 4.0, 1.0])), [2, 1, 0])
