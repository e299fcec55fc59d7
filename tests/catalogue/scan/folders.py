"""Small folders of meshes, and scans of them that take seconds."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from lib.core.params import Params, load_params
from lib.duplicates.relations.limits import Limits

LIMITS = Limits(
    same=0.004, exact=0.0002, gain=2.0, scale=1.03, colour=0.02, inside=0.003, covered=0.4
)

ENCODER = "shape_fingerprint"
"""Needs no views, and is quick."""


def params(**changes: object) -> Params:
    """Those of params.yaml, in this process alone."""
    return load_params().model_copy(update={"workers": 1, **changes})


def shapes() -> dict[str, trimesh.Trimesh]:
    """Different shapes of some hundred faces."""
    found = {
        "bar": trimesh.creation.box((4.0, 1.0, 0.5)).subdivide().subdivide(),
        "ball": trimesh.creation.icosphere(subdivisions=2),
        "cone": trimesh.creation.cone(radius=1.0, height=3.0, sections=32),
        "ring": trimesh.creation.torus(1.0, 0.2, major_sections=24, minor_sections=12),
        "pill": trimesh.creation.capsule(height=2.0, radius=0.5, count=(12, 12)),
    }
    wedge = trimesh.creation.box((2.0, 1.0, 0.4)).subdivide().subdivide()
    wedge.vertices[:, 2] *= 1 + wedge.vertices[:, 0] * 0.4
    wedge.vertices[:, 1] *= 1 + wedge.vertices[:, 0] * 0.3 + wedge.vertices[:, 2] * 0.5
    return {**found, "wedge": wedge}


def turned(shape: trimesh.Trimesh, seed: int) -> trimesh.Trimesh:
    """The same surface, turned and in another order."""
    rng = np.random.default_rng(seed)
    vertices = shape.vertices @ Rotation.random(random_state=seed).as_matrix().T + 3
    order = rng.permutation(len(vertices))
    faces = np.argsort(order)[shape.faces][rng.permutation(len(shape.faces))]
    return trimesh.Trimesh(vertices[order], faces, process=False)


def fill(folder: Path) -> Path:
    """Six shapes; of two there are copies: the same bytes, and another export."""
    for name, shape in shapes().items():
        place = folder / name / "a.off"
        place.parent.mkdir(parents=True)
        shape.export(place)
    shutil.copy(folder / "ring" / "a.off", folder / "ring" / "again.off")
    turned(shapes()["wedge"], 1).export(folder / "wedge" / "b.stl")
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command work in this process, with limits that hold for clean shapes."""
    monkeypatch.setattr("lib.catalogue.scan.command.load_params", params)
    monkeypatch.setattr("lib.catalogue.scan.whole.read_limits", lambda: LIMITS)
    monkeypatch.setattr("lib.catalogue.scan.new_files.read_limits", lambda: LIMITS)
