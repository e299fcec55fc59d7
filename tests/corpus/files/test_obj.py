from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.obj import read_obj
from lib.corpus.files.source import Source
from lib.geometry.mesh import GREY

BOX = "".join(f"v {x} {y} {z}\n" for x in (0, 1) for y in (0, 1) for z in (0, 1))
SIDES = [(1, 2, 4, 3), (5, 7, 8, 6), (1, 5, 6, 2), (3, 4, 8, 7), (1, 3, 7, 5), (2, 6, 8, 4)]
QUADS = "".join("f " + " ".join(map(str, side)) + "\n" for side in SIDES)
UVS = "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"


def read(folder: Path, text: str | bytes, name: str = "a.obj") -> Contents:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_obj(Source(path, folder))


def triangles(contents: Contents) -> np.ndarray:
    return np.concatenate([part.vertices[part.faces] for part in contents.parts])


def area(contents: Contents) -> float:
    a, b, c = triangles(contents).swapaxes(0, 1)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def volume(contents: Contents) -> float:
    a, b, c = triangles(contents).swapaxes(0, 1)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def colors(contents: Contents) -> list[list[int]]:
    return np.concatenate([part.colors for part in contents.parts]).tolist()


def put_image(path: Path, color: tuple[int, int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), color).save(path)


@pytest.mark.parametrize(
    "text",
    [
        BOX + QUADS,
        (BOX + QUADS).replace("\n", "\r\n"),
        (BOX + QUADS).replace("\n", "\r"),
        (BOX + QUADS).replace(" ", "\t"),
        (BOX + QUADS).replace(" ", "   ").replace("\n", "  \n\n"),
        "\ufeff" + BOX + QUADS,
        "# made by hand\n" + BOX.replace("\n", " # a corner\n") + QUADS.replace("\n", " #side\n"),
        BOX + QUADS.replace("f 1 2 4 3", "f 1 2 \\\n4 3"),
        BOX + QUADS.replace("f ", "fo "),
        BOX + "g box\no one\ns 1\nvn 0 0 1\n" + QUADS,
        BOX + UVS + QUADS.replace("f 1 2 4 3", "f 1/1 2/2 4/3 3/4"),
        QUADS + BOX,
    ],
)
def test_dialects_give_the_same_box(tmp_path: Path, text: str) -> None:
    contents = read(tmp_path, text)
    assert len(triangles(contents)) == 12
    assert area(contents) == pytest.approx(6)
    assert volume(contents) == pytest.approx(1)
    assert contents.passed_over == contents.missing == ()


def test_mixed_corners_stand_in_one_material(tmp_path: Path) -> None:
    kinds = ["{}", "{}/1", "{}//1", "{}/1/1", "{}/2/", "{}//"]
    faces = "".join(
        "f " + " ".join(kind.format(corner) for corner in side) + "\n"
        for kind, side in zip(kinds, SIDES, strict=True)
    )
    contents = read(tmp_path, BOX + UVS + "vn 0 0 1\n" + faces)
    assert (len(triangles(contents)), area(contents)) == (12, pytest.approx(6))


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_relative_indices_count_from_where_they_stand(tmp_path: Path, blocks: int) -> None:
    text, plain = "", ""
    for block in range(blocks):
        vertices = "".join(
            f"v {5 * block + x} {y} {z}\n" for x in (0, 1) for y in (0, 2) for z in (0, 3)
        )
        text += vertices + "".join(
            "f " + " ".join(str(corner - 9) for corner in side) + "\n" for side in SIDES
        )
        plain += vertices + "".join(
            "f " + " ".join(str(corner + 8 * block) for corner in side) + "\n" for side in SIDES
        )
    contents = read(tmp_path, text)
    assert area(contents) == pytest.approx(22 * blocks)
    assert np.ptp(triangles(contents).reshape(-1, 3), axis=0).tolist() == [5 * blocks - 4, 2, 3]
    np.testing.assert_array_equal(triangles(contents), triangles(read(tmp_path, plain)))


def test_relative_indices_of_textures(tmp_path: Path) -> None:
    put_image(tmp_path / "t.png", (0, 255, 0))
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = "mtllib a.mtl\nusemtl m\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt .1 .2\nvt .3 .4\nvt .5 .6\n"
    (part,) = read(tmp_path, text + "f -3/-1 -2/-3 -1/-2\nvt 9 9\n").parts
    assert part.uv is not None
    assert part.uv.tolist() == [[[0.5, 0.6], [0.1, 0.2], [0.3, 0.4]]]


