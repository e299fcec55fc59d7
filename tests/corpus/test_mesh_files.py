import pickle
import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from lib.core.errors import BenchError
from lib.corpus.mesh_files import load_mesh
from lib.corpus.off import parse_off
from lib.geometry.mesh import GREY

SHARED = Path(__file__).resolve().parents[3] / "shared"

TETRA_VERTICES = ["0 0 0", "1 0 0", "0 1 0", "0 0 1"]
TETRA_FACES = ["3 0 2 1", "3 0 1 3", "3 0 3 2", "3 1 2 3"]
TETRA = "\n".join(["OFF", "4 4 0", *TETRA_VERTICES, *TETRA_FACES]) + "\n"


def write(path: Path, text: str, newline: str = "\n") -> Path:
    path.write_bytes(text.replace("\n", newline).encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        TETRA,
        TETRA.replace("OFF\n", "OFF"),
        TETRA.replace("OFF\n", "OFF "),
        TETRA.replace("OFF\n", "off\n"),
        TETRA.replace("\n", "  \t\n"),
        TETRA.replace("\n", "\n\n"),
        TETRA.replace("OFF\n", "OFF # a mesh in OFF\n# counts\n"),
        TETRA.rstrip("\n"),
        TETRA.replace("4 4 0\n", "4 4\n"),
        TETRA.replace(" ", "   "),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_off_dialects_give_the_same_mesh(tmp_path: Path, text: str, newline: str) -> None:
    expected = load_mesh(write(tmp_path / "plain.off", TETRA))
    assert expected.faces.tolist() == [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]
    assert expected.to_trimesh().volume == pytest.approx(1 / 6)
    assert load_mesh(write(tmp_path / "a.off", text, newline)).sha256() == expected.sha256()


def test_off_polygons_become_fans(tmp_path: Path) -> None:
    angles = np.arange(5) * 2 * np.pi / 5
    corners = [f"{np.cos(a)} {np.sin(a)} 0" for a in angles]
    path = write(tmp_path / "a.off", "\n".join(["OFF", "5 1 0", *corners, "5 0 1 2 3 4"]))
    mesh = load_mesh(path)
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4]]
    assert mesh.to_trimesh().area == pytest.approx(5 / 2 * np.sin(2 * np.pi / 5))


def test_off_quads_match_trimesh(tmp_path: Path) -> None:
    text = "OFF\n6 2 0\n0 0 0\n2 0 0\n2 1 0\n0 1 0\n2 0 3\n2 1 3\n4 0 1 2 3\n4 1 4 5 2\n"
    path = write(tmp_path / "a.off", text)
    assert load_mesh(path).to_trimesh().area == trimesh.load_mesh(path).area == pytest.approx(5)


@pytest.mark.parametrize("paint", ["255 128 0", "1.0 0.50196 0.0", "255 128 0 255"])
def test_off_face_colors(tmp_path: Path, paint: str) -> None:
    text = TETRA.replace("3 1 2 3", f"3 1 2 3 {paint}")
    colors = load_mesh(write(tmp_path / "a.off", text)).colors
    assert colors.tolist() == [list(GREY)] * 3 + [[255, 128, 0]]


@pytest.mark.parametrize("header", ["COFF", "CNOFF"])
def test_off_vertex_colors_are_averaged(header: str) -> None:
    normal = " 0 0 1" if "N" in header else ""
    shades = ["0 0 0 255", "90 0 0 255", "0 30 0 255"]
    lines = [f"{v}{normal} {s}" for v, s in zip(TETRA_VERTICES[:3], shades, strict=True)]
    _, _, colors = parse_off("\n".join([header, "3 1 0", *lines, "3 0 1 2"]))
    assert colors.tolist() == [[30, 10, 0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("PLY\n", "no OFF header"),
        ("OFF\n", "counts"),
        (TETRA[:-9], "4 faces"),
        (TETRA[:40], "4 vertices"),
        (TETRA.replace("3 1 2 3", "3 1 2 4"), "vertex"),
        (TETRA.replace("3 1 2 3", "3 1 2 -1"), "vertex"),
        (TETRA.replace("3 1 2 3", "5 1 2 3"), "5 corners"),
        (TETRA.replace("1 0 0", "1 x 0"), "x"),
        (TETRA.replace("1 0 0", "1 nan 0"), "NaN"),
        (TETRA.replace("1 0 0", "1 inf 0"), "infinite"),
        (TETRA.replace("1 0 0", "1e30 0 0"), "coordinates reach"),
        ("OFF\n3 0 0\n0 0 0\n1 0 0\n0 1 0\n", "no faces"),
        ("OFF\n3 1 0\n0 0 0\n1 0 0\n2 0 0\n3 0 1 2\n", "degenerate"),
        ("OFF\n2 1 0\n0 0 0\n1 0 0\n2 0 1\n", "no faces"),
    ],
)
def test_bad_off_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path / "chair_0007.off", text)
    with pytest.raises(BenchError, match=words) as error:
        load_mesh(path)
    assert error.value.message.startswith("chair_0007.off: ")
    assert error.value.hint


