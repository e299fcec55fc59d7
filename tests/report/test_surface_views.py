import numpy as np
import pytest
import trimesh

from lib.geometry.mesh import GREY, Mesh
from lib.report.surface_views import SCALES, STOPS, beside, coloured, finer, front, view


def hand():
    """Three boxes of unlike sizes and colours: no symmetry is left."""
    parts = [
        trimesh.creation.box(extents, trimesh.transformations.translation_matrix(place))
        for extents, place in (
            ((2, 1, 1), (0, 0, 0)),
            ((0.4, 0.4, 1.6), (0.7, 0.2, 1.2)),
            ((0.3, 1.4, 0.3), (-0.6, 1.1, 0.2)),
        )
    ]
    whole = trimesh.util.concatenate(parts)
    colors = np.repeat([[200, 60, 60], [60, 160, 60], [60, 60, 200]], 12, axis=0)
    return Mesh.build(whole.vertices, whole.faces, colors)


def moved(mesh, pose):
    points = mesh.vertices @ pose[:3, :3].T + pose[:3, 3]
    return Mesh(points, mesh.faces, mesh.colors)


def pose(scale=3.0, mirrored=False):
    turn = trimesh.transformations.euler_matrix(0.4, 1.9, -0.7)
    turn[:3, :3] *= scale
    turn[:3, 3] = (5, -2, 9)
    return turn @ np.diag([-1.0, 1, 1, 1]) if mirrored else turn


def apart(one, other):
    return np.abs(one.astype(int) - other.astype(int)).mean()


def test_a_turned_moved_and_grown_copy_is_seen_as_the_original() -> None:
    mesh = hand()
    copy = moved(mesh, pose())
    original = view(mesh, front(), 64)
    assert original.shape == (64, 64, 3)
    back = np.linalg.inv(pose())
    assert apart(view(copy, beside(front(), back), 64), original) < 0.5
    assert apart(view(copy, front(), 64), original) > 5


def test_a_mirrored_copy_is_seen_as_in_a_mirror() -> None:
    mesh = hand()
    copy = moved(mesh, pose(mirrored=True))
    frame = beside(front(), np.linalg.inv(pose(mirrored=True)))
    assert np.linalg.det(frame[:3, :3]) > 0
    seen, original = view(copy, frame, 64), view(mesh, front(), 64)
    # Lights come from the left, so that shades differ: outlines do not.
    outline = (original < 255).any(axis=2)
    assert ((seen < 255).any(axis=2) == outline[:, ::-1]).mean() > 0.98
    assert ((seen < 255).any(axis=2) == outline).mean() < 0.95


def test_colours_run_from_grey_to_the_strongest() -> None:
    mesh = finer(hand())
    distances = np.linspace(0, 0.02, len(mesh.faces))
    found = coloured(mesh, distances)
    assert found.strongest == 0.02
    assert tuple(found.mesh.colors[0]) == GREY == STOPS[0]
    assert tuple(found.mesh.colors[-1]) == STOPS[-1]


@pytest.mark.parametrize(
    ("distance", "strongest"), [(0.0, 0.01), (1e-9, 0.01), (0.013, 0.02), (0.3, 0.5), (7.0, 1.0)]
)
def test_the_scale_is_the_first_round_one_that_holds_most_of_the_surface(
    distance, strongest
) -> None:
    mesh = finer(hand())
    found = coloured(mesh, np.full(len(mesh.faces), distance))
    assert found.strongest == strongest
    assert strongest in SCALES


def test_a_small_part_that_is_far_off_does_not_set_the_scale_but_has_its_colour() -> None:
    mesh = finer(hand())
    distances = np.zeros(len(mesh.faces))
    distances[:3] = 0.4
    found = coloured(mesh, distances)
    assert found.strongest == SCALES[0]
    assert (found.mesh.colors[:3] == STOPS[-1]).all()
    assert (found.mesh.colors[3:] == GREY).all()


def test_large_faces_are_cut_and_small_ones_left() -> None:
    mesh = hand()
    fine = finer(mesh)
    assert len(fine.faces) > 500
    assert fine.to_trimesh().area == pytest.approx(mesh.to_trimesh().area)
