import numpy as np
import pytest

from lib.core.params import load_params
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders._blocks import GEOMETRY
from lib.encoders._ring_features import WIDTH
from lib.encoders.instance_and_class import InstanceAndClass
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate
from tests.encoders.training.conftest import ROOT

SEEN = np.random.default_rng(1).uniform(0, 2, WIDTH)


@pytest.fixture
def encoder() -> InstanceAndClass:
    return InstanceAndClass(EmbedParams())


def _instance(encoder: InstanceAndClass, *meshes: Mesh) -> np.ndarray:
    shapes = [Shape(f"shape {number}", mesh, seen=SEEN) for number, mesh in enumerate(meshes)]
    vectors = encoder.encode(shapes)[:, : len(encoder.learned.arrays["instance.scale"])]
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_vector_has_as_many_numbers_as_the_committed_maps(encoder: InstanceAndClass) -> None:
    assert encoder.dim == 400 + 39
    assert encoder.learned.arrays["instance.steps"].shape == (400, GEOMETRY)
    blind = encoder.blind_to(load_params(ROOT / "params.yaml").train.left_out)
    assert isinstance(blind, InstanceAndClass)
    assert blind.dim == 400 + 29
    # The one that was asked keeps its own.
    assert encoder.dim == 400 + 39


def test_the_instance_part_sees_neither_views_nor_rotation(
    encoder: InstanceAndClass, cone: Mesh, torus: Mesh
) -> None:
    turned = rotate(torus, (0.3, -0.4, 0.8), 100.0)
    ring, other, box = _instance(encoder, torus, turned, cone)
    assert ring @ other > 0.95
    assert ring @ box < 0.5


def test_the_class_part_sees_the_views(encoder: InstanceAndClass, torus: Mesh) -> None:
    other = np.random.default_rng(2).uniform(0, 2, WIDTH)
    one, two = encoder.encode([Shape("x", torus, seen=seen) for seen in (SEEN, other)])
    np.testing.assert_array_equal(one[:400], two[:400])
    assert np.linalg.norm(one[400:] - two[400:]) > 0.1