@settings(max_examples=30)
@given(st.integers(0, len(TETRA.rstrip()) - 1))
def test_every_shortened_off_is_refused_or_shorter_by_digits_only(cut: int) -> None:
    text = TETRA.rstrip()[:cut]
    with pytest.raises(ValueError, match=r"."):
        parse_off(text)


def colored_sphere() -> trimesh.Trimesh:
    mesh = trimesh.creation.icosphere(subdivisions=1)
    mesh.visual.vertex_colors = np.random.default_rng(0).integers(0, 256, (len(mesh.vertices), 3))
    return mesh


@pytest.mark.parametrize("suffix", [".obj"])
def test_vertex_colors_are_averaged(tmp_path: Path, suffix: str) -> None:
    sphere = colored_sphere()
    sphere.export(tmp_path / f"a{suffix}")
    mesh = load_mesh(tmp_path / f"a{suffix}")
    expected = sphere.visual.vertex_colors[sphere.faces][:, :, :3].mean(axis=1)
    np.testing.assert_allclose(mesh.colors, expected, atol=0.51)
    assert mesh.to_trimesh().volume == pytest.approx(sphere.volume, rel=1e-5)


def test_gltf_vertex_colors_are_linear_light(tmp_path: Path) -> None:
    triangle = trimesh.Trimesh([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]], process=False)
    triangle.visual.vertex_colors = [[128, 0, 255]] * 3
    triangle.export(tmp_path / "a.glb")
    # IEC 61966-2-1: 1.055 * (128 / 255) ** (1 / 2.4) - 0.055 = 0.7366
    assert load_mesh(tmp_path / "a.glb").colors.tolist() == [[188, 0, 255]]


def test_obj_materials_of_several_objects(tmp_path: Path) -> None:
    write(tmp_path / "a.mtl", "newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 1\n")
    vertices = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
    text = f"mtllib a.mtl\no one\nusemtl red\n{vertices}f 1 3 2\no two\nusemtl blue\nf 1 2 4\n"
    mesh = load_mesh(write(tmp_path / "a.obj", text))
    assert sorted(mesh.colors.tolist()) == [[0, 0, 255], [255, 0, 0]]
    assert len(mesh.vertices) == 4


def test_obj_without_its_material_file_is_grey(tmp_path: Path) -> None:
    text = "mtllib gone.mtl\nusemtl red\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\n"
    assert load_mesh(write(tmp_path / "a.obj", text)).colors.tolist() == [list(GREY)]


def test_scene_is_placed_and_joined(tmp_path: Path) -> None:
    scene = trimesh.Scene()
    mirror = np.diag([-1.0, 1, 1, 1])
    mirror[0, 3] = 10
    for name, place in (("near", np.eye(4)), ("mirrored", mirror)):
        tetra = trimesh.Trimesh(*parse_off(TETRA)[:2], process=False)
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


@pytest.mark.parametrize(("axis", "column"), [("x", 0), ("y", 1), ("z", 2)])
def test_up_axis_becomes_z_without_mirroring(tmp_path: Path, axis: str, column: int) -> None:
    vertices, faces, _ = parse_off(TETRA)
    vertices *= [2, 3, 5]
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


@pytest.mark.parametrize("suffix", [".glb"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.99])
def test_shortened_file_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    colored_sphere().export(tmp_path / f"whole{suffix}")
    data = (tmp_path / f"whole{suffix}").read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BenchError, match=rf"cut{suffix}: cannot be read as {suffix[1:].upper()}"):
        load_mesh(path)


@pytest.mark.parametrize("suffix", [".glb", ".gltf", ".obj", ".off"])
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


def test_gltf_without_its_buffer_is_refused(tmp_path: Path) -> None:
    for name, data in trimesh.exchange.gltf.export_gltf(trimesh.Scene(colored_sphere())).items():
        if name.endswith(".gltf"):
            (tmp_path / "a.gltf").write_bytes(data)
    with pytest.raises(BenchError, match=r"a\.gltf"):
        load_mesh(tmp_path / "a.gltf")


def test_loader_is_picklable(tmp_path: Path) -> None:
    loader = partial(load_mesh, write(tmp_path / "a.off", TETRA), "y", "chair/a.off")
    assert pickle.loads(pickle.dumps(loader))().sha256() == loader().sha256()


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
