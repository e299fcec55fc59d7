import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.geometry.cut import clip, level_of_share
from lib.geometry.mesh import Mesh

TRIANGLE = Mesh.build([[0.0, 0, 0], [4, 0, 0], [0, 4, 8]], [[0, 1, 2]], [(1, 2, 3)])


def doubled_area(mesh: Mesh) -> np.ndarray:
    a, b, c = mesh.triangles.swapaxes(0, 1)
    return np.cross(b - a, c - a)


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize(("sign", "faces", "share"), [(1, 2, 0.75), (-1, 1, 0.25)])
def test_a_triangle_cut_at_half_height(first: int, sign: int, faces: int, share: float) -> None:
    mesh = Mesh(TRIANGLE.vertices, np.roll(TRIANGLE.faces, first, axis=1), TRIANGLE.colors)
    rest = clip(mesh, sign * mesh.vertices[:, 2], sign * 4.0)
    assert len(rest.faces) == faces
    # Same normal and winding; by similarity the tip has a quarter of the area.
    np.testing.assert_allclose(
        doubled_area(rest).sum(axis=0), share * doubled_area(TRIANGLE)[0], atol=1e-12
    )
    assert {(0.0, 2.0, 4.0), (2.0, 2.0, 4.0)} <= {tuple(v) for v in rest.vertices.tolist()}
    assert set(map(tuple, rest.colors.tolist())) == {(1, 2, 3)}


def test_a_cut_through_a_corner_adds_one_vertex_and_no_sliver() -> None:
    mesh = Mesh.build([[0.0, 0, 0], [1, 0, 1], [0, 1, 2]], [[0, 1, 2]])
    rest = clip(mesh, mesh.vertices[:, 2], 1.0)
    assert rest.vertices.tolist() == [[0, 0, 0], [1, 0, 1], [0, 0.5, 1]]
    assert len(rest.faces) == 1


def test_neighbours_share_the_new_vertex() -> None:
    quad = Mesh.build([[0.0, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1]], [[0, 1, 2], [0, 2, 3]])
    rest = clip(quad, quad.vertices[:, 2], 0.3)
    assert len(rest.vertices) == 5
    assert len(rest.faces) == 3


def test_nothing_above_changes_nothing() -> None:
    rest = clip(TRIANGLE, TRIANGLE.vertices[:, 2], 8.0)
    assert rest.sha256() == TRIANGLE.sha256()


@given(st.floats(0, 1, exclude_max=True))
def test_levels_of_known_shapes(share: float) -> None:
    # Apex up, the area above a level falls as its square from the base, and the reverse.
    up, down = [[0.0, 0.0, 1.0]], [[0.0, 1.0, 1.0]]
    assert level_of_share([2.0], up, share) == pytest.approx(1 - share**0.5, abs=1e-12)
    assert level_of_share([2.0], down, share) == pytest.approx((1 - share) ** 0.5, abs=1e-7)
    # A strip from 0 to 1 is a line.
    assert level_of_share([1.0, 1.0], up + down, share) == pytest.approx(1 - share, abs=1e-12)


def test_level_faces_stay_below_the_level() -> None:
    heights = [[0.0, 0.0, 0.0], [0.5, 0.5, 0.5], [1.0, 1.0, 1.0]]
    assert [level_of_share([1.0, 1.0, 1.0], heights, share) for share in (0.2, 0.5, 0.9)] == (
        pytest.approx([1.0, 0.5, 0.0])
    )
