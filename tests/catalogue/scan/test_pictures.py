import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from lib.catalogue.scan import cards
from lib.catalogue.scan.pictures import SIDE, draw_pictures
from lib.core.errors import BenchError
from lib.geometry.mesh import Mesh
from tests.catalogue.scan import samples
from tests.report.test_surface_views import hand, moved, pose


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def longer(mesh):
    """The same with one part drawn out."""
    vertices = mesh.vertices.copy()
    vertices[vertices[:, 1] > 1.5, 1] += 1.5
    return Mesh(vertices, mesh.faces, mesh.colors)


@pytest.fixture(scope="module")
def scanned():
    """`b` is `a` turned, `c` is `a` with a longer part, `m` is mirrored."""
    found = samples.result(
        [
            samples.pair("a", "b", 0.99, group_id=0),
            samples.pair("b", "c", 0.98, "re-meshed", 0),
            samples.pair("a", "m", 0.97, "mirrored"),
        ],
        [["b", "a", "c"]],
    )
    meshes = {
        "a": hand(),
        "b": moved(hand(), pose()),
        "c": longer(hand()),
        "m": moved(hand(), pose(mirrored=True)),
    }
    poses = {
        ("a", "b"): pose(),
        ("b", "c"): np.linalg.inv(pose()),
        ("a", "m"): pose(mirrored=True),
    }
    return found, meshes, poses


def test_every_item_once_and_every_difference(scanned) -> None:
    found, meshes, poses = scanned
    made = draw_pictures(found, meshes.__getitem__, poses)
    assert set(made.items) == set(meshes)
    assert set(made.differences) == set(made.scale) == set(poses)
    for png in [*made.items.values(), *made.differences.values()]:
        assert opened(png).shape == (SIDE, SIDE, 3)
        assert len(png) < 12_000
    again = draw_pictures(found, meshes.__getitem__, poses)
    assert (again.items, again.differences) == (made.items, made.differences)


def test_copies_are_seen_from_the_side_of_the_kept_one(scanned) -> None:
    found, meshes, poses = scanned
    made = draw_pictures(found, meshes.__getitem__, poses)
    kept, copy, mirrored = (opened(made.items[name]) for name in "bam")
    assert np.abs(kept - copy).mean() < 1
    assert ((mirrored < 250).any(axis=2) == (kept[:, ::-1] < 250).any(axis=2)).mean() > 0.97


def test_what_is_equal_is_grey_and_what_is_not_is_coloured(scanned) -> None:
    found, meshes, poses = scanned
    made = draw_pictures(found, meshes.__getitem__, poses)
    equal, unlike = (opened(made.differences[key]) for key in (("a", "b"), ("b", "c")))
    assert np.ptp(equal, axis=2).max() == 0
    assert (np.ptp(unlike, axis=2) > 60).mean() > 0.01
    assert made.scale["a", "b"] == 0.01
    assert made.scale["b", "c"] > 0.05


@pytest.mark.parametrize("error", [BenchError("gone"), FileNotFoundError("gone")])
def test_what_cannot_be_read_again_is_left_out(scanned, error) -> None:
    found, meshes, poses = scanned

    def load(name):
        if name == "c":
            raise error
        return meshes[name]

    made = draw_pictures(found, load, poses)
    assert set(made.items) == {"a", "b", "m"}
    assert set(made.differences) == {("a", "b"), ("a", "m")}


def test_a_pair_without_a_pose_has_views_alone(scanned) -> None:
    found, meshes, _ = scanned
    made = draw_pictures(found, meshes.__getitem__, {})
    assert set(made.items) == set(meshes)
    assert made.differences == {}


def test_nothing_beyond_the_bound_is_read(scanned, monkeypatch) -> None:
    found, meshes, poses = scanned
    monkeypatch.setattr(cards, "MOST_PICTURES", 4)
    read = []

    def load(name):
        read.append(name)
        return meshes[name]

    assert draw_pictures(found, load, poses).items == {}
    assert read == []
    alone = dataclasses.replace(found, members=(), pairs=found.pairs[2:])
    monkeypatch.setattr(cards, "MOST_PICTURES", 6)
    assert set(draw_pictures(alone, load, poses).items) == {"a", "m"}
    assert read == ["a", "m"]
