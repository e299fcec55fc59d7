"""Whole files through the loader: place, colour and counts of what comes out."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from lib.core.errors import BenchError
from lib.corpus.files import load_mesh, read_mesh
from lib.geometry.mesh import GREY
from tests.corpus.files.gltf.build import FACES, HALVES, SQUARE, TETRA, File, quarters

SHARED = Path(__file__).resolve().parents[5] / "shared"


def colored_sphere() -> trimesh.Trimesh:
    mesh = trimesh.creation.icosphere(subdivisions=1)
    mesh.visual.vertex_colors = np.random.default_rng(0).integers(0, 256, (len(mesh.vertices), 3))
    return mesh


def test_vertex_colors_are_linear_light(tmp_path: Path) -> None:
    triangle = trimesh.Trimesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]], process=False)
    triangle.visual.vertex_colors = [[128, 0, 255]] * 3
    triangle.export(tmp_path / "a.glb")
    # IEC 61966-2-1: 1.055 * (128 / 255) ** (1 / 2.4) - 0.055 = 0.7366
    assert load_mesh(tmp_path / "a.glb").colors.tolist() == [[188, 0, 255]]


def test_scene_is_placed_and_joined(tmp_path: Path) -> None:
    scene = trimesh.Scene()
    mirror = np.diag([-1.0, 1, 1, 1])
    mirror[0, 3] = 10
    for name, place in (("near", np.eye(4)), ("mirrored", mirror)):
        tetra = trimesh.Trimesh(TETRA, FACES, process=False)
        tetra.visual = TextureVisuals(
            uv=np.zeros((4, 2)), material=PBRMaterial(baseColorFactor=[1.0, 0.0, 0.2140411, 1.0])
        )
        scene.add_geometry(tetra, node_name=name, transform=place)
    scene.export(tmp_path / "a.glb")
    mesh = load_mesh(tmp_path / "a.glb")
    assert len(mesh.faces) == 8
    np.testing.assert_array_equal(mesh.vertices.min(axis=0), [0, 0, 0])
    np.testing.assert_array_equal(mesh.vertices.max(axis=0), [10, 1, 1])
    # Outward normals everywhere: a mirrored part that kept its winding would cancel out.
    assert mesh.to_trimesh().volume == pytest.approx(2 / 6)
    # Linear 0.214 is sRGB 0.5; trimesh stores factors as bytes.
    np.testing.assert_allclose(mesh.colors, [[255, 0, 128]] * 8, atol=1)


def test_gltf_without_its_buffer_is_refused(tmp_path: Path) -> None:
    for name, data in trimesh.exchange.gltf.export_gltf(trimesh.Scene(colored_sphere())).items():
        if name.endswith(".gltf"):
            (tmp_path / "a.gltf").write_bytes(data)
    with pytest.raises(BenchError, match=r"a\.gltf: cannot be read as GLTF: its buffer \d+, "):
        load_mesh(tmp_path / "a.gltf")


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.99])
def test_shortened_file_is_refused(tmp_path: Path, share: float) -> None:
    colored_sphere().export(tmp_path / "whole.glb")
    data = (tmp_path / "whole.glb").read_bytes()
    (tmp_path / "cut.glb").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BenchError, match=r"cut\.glb: cannot be read as GLB: the file"):
        load_mesh(tmp_path / "cut.glb")


def test_trimesh_reads_the_same_from_its_own_files(tmp_path: Path) -> None:
    scene = trimesh.Scene()
    rng = np.random.default_rng(0)
    for index in range(4):
        turn = trimesh.transformations.random_rotation_matrix(rng.random(3))
        turn[:3, 3] = rng.normal(size=3)
        scene.add_geometry(colored_sphere(), node_name=str(index), transform=turn)
    scene.export(tmp_path / "a.glb")
    mesh, other = load_mesh(tmp_path / "a.glb"), scene.to_mesh()
    assert len(mesh.faces) == len(other.faces)
    assert mesh.to_trimesh().volume == pytest.approx(other.volume, rel=1e-6)
    order, expected = (
        np.sort(np.round(triangles.mean(axis=1), 4), axis=0)
        for triangles in (mesh.triangles, other.triangles)
    )
    np.testing.assert_allclose(order, expected, atol=2e-4)


def test_missing_texture_is_refused_or_taken_grey(tmp_path: Path) -> None:
    file = File()
    primitive = file.primitive(SQUARE, HALVES, TEXCOORD_0=file.accessor(SQUARE[:, :2]))
    primitive["material"] = file.textured()
    file.doc["images"][0] = {"uri": "oak.png"}
    file.doc["extensionsUsed"] = ["ACME_fur"]
    (tmp_path / "a.glb").write_bytes(file.show(primitive, {**primitive, "mode": 1}).bytes())
    with pytest.raises(BenchError, match=r"missing: texture oak\.png \(not found\)"):
        read_mesh(tmp_path / "a.glb")
    reading = read_mesh(tmp_path / "a.glb", missing="grey")
    assert reading.missing == ("texture oak.png (not found)",)
    assert reading.passed_over == ("1 primitive of lines", "extension ACME_fur")
    assert reading.mesh.colors.tolist() == [[255, 255, 255]] * 2
    (tmp_path / "oak.png").write_bytes(quarters())
    assert len(read_mesh(tmp_path / "a.glb").mesh.faces) > 2


def test_up_is_y_by_default(tmp_path: Path) -> None:
    file = File()
    (tmp_path / "a.glb").write_bytes(file.show(file.primitive(TETRA * [2, 3, 5])).bytes())
    np.testing.assert_allclose(read_mesh(tmp_path / "a.glb").mesh.vertices.max(axis=0), [5, 2, 3])


@pytest.mark.slow
def test_kaykit_textures(kaykit: Path) -> None:
    texture = np.asarray(Image.open(kaykit / "furniturebits_texture.png").convert("RGB"))
    palette = {tuple(color) for color in texture.reshape(-1, 3).tolist()}
    couch = load_mesh(kaykit / "couch.gltf", "y")
    width, depth, height = np.ptp(couch.vertices, axis=0)[[1, 0, 2]]
    assert width > 1.5 * depth
    assert width > 1.5 * height
    assert not (couch.colors == GREY).all(axis=1).all()
    near = [
        min(max(abs(a - b) for a, b in zip(color, entry, strict=True)) for entry in palette)
        for color in np.unique(couch.colors, axis=0).tolist()[:50]
    ]
    assert max(near) <= 8
    # Seen from the front, the couch stands with its yellow cushions and blue pillows.
    pillows = load_mesh(kaykit / "couch_pillows.gltf", "y")
    blue = pillows.colors[:, 2].astype(int) > pillows.colors[:, 0].astype(int) + 30
    yellow = pillows.colors[:, 0].astype(int) > pillows.colors[:, 2].astype(int) + 30
    heights = pillows.triangles.mean(axis=1)[:, 2]
    assert blue.any()
    assert yellow.any()
    assert heights[blue].min() > np.quantile(heights, 0.2)
    assert len(pillows.faces) < 20_000


@pytest.fixture(scope="module")
def kaykit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = SHARED / "data" / "kaykit-furniture-cc0.tar.xz"
    if not archive.exists():
        pytest.skip("textured models (KayKit, CC0) are not part of the repository")
    folder = tmp_path_factory.mktemp("kaykit")
    shutil.unpack_archive(archive, folder)
    return next(folder.rglob("couch.gltf")).parent