@pytest.mark.parametrize(
    ("face", "words"),
    [
        ("f 0 1 2", "line 9: a face has the index 0, indices count from 1"),
        ("f 1 2 9", "line 9: a face has the index 9, there are 8 vertices"),
        ("f 1 2 -9", "line 9: a face has the index -9"),
        ("f 1/1 2/2 3/3", "line 9: .* there are 0 texture coordinates"),
        ("f 1 2 x", "line 9: a face's index is no whole number"),
        ("f 1 2 3.0", "line 9: a face's index is no whole number"),
        ("f 1 2 3\nf 1/x 2/1 3/1", "line 10: a face's index is no whole number"),
        ("v 1 2", "line 9: a vertex has 2 numbers, not 3"),
        ("v 1 2 x", "line 9: a vertex is no number"),
        ("v 1 2 3,5", "line 9: a vertex is no number"),
        ("surf 0 1 0 1 1 2 3 4", r"line 9: a free-form surface \(surf\) is not read"),
        ("call other.obj", "line 9: another file by `call` is not read"),
        ("f 1 \\\n 2 3\nf 0 1 2", "line 11: a face has the index 0"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(tmp_path: Path, face: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(tmp_path, BOX + face + "\n")


def test_what_is_no_polygon_is_counted(tmp_path: Path) -> None:
    more = "l 1 2\nl 2 3 4\np 1\ncurv 0 1 1 2\nf 1 2\nnonsense here\n"
    contents = read(tmp_path, BOX + QUADS + more)
    assert len(triangles(contents)) == 12
    assert contents.passed_over == (
        "1 face of fewer than three corners",
        "1 curve",
        "2 lines",
        "1 point",
        "1 unknown statement",
    )


@pytest.mark.parametrize(
    ("shade", "color"),
    [("1 0 0", [255, 0, 0]), ("255 0 0", [255, 0, 0]), ("0.2 0.4 0.6 1", [51, 102, 153])],
)
def test_vertex_colors_count_to_one_or_to_255(tmp_path: Path, shade: str, color: list[int]) -> None:
    contents = read(tmp_path, BOX.replace("\n", f" {shade}\n") + QUADS)
    assert colors(contents) == [color] * 12


def test_vertex_colors_are_averaged_and_uncoloured_corners_stay_grey(tmp_path: Path) -> None:
    text = "v 0 0 0 1 0 0\nv 1 0 0 0 1 0\nv 0 1 0 0 0 1\nv 0 0 1\nf 1 2 3\nf 1 2 4\n"
    assert colors(read(tmp_path, text)) == [[85, 85, 85], list(GREY)]


def test_a_weight_is_no_color(tmp_path: Path) -> None:
    assert colors(read(tmp_path, BOX.replace("\n", " 1.0\n") + QUADS)) == [list(GREY)] * 12


@pytest.mark.parametrize(
    "libraries", ["mtllib red.mtl\nmtllib blue.mtl\n", "mtllib red.mtl blue.mtl\n"]
)
def test_several_libraries(tmp_path: Path, libraries: str) -> None:
    (tmp_path / "red.mtl").write_text("newmtl red\nKd 1 0 0\n")
    (tmp_path / "blue.mtl").write_text("newmtl blue\nKd 0 0 1\n")
    text = f"{libraries}{BOX}usemtl red\nf 1 2 3\nusemtl blue\nf 1 2 4\nusemtl red\nf 1 2 5\n"
    contents = read(tmp_path, text)
    assert sorted(colors(contents)) == [[0, 0, 255], [255, 0, 0], [255, 0, 0]]
    assert contents.missing == ()


def test_a_library_with_blanks_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "my red lib.mtl").write_text("newmtl a b\nKd 1 0 0\n")
    contents = read(tmp_path, f"mtllib my red lib.mtl\n{BOX}usemtl a b\nf 1 2 3\n")
    assert (colors(contents), contents.missing) == ([[255, 0, 0]], ())


def test_missing_neighbours_are_named_once(tmp_path: Path) -> None:
    text = f"mtllib gone.mtl\n{BOX}usemtl red\nf 1 2 3\nusemtl blue\nf 1 2 4\n"
    contents = read(tmp_path, text)
    assert contents.missing == ("material file gone.mtl (not found)",)
    assert colors(contents) == [list(GREY)] * 2
    (tmp_path / "gone.mtl").write_text("newmtl red\nKd 1 0 0\n")
    assert read(tmp_path, text).missing == ("material blue (not defined)",)
    (tmp_path / "gone.mtl").write_text("")
    assert read(tmp_path, text).missing == ("material file gone.mtl (the file is empty)",)
    # Nobody promised anything here.
    bare = read(tmp_path, text.replace("mtllib gone.mtl\n", ""))
    assert (bare.missing, colors(bare)) == ((), [list(GREY)] * 2)


def test_textures_that_are_not_there_or_damaged(tmp_path: Path) -> None:
    text = f"mtllib a.mtl\n{BOX}{UVS}usemtl m\nf 1/1 2/2 4/3\nf 1/1 4/3 3/4\n"
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd t.png\n")
    contents = read(tmp_path, text)
    assert contents.missing == ("texture t.png (not found)",)
    assert colors(contents) == [[255, 0, 0]] * 2
    (tmp_path / "t.png").write_bytes(b"\x89PNG\r\n\x1a\ncut")
    assert read(tmp_path, text).missing == ("texture t.png (damaged or of an unknown kind)",)
    put_image(tmp_path / "t.png", (0, 255, 0))
    contents = read(tmp_path, text)
    assert contents.missing == ()
    assert contents.parts[0].texture is not None


def test_a_texture_that_no_face_wants_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\nnewmtl other\nKd 0 1 0\n")
    contents = read(tmp_path, f"mtllib a.mtl\n{BOX}usemtl other\nf 1 2 3\n")
    assert (contents.missing, colors(contents)) == ((), [[0, 255, 0]])


def test_faces_without_uv_have_the_materials_color(tmp_path: Path) -> None:
    put_image(tmp_path / "t.png", (0, 255, 0))
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd t.png\n")
    contents = read(tmp_path, f"mtllib a.mtl\n{BOX}{UVS}usemtl m\nf 1/1 2/2 4/3\nf 1 4 3\n")
    plain, textured = contents.parts
    assert (plain.texture, plain.colors.tolist()) == (None, [[255, 0, 0]])
    assert textured.texture is not None
    assert textured.uv is not None
    assert textured.uv.tolist() == [[[0, 0], [1, 0], [1, 1]]]


@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("t.png", "m/t.png"),
        ("my wood.png", "m/my wood.png"),
        ('"my wood.png"', "m/my wood.png"),
        ("-s 1 1 1 t.png", "m/t.png"),
        ("-o 0.5 -s 2 2 -blendu on -bm 0.5 my wood.png", "m/my wood.png"),
        ("tex\\t.png", "m/tex/t.png"),
        ("../images/t.png", "images/t.png"),
        ("C:\\maps\\t.png", "m/t.png"),
    ],
)
def test_texture_names(tmp_path: Path, named: str, there: str) -> None:
    put_image(tmp_path / there, (0, 255, 0))
    (tmp_path / "m").mkdir(exist_ok=True)
    (tmp_path / "m" / "a.mtl").write_text(f"newmtl m\n\tmap_Kd\t{named}\n")
    text = f"mtllib a.mtl\n{BOX}{UVS}usemtl m\nf 1/1 2/2 4/3\n"
    contents = read(tmp_path, text, "m/a.obj")
    assert contents.missing == ()
    assert contents.parts[0].texture is not None


def test_scale_offset_and_clamp(tmp_path: Path) -> None:
    put_image(tmp_path / "t.png", (0, 255, 0))
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd -clamp on -o 0.5 0.25 -s 2 3 t.png\n")
    (part,) = read(tmp_path, f"mtllib a.mtl\n{BOX}{UVS}usemtl m\nf 1/1 2/2 4/3\n").parts
    assert part.texture is not None
    assert part.texture.wrap == ("clamp", "clamp")
    assert part.uv is not None
    assert part.uv.tolist() == [[[0.5, 0.25], [2.5, 0.25], [2.5, 3.25]]]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    put_image(tmp_path / "t.png", (0, 255, 0))
    (tmp_path / "a.mtl").write_bytes(b"newmtl m\xfc\nKd 0 1 0\n")
    contents = read(tmp_path, b"mtllib a.mtl\n# \xff\n" + BOX.encode() + b"usemtl m\xfc\nf 1 2 3\n")
    assert (colors(contents), contents.missing) == ([[0, 255, 0]], ())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_absolute_and_relative_indices_give_one_mesh(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    rng = np.random.default_rng(seed)
    vertices = rng.normal(size=(8, 3))
    faces = np.array([rng.permutation(8)[:3] for _ in range(count)])
    start = "".join(f"v {x!r} {y!r} {z!r}\n" for x, y, z in vertices.tolist())
    folder = tmp_path_factory.mktemp("obj")
    plain = "".join(f"f {a + 1} {b + 1} {c + 1}\n" for a, b, c in faces.tolist())
    mixed = "".join(f"f {a - 8} {b + 1}// {c - 8}\n" for a, b, c in faces.tolist())
    found = triangles(read(folder, start + plain))
    np.testing.assert_array_equal(found, vertices[faces])
    np.testing.assert_array_equal(found, triangles(read(folder, start + mixed)))


def test_what_trimesh_writes_comes_back(tmp_path: Path) -> None:
    sphere = trimesh.creation.icosphere(subdivisions=2)
    contents = read(tmp_path, trimesh.exchange.obj.export_obj(sphere))
    np.testing.assert_allclose(triangles(contents), sphere.triangles, atol=1e-7)
