from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.files import read_vectors
from lib.core.params.embed import EmbedParams
from lib.core.params.render import RingParams
from lib.encoders import _embed
from lib.encoders._base import Encoder, Shape
from lib.encoders._embed import Stores, embed_shapes
from lib.geometry.mesh import Mesh
from lib.objects.make import render_views
from lib.objects.manifest import Content
from lib.objects.store import MeshStore, ViewStore, write_meshes

RING = RingParams(views=2, size=32)
PARAMS = EmbedParams(batch_size=2)


class Fake(Encoder):
    """Counts and returns whatever the test wants."""

    dim = 2
    needs = "views"
    rows = ((3.0, 4.0), (1.0, 0.0), (0.0, 1.0))
    seen: tuple[str, ...] = ()

    def encode(self, shapes: list[Shape]) -> np.ndarray:
        start = len(Fake.seen)
        Fake.seen += tuple(shape.key for shape in shapes)
        assert all(shape.require_views().shape == (2, 32, 32, 3) for shape in shapes)
        return np.array(self.rows[start : start + len(shapes)])


@pytest.fixture
def job(
    tmp_path: Path, torus: Mesh, cone: Mesh, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, tuple[str, ...], EmbedParams, Stores, list[Content]]:
    (tmp_path / "meshes").mkdir()
    write_meshes(tmp_path / "meshes" / "shard-0.npz", {"a": torus, "b": cone, "c": cone})
    store = MeshStore(tmp_path / "meshes", ["a", "b", "c"])
    found = [
        Content("k0", "a", "[]"),
        Content("k1", "b", "[]"),
        Content("k2", "c", "[]"),
    ]
    render_views((store, found, RING), tmp_path / "views" / "shard-0.zip")
    Fake.seen = ()
    monkeypatch.setattr(_embed, "_encoder", lambda _name, params, _blind_to: Fake(params))
    return "fake", (), PARAMS, Stores(store, ViewStore(tmp_path / "views")), found


def test_vectors_come_in_order_whatever_the_batch(job: tuple, tmp_path: Path) -> None:
    embed_shapes(job, tmp_path / "e.npy")
    assert read_vectors(tmp_path / "e.npy").tolist() == [list(row) for row in Fake.rows]
    assert Fake.seen == ("k0", "k1", "k2")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (((1.0, 0.0), (0.0, 0.0), (1.0, 1.0)), "zero or non-finite vector for b"),
        (((1.0, 0.0), (1e-9, 0.0), (1.0, 1.0)), "zero or non-finite vector for b"),
        (((1.0, 0.0), (1.0, 0.0), (np.nan, 1.0)), "zero or non-finite vector for c"),
        (((1.0,), (1.0,), (1.0,)), r"returned shape \(2, 1\) for 2 objects, its dim is 2"),
    ],
)
def test_a_broken_contract_names_encoder_and_object(
    job: tuple, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: tuple, message: str
) -> None:
    monkeypatch.setattr(Fake, "rows", rows)
    with pytest.raises(BenchError, match=f"encoder 'fake' .*{message}"):
        embed_shapes(job, tmp_path / "e.npy")
    assert not (tmp_path / "e.npy").exists()
