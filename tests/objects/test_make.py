from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.files import read_vectors
from lib.core.params import EmbedParams
from lib.encoders._base import Encoder, Shape
from lib.encoders._embed import embed_shapes
from lib.geometry.mesh import Mesh
from lib.geometry.render import render_ring
from lib.geometry.ring import RingParams
from lib.objects import make as objects
from lib.objects.make import Content, MeshOrder, make_meshes, render_views
from lib.objects.recipe import Hue, Permute, Rotate, to_json
from lib.objects.store import MeshStore, ViewStore, read_meshes, write_meshes

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
) -> tuple[str, EmbedParams, MeshStore, ViewStore, list[Content]]:
    (tmp_path / "meshes").mkdir()
    write_meshes(tmp_path / "meshes" / "shard-0.npz", {"a": torus, "b": cone, "c": cone})
    store = MeshStore(tmp_path / "meshes", ["a", "b", "c"])
    found = [
        Content("k0", "a", "[]"),
        Content("k1", "b", "[]"),
        Content("k2", "c", to_json((Hue(shift=0.5),))),
    ]
    render_views((store, found, RING), tmp_path / "views" / "shard-0.zip")
    Fake.seen = ()
    monkeypatch.setattr(objects, "_encoder", lambda _name, params: Fake(params))
    return "fake", PARAMS, store, ViewStore(tmp_path / "views"), found


def test_meshes_are_made_by_recipe_and_fitted(tmp_path: Path, torus: Mesh) -> None:
    turn = to_json((Rotate(axis=(1, 0, 0), angle_deg=90.0), Permute()))
    orders = [
        MeshOrder("a", lambda: torus, "[]", 1),
        MeshOrder("a.t2.0", lambda: torus, turn, 1),
    ]
    make_meshes(orders, tmp_path / "m.npz")
    made = read_meshes(tmp_path / "m.npz")
    assert list(made) == ["a", "a.t2.0"]
    for mesh in made.values():
        assert np.linalg.norm(mesh.vertices, axis=1).max() == pytest.approx(1, abs=1e-6)
    flat = [int(np.argmin(np.ptp(mesh.vertices, axis=0))) for mesh in made.values()]
    assert flat == [2, 1]


def test_hue_reaches_the_views(job: tuple, cone: Mesh) -> None:
    *_, views, _ = job
    plain = render_ring(cone, RING)
    assert (views["k1"] == plain).all()
    assert (views["k2"] != plain).any()
    assert ((views["k2"] == 255).all(axis=-1) == (plain == 255).all(axis=-1)).all()


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
