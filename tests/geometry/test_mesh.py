import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.geometry.mesh import MAX_FACES, Mesh, check, normalize

TRIANGLE = [[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]


def test_check_returns_a_sound_mesh(torus: Mesh) -> None:
    assert check(torus, "ring.off") is torus


@pytest.mark.parametrize(
    ("vertices", "faces", "what"),
    [
        (TRIANGLE, np.zeros((0, 3)), "no faces"),
        ([[0.0, 0, 0], [1, np.nan, 0], [0, 1, 0]], [[0, 1, 2]], "vertex 1 has a NaN"),
        ([[0.0, 0, 0], [np.inf, 0, 0], [0, 1, 0]], [[0, 1, 2]], "NaN or infinite"),
        ([[0.0, 0, 0], [1e13, 0, 0], [0, 1, 0]], [[0, 1, 2]], "coordinates reach 1e\\+13"),
        (TRIANGLE, [[0, 1, 3]], "points at vertex 3"),
        (TRIANGLE, [[0, 1, 1]], "degenerate"),
        (np.ones((3, 3)), [[0, 1, 2]], "degenerate"),
    ],
)
def test_check_names_the_file_and_the_fault(vertices: object, faces: object, what: str) -> None:
    with pytest.raises(BenchError, match=f"bad.off: .*{what}"):
        check(Mesh.build(vertices, faces), "bad.off")


def test_check_refuses_an_enormous_mesh() -> None:
    faces = np.broadcast_to(np.array([[0, 1, 2]]), (MAX_FACES + 1, 3))
    with pytest.raises(BenchError, match="5,000,001 faces"):
        check(Mesh(np.array(TRIANGLE), faces, np.zeros((1, 3), np.uint8)), "huge.stl")


def test_an_unused_nan_vertex_does_no_harm() -> None:
    mesh = Mesh.build([*TRIANGLE, [np.nan, 0, 0]], [[0, 1, 2]])
    assert np.isfinite(normalize(check(mesh, "x")).vertices).all()


@settings(max_examples=30, deadline=None)
@given(st.floats(1e-3, 1e3), st.tuples(*[st.floats(-5, 5)] * 3))
def test_normalize_undoes_scale_and_translation(scale: float, move: tuple[float, ...]) -> None:
    rng = np.random.default_rng(0)
    mesh = Mesh.build(rng.standard_normal((30, 3)), rng.permutation(30).reshape(10, 3))
    moved = Mesh.build(mesh.vertices * scale + np.array(move) * scale, mesh.faces)
    fitted = normalize(moved).vertices
    np.testing.assert_allclose(fitted, normalize(mesh).vertices, atol=1e-6)
    assert np.linalg.norm(fitted, axis=1).max() == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(fitted.min(axis=0), -fitted.max(axis=0), atol=1e-6)


def test_hash_sees_geometry_and_colour(torus: Mesh) -> None:
    other = Mesh.build(torus.vertices, torus.faces, (1, 2, 3))
    moved = Mesh.build(torus.vertices + 1e-3, torus.faces, torus.colors)
    assert len({torus.sha256(), other.sha256(), moved.sha256()}) == 3
    tiny = Mesh.build(torus.vertices * (1 + 1e-15), torus.faces, torus.colors)
    assert tiny.sha256() == torus.sha256()
