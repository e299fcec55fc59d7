import numpy as np
import pytest
import trimesh

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders._trained import trained_file
from lib.encoders.contrastive import Contrastive
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import decimate, jitter, rotate


def _boxes() -> list[Mesh]:
    """Bricks of many proportions, none of them square: such have no frame of their own."""
    found = []
    for index in (0, 1, 2, 3, 4, 6, 7):
        size = np.random.default_rng(index).uniform(0.3, 2, 3)
        shape = trimesh.creation.box(size).subdivide().subdivide()
        found.append(Mesh.build(shape.vertices, shape.faces))
    return found


def _embed(meshes: list[Mesh], keys: str) -> np.ndarray:
    encoder = Contrastive(EmbedParams())
    vectors = encoder.encode([Shape(f"{keys}{i}", mesh) for i, mesh in enumerate(meshes)])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_altered_copies_are_nearest_to_their_own() -> None:
    rng = np.random.default_rng(0)
    altered = [
        jitter(decimate(rotate(mesh, (1.0, 2.0, 3.0), 70.0), 0.5), 0.005, rng) for mesh in _boxes()
    ]
    similar = _embed(_boxes(), "a") @ _embed(altered, "b").T
    np.testing.assert_array_equal(similar.argmax(axis=1), range(7))


def test_samples_differ_by_key() -> None:
    one, two = _embed(_boxes(), "a"), _embed(_boxes(), "b")
    assert not np.array_equal(one, two)
    assert (one * two).sum(axis=1).min() > 0.99


def test_the_blind_one_has_other_weights() -> None:
    encoder = Contrastive(EmbedParams())
    encoder.prepare()
    blind = encoder.blind_to(["bench", "vase"])
    shapes = [Shape("a", _boxes()[0])]
    assert not np.allclose(blind.encode(shapes), encoder.encode(shapes), atol=1e-3)
    assert {"bench", "vase"} <= set(blind.learned.facts["left_out"])


@pytest.mark.parametrize("blind", [False, True])
def test_files_are_small_enough_for_git(blind: bool) -> None:
    assert trained_file("contrastive", blind).stat().st_size < 2_000_000
