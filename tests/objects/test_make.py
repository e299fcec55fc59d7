from pathlib import Path

import numpy as np
import pytest

from lib.core.params.render import RingParams
from lib.geometry.mesh import Mesh
from lib.geometry.render import render_ring
from lib.objects.make import MeshOrder, make_meshes, render_views
from lib.objects.manifest import Content
from lib.objects.recipe import Hue, Permute, Rotate, to_json
from lib.objects.store import MeshStore, ViewStore, read_meshes, write_meshes

RING = RingParams(views=2, size=32)


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


def test_hue_reaches_the_views(tmp_path: Path, cone: Mesh) -> None:
    (tmp_path / "meshes").mkdir()
    write_meshes(tmp_path / "meshes" / "shard-0.npz", {"a": cone})
    found = [Content("k1", "a", "[]"), Content("k2", "a", to_json((Hue(shift=0.5),)))]
    store = MeshStore(tmp_path / "meshes", ["a"])
    render_views((store, found, RING), tmp_path / "views" / "shard-0.zip")
    views = ViewStore(tmp_path / "views")
    plain = render_ring(cone, RING)
    assert (views["k1"] == plain).all()
    assert (views["k2"] != plain).any()
    assert ((views["k2"] == 255).all(axis=-1) == (plain == 255).all(axis=-1)).all()
