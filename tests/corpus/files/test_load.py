import pickle
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError
from lib.corpus.files import load_mesh
from lib.geometry.mesh import GREY

SHARED = Path(__file__).resolve().parents[4] / "shared"

TETRA_VERTICES = ["0 0 0", "1 0 0", "0 1 0", "0 0 1"]
TETRA_FACES = ["3 0 2 1", "3 0 1 3", "3 0 3 2", "3 1 2 3"]
TETRA = "\n".join(["OFF", "4 4 0", *TETRA_VERTICES, *TETRA_FACES]) + "\n"


def write(path: Path, text: str, newline: str = "\n") -> Path:
    path.write_bytes(text.replace("\n", newline).encode())
    return path


def tetra_arrays() -> tuple[Floats, Ints]:
    rows = [line.split() for line in (*TETRA_VERTICES, *TETRA_FACES)]
    return np.array(rows[:4], dtype=np.float64), np.array(rows[4:], dtype=np.int64)[:, 1:]


def colored_sphere() -> trimesh.Trimesh:
    mesh = trimesh.creation.icosphere(subdivisions=1)
    mesh.visual.vertex_colors = np.random.default_rng(0).integers(0, 256, (len(mesh.vertices), 3))
    return mesh


@pytest.mark.parametrize("suffix", [".ply", ".obj"])
def test_vertex_colors_are_averaged(tmp_path: Path, suffix: str) -> None:
    sphere = colored_sphere()
    sphere.export(tmp_path / f"a{suffix}")
    mesh = load_mesh(tmp_path / f"a{suffix}")
    expected = sphere.visual.vertex_colors[sphere.faces][:, :, :3].mean(axis=1)
    np.testing.assert_allclose(mesh.colors, expected, atol=0.51)
    assert mesh.to_trimesh().volume == pytest.approx(sphere.volume, rel=1e-5)


def test_face_colors_are_kept(tmp_path: Path) -> None:
    box = trimesh.creation.box()
    box.visual.face_colors = np.random.default_rng(1).integers(0, 256, (12, 3))
    box.export(tmp_path / "a.ply")
    np.testing.assert_array_equal(
        load_mesh(tmp_path / "a.ply").colors, box.visual.face_colors[:, :3]
    )


def test_stl_is_grey_and_joined_at_its_corners(tmp_path: Path) -> None:
    trimesh.creation.box().export(tmp_path / "a.STL", file_type="stl")
    mesh = load_mesh(tmp_path / "a.STL")
    assert len(mesh.vertices) == 8
    assert mesh.to_trimesh().is_watertight
    assert (mesh.colors == GREY).all()


@pytest.mark.parametrize(("axis", "column"), [("x", 0), ("y", 1), ("z", 2)])
def test_up_axis_becomes_z_without_mirroring(tmp_path: Path, axis: str, column: int) -> None:
    vertices, faces = tetra_arrays()
    vertices = vertices * [2, 3, 5]
    trimesh.Trimesh(vertices, faces, process=False).export(tmp_path / "a.ply")
    mesh = load_mesh(tmp_path / "a.ply", axis)
    assert mesh.vertices[:, 2].max() == [2, 3, 5][column]
    assert sorted(np.ptp(mesh.vertices, axis=0)) == [2, 3, 5]
    assert mesh.to_trimesh().volume == pytest.approx(5)


def test_front_of_gltf_faces_the_first_camera(tmp_path: Path) -> None:
    write(tmp_path / "a.off", TETRA)
    turned = load_mesh(tmp_path / "a.off", "y").vertices
    # x right, y up, z front become y, z, x.
    np.testing.assert_array_equal(turned[1:], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])


def test_coincident_vertices_merge_and_flat_faces_go(tmp_path: Path) -> None:
    text = "OFF\n6 4 0\n0 0 0\n1 0 0\n0 1 0\n-0.0 0 0\n1 0 0\n0 0 1\n"
    path = write(tmp_path / "a.off", text + "3 0 1 2\n3 3 4 5\n3 0 3 1\n3 2 2 5\n")
    mesh = load_mesh(path)
    assert mesh.vertices.tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 1, 3]]


@pytest.mark.parametrize("suffix", [".glb", ".ply", ".stl"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.99])
def test_shortened_file_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    colored_sphere().export(tmp_path / f"whole{suffix}")
    data = (tmp_path / f"whole{suffix}").read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BenchError, match=rf"cut{suffix}: cannot be read as {suffix[1:].upper()}"):
        load_mesh(path)


def test_shortened_ascii_stl_is_refused(tmp_path: Path) -> None:
    text = trimesh.exchange.stl.export_stl_ascii(trimesh.creation.box())
    assert len(load_mesh(write(tmp_path / "whole.stl", text)).faces) == 12
    with pytest.raises(BenchError, match="last triangle"):
        load_mesh(write(tmp_path / "cut.stl", text[: len(text) // 2]))


@pytest.mark.parametrize("suffix", [".glb", ".gltf", ".obj", ".off", ".ply", ".stl"])
@settings(max_examples=15)
@given(data=st.binary(min_size=1, max_size=200))
def test_noise_is_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("noise") / f"noise{suffix}"
    path.write_bytes(data)
    with pytest.raises(BenchError, match=f"noise{suffix}"):
        load_mesh(path)


def test_missing_file_and_given_name(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"^sofa/a\.off: cannot be opened: No such file"):
        load_mesh(tmp_path / "a.off", name="sofa/a.off")


def test_loader_is_picklable(tmp_path: Path) -> None:
    loader = partial(load_mesh, write(tmp_path / "a.off", TETRA), "y", "chair/a.off")
    assert pickle.loads(pickle.dumps(loader))().sha256() == loader().sha256()
