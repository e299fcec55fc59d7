from pathlib import Path

import numpy as np
import pytest

from lib.core.files import read_vectors
from lib.core.params.embed import EmbedParams
from lib.core.params.render import RingParams
from lib.encoders._base import Shape
from lib.encoders._lite0 import load_network
from lib.encoders._ring_features import BETWEEN, MAX, MEAN, WIDTH, observe_views, ring_features
from lib.encoders.efficientnet_lite0 import EfficientNetLite0
from lib.geometry.mesh import Mesh
from lib.geometry.render import render_ring
from lib.objects.manifest import Content
from lib.objects.store import RowStore, ViewStore, write_views

RING = RingParams(size=64, views=3)


@pytest.fixture
def shapes(cone: Mesh, torus: Mesh, grey_box: Mesh) -> list[Shape]:
    meshes = {"cone": cone, "torus": torus, "box": grey_box}
    return [Shape(name, mesh, render_ring(mesh, RING)) for name, mesh in meshes.items()]


def test_statistics_are_those_of_the_views(shapes: list[Shape]) -> None:
    found = ring_features(shapes)
    assert found.shape == (3, WIDTH)
    for shape, row in zip(shapes, found, strict=True):
        seen = load_network().features(shape.require_views(), middle=True)
        assert seen.middle is not None
        np.testing.assert_allclose(row[MEAN], seen.last.mean(axis=0), atol=6e-7)
        np.testing.assert_allclose(row[MAX], seen.last.max(axis=0), atol=6e-7)
        # Single precision, for numbers up to 80.
        np.testing.assert_allclose(row[BETWEEN], seen.middle.mean(axis=0), atol=5e-6)


def test_what_was_kept_is_what_would_be_seen(shapes: list[Shape], tmp_path: Path) -> None:
    contents = [Content(shape.key, shape.key, "[]") for shape in shapes]
    views = {shape.key: shape.require_views() for shape in shapes}
    write_views(tmp_path / "views" / "shard-0.zip", views)
    observe_views((ViewStore(tmp_path / "views"), contents), tmp_path / "seen.npy")
    assert read_vectors(tmp_path / "seen.npy").shape == (3, WIDTH)
    store = RowStore(tmp_path / "seen.npy", [one.content for one in contents])
    kept = [Shape(shape.key, shape.mesh, seen=store[shape.key]) for shape in shapes]
    mixed = [kept[0], shapes[1], kept[2]]
    np.testing.assert_array_equal(ring_features(kept), ring_features(shapes))
    np.testing.assert_array_equal(ring_features(mixed), ring_features(shapes))
    encoder = EfficientNetLite0(EmbedParams())
    np.testing.assert_array_equal(encoder.encode(kept), encoder.encode(shapes))
    assert (encoder.encode(kept) == ring_features(shapes)[:, MEAN]).all()


def test_without_views_and_anything_kept_it_is_refused(cone: Mesh) -> None:
    with pytest.raises(ValueError, match="cone comes without views"):
        ring_features([Shape("cone", cone)])
