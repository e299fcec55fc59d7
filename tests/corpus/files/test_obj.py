from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.core.errors import BenchError
from lib.corpus.base import Reading
from lib.corpus.files import load_mesh, read_mesh
from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.obj import read_obj
from lib.corpus.files.source import Source
from lib.geometry.mesh import GREY

RED, GREEN, BLUE = [255, 0, 0], [0, 255, 0], [0, 0, 255]
SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nvn 0 0 1\n"
TETRA = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n"


def contents(folder: Path, text: str | bytes) -> Contents:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    (folder / "a.obj").write_bytes(data)
    return read_obj(Source(folder / "a.obj", folder))


def reading(folder: Path, text: str) -> Reading:
    (folder / "a.obj").write_bytes(text.encode())
    return read_mesh(folder / "a.obj")


def triangles(found: Contents) -> list[list[list[float]]]:
    corner: list[list[list[float]]] = []
    for part in found.parts:
        corner += part.vertices[part.faces].tolist()
    return corner


def picture(path: Path, *colors: list[int]) -> None:
    """Columns of one colour each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.repeat(np.array(colors, dtype=np.uint8), 8, axis=0)
    Image.fromarray(np.broadcast_to(pixels, (8, *pixels.shape))).save(path)


@pytest.mark.parametrize(
    "text",
    [
        TETRA,
        TETRA.replace(" ", "\t"),
        TETRA.replace(" ", "   "),
        TETRA.replace("\n", " \t\n"),
        TETRA.replace("\n", "\n\n# f 1 2 3\n  \t# more\n"),
        TETRA.replace("\n", " # Stühle \x85 \u2028\n"),
        "\ufeff" + TETRA,
        TETRA.rstrip("\n"),
        TETRA.replace("f ", "fo "),
        TETRA.replace("f 1 3 2", "f 1 \\\n3 \\  \n2"),
        "# C:\\models\\\n" + TETRA.replace("v 0 0 1", "v 0 0 1 # C:\\models\\"),
        TETRA.replace("v 0 0 1", "v 0 0 1 0.5"),
        TETRA.replace("f 2 3 4", "f -3 -2 -1"),
        "o one\ng two three\ns off\nmg 1 0.5\n" + TETRA.replace("f 2", "\tg four\ns 1\n f 2"),
        "vn 0 0 1\nvt 0 0\n" + TETRA.replace("1 3 2", "1//1 3//1 2//1").replace("4 3", "4/1 3/1"),
        "vn 0 0 1\nvt 0 0\n" + TETRA.replace("1 3 2", "1/1/1 3/1/1 2/1/1"),
        "vn 0 0 1\nvt 0 0\n" + TETRA.replace("1 3 2", "1// 3/1/ 2/"),
        "vn 0 0 1\nvt 0 0\n" + TETRA.replace("1 3 2", "1/1/1 3//1 +2"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_dialects_give_the_same_mesh(tmp_path: Path, text: str, newline: str) -> None:
    expected = reading(tmp_path, TETRA).mesh
    assert expected.to_trimesh().volume == pytest.approx(1 / 6)
    found = reading(tmp_path, text.replace("\n", newline))
    np.testing.assert_array_equal(found.mesh.triangles, expected.triangles)
    assert (found.mesh.colors == GREY).all()
    assert (found.missing, found.passed_over) == ((), ())


def test_relative_indices_count_from_where_they_stand(tmp_path: Path) -> None:
    blocks = "".join(f"v {x} 0 0\nv {x + 1} 0 0\nv {x} 1 0\nf -3 -2 -1\n" for x in (0, 5, 9))
    expected = [[[x, 0, 0], [x + 1, 0, 0], [x, 1, 0]] for x in (0, 5, 9)]
    assert triangles(contents(tmp_path, blocks)) == expected


def test_relative_texture_coordinates_count_on_their_own(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", RED, GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = "mtllib a.mtl\nusemtl m\nv 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
    text += "vt 0.25 0.5\nf 1/-1 2/-1 3/-1\nvt 0.75 0.5\nf 1/-1 2/-1 4/-1\n"
    assert reading(tmp_path, text).mesh.colors.tolist() == [RED, GREEN]


@settings(max_examples=40)
@given(st.data())
def test_relative_and_absolute_indices_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("relative")
    absolute, relative, count, corners = "", "", 0, 0
    for block in range(data.draw(st.integers(1, 5))):
        fresh = data.draw(st.integers(0 if count else 1, 4))
        rows = "".join(f"v {block} {row} {row * row}\nvt {block} {row}\n" for row in range(fresh))
        count += fresh
        absolute, relative = absolute + rows, relative + rows
        faces = st.lists(st.lists(st.integers(1, count), min_size=3, max_size=5), max_size=3)
        for face in data.draw(faces):
            form = data.draw(st.sampled_from(["{0}", "{0}/{0}", "{0}//{0}", "{0}/{0}/{0}"]))
            absolute += "f " + " ".join(form.format(place) for place in face) + "\n"
            signed = [place - count - 1 if data.draw(st.booleans()) else place for place in face]
            relative += "f " + " ".join(form.format(place) for place in signed) + "\n"
            corners += 1
    if corners:
        assert triangles(contents(folder, relative)) == triangles(contents(folder, absolute))


def test_concave_polygon(tmp_path: Path) -> None:
    u = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
    rows = "".join(f"v {x} {y} 2\n" for x, y in u)
    mesh = reading(tmp_path, rows + "f 1 2 3 4 5 6 7 8\n").mesh
    assert mesh.to_trimesh().area == pytest.approx(7)


@pytest.mark.parametrize(
    "shape",
    [
        trimesh.creation.box(),
        trimesh.creation.icosphere(subdivisions=2),
        trimesh.creation.torus(2, 1),
    ],
)
def test_simple_files_match_trimesh(tmp_path: Path, shape: trimesh.Trimesh) -> None:
    shape.export(tmp_path / "a.obj")
    other = trimesh.load_mesh(tmp_path / "a.obj", process=False)
    part = contents(tmp_path, (tmp_path / "a.obj").read_bytes()).parts[0]
    np.testing.assert_array_equal(part.vertices, other.vertices)
    np.testing.assert_array_equal(part.faces, other.faces)


def test_all_kinds_of_corners_in_one_material(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd t.png\n")
    corners = ["1 2 3", "1/1 2/2 3/3", "1//1 2//1 3//1", "1/1/1 2/2/1 3/3/1", "1/1 2 3/3"]
    text = f"mtllib a.mtl\n{SQUARE}usemtl m\n" + "".join(f"f {corner}\n" for corner in corners)
    found = contents(tmp_path, text)
    assert [len(part.faces) for part in found.parts] == [3, 2]
    assert found.parts[0].colors.tolist() == [RED] * 3
    assert found.parts[0].texture is None
    assert found.parts[1].texture is not None
    assert found.parts[1].uv is not None
    assert found.parts[1].uv.tolist() == [[[0, 0], [1, 0], [1, 1]]] * 2


def test_texture_goes_upwards_and_across(tmp_path: Path) -> None:
    pixels = np.zeros((8, 8, 3), dtype=np.uint8)
    pixels[:4, :4], pixels[:4, 4:], pixels[4:, :4] = RED, GREEN, BLUE
    Image.fromarray(pixels).save(tmp_path / "t.png")
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    rows, faces = "", ""
    for number, (u, v) in enumerate([(0.2, 0.8), (0.8, 0.8), (0.2, 0.2), (0.8, 0.2)]):
        rows += f"v {number} 0 0\nv {number} 1 0\nv {number} 0 1\nvt {u} {v} 0\n"
        faces += "f " + " ".join(f"{3 * number + k}/{number + 1}" for k in (1, 2, 3)) + "\n"
    found = reading(tmp_path, f"mtllib a.mtl\nusemtl m\n{rows}{faces}")
    assert found.mesh.colors.tolist() == [RED, GREEN, BLUE, [0, 0, 0]]


def test_one_texture_for_materials_that_share_file_and_wrap(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text(
        "newmtl a\nmap_Kd t.png\nnewmtl b\nmap_Kd -s 2 2 1 t.png\n"
        "newmtl c\nmap_Kd -clamp on t.png\n"
    )
    faces = "".join(f"usemtl {name}\nf 1/1 2/2 3/3\n" for name in "abca")
    found = contents(tmp_path, f"mtllib a.mtl\n{SQUARE}{faces}")
    assert [len(part.faces) for part in found.parts] == [3, 1]
    first, second = found.parts
    assert first.uv is not None
    assert first.uv[:, 1, 0].tolist() == [1, 2, 1]
    assert first.texture is not None
    assert second.texture is not None
    assert second.texture.wrap == ("clamp", "clamp")
    assert first.texture.pixels is second.texture.pixels


def test_parts_keep_the_order_and_only_their_vertices(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = f"mtllib a.mtl\n{SQUARE}v 9 9 9\nf 1 2 4\nusemtl m\nf 2/2 3/3 4/4\nusemtl n\nf 1 2 3\n"
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\nnewmtl n\nKd 0 0 1\n")
    plain, textured = contents(tmp_path, text).parts
    assert plain.vertices[plain.faces][:, 1].tolist() == [[1, 0, 0], [1, 0, 0]]
    assert plain.colors.tolist() == [list(GREY), BLUE]
    assert len(textured.vertices) == 3
    assert textured.vertices[textured.faces].tolist() == [[[1, 0, 0], [1, 1, 0], [0, 1, 0]]]


@pytest.mark.parametrize(
    ("colors", "expected"),
    [
        (("1 0 0", "1 0 0", "1 0 0"), RED),
        (("1 0 0 1", "0 1 0 1", "0 0 1 1"), [85, 85, 85]),
        (("255 0 0", "0 255 0", "0 0 255"), [85, 85, 85]),
        (("90 0 1", "0 30 1", "0 0 1"), [30, 10, 1]),
    ],
)
def test_vertex_colors_come_before_the_material(
    tmp_path: Path, colors: tuple[str, ...], expected: list[int]
) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 0 0 1\n")
    places = ("0 0 0", "1 0 0", "0 1 0")
    rows = "".join(f"v {at} {color}\n" for at, color in zip(places, colors, strict=True))
    text = f"mtllib a.mtl\nusemtl m\n{rows}v 0 0 1\nf 1 2 3\nf 1 2 4\n"
    assert reading(tmp_path, text).mesh.colors.tolist() == [expected, BLUE]


def test_texture_comes_before_vertex_colors(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 0 0 1\nmap_Kd t.png\n")
    rows = "v 0 0 0 1 0 0\nv 1 0 0 1 0 0\nv 0 1 0 1 0 0\nvt 0 0\n"
    text = f"mtllib a.mtl\nusemtl m\n{rows}f 1/1 2/1 3/1\n"
    assert reading(tmp_path, text).mesh.colors.tolist() == [GREEN]


def test_materials_of_several_objects(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 1\n")
    vertices = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n"
    text = f"mtllib a.mtl\no one\nusemtl red\n{vertices}f 1 3 2\no two\nusemtl blue\nf 1 2 4\n"
    mesh = reading(tmp_path, text).mesh
    assert mesh.colors.tolist() == [RED, BLUE]
    assert len(mesh.vertices) == 4


@pytest.mark.parametrize(
    "libraries",
    [
        "mtllib a.mtl\nmtllib b.mtl\n",
        "mtllib a.mtl b.mtl\n",
        "mtllib a.mtl my lib.mtl\n",
        "mtllib b.mtl # the reds\nmtllib my lib.mtl\n",
        'mtllib "my lib.mtl"\nmtllib .\\B.MTL\n',
        "mtllib a.mtl sub/b.mtl\n",
        "mtllib lib one\n",
    ],
)
def test_several_libraries(tmp_path: Path, libraries: str) -> None:
    for name, material in (("a", "m\nKd 1 0 0"), ("b", "n\nKd 0 0 1")):
        (tmp_path / f"{name}.mtl").write_text(f"newmtl {material}\n")
    (tmp_path / "my lib.mtl").write_text("newmtl m\nKd 1 0 0\nnewmtl n\nKd 0 0 1\n")
    (tmp_path / "lib").write_text("newmtl m\nKd 1 0 0\n")
    (tmp_path / "one").write_text("newmtl n\nKd 0 0 1\n")
    faces = "usemtl m\nf 1 2 3\nusemtl n\nf 1 3 4\n"
    found = reading(tmp_path, libraries + SQUARE + faces)
    assert found.mesh.colors.tolist() == [RED, BLUE]
    assert found.missing == ()


def test_first_library_that_defines_a_material_wins(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\n")
    (tmp_path / "b.mtl").write_text("newmtl m\nKd 0 0 1\n")
    text = f"mtllib a.mtl b.mtl\n{SQUARE}usemtl m\nf 1 2 3\n"
    assert reading(tmp_path, text).mesh.colors.tolist() == [RED]


def test_names_with_blanks_signs_and_other_bytes(tmp_path: Path) -> None:
    names = ["Material #25", "dark wood", "holz \udce4", "Stühle", "usemtl"]
    kds = ["1 0 0", "0 1 0", "0 0 1", "1 1 0", "0 1 1"]
    library = "".join(f"newmtl {n}\nKd {kd}\n" for n, kd in zip(names, kds, strict=True))
    (tmp_path / "a.mtl").write_bytes(library.encode("utf-8", "surrogateescape"))
    faces = "".join(f"usemtl {name}  \nf 1 2 3\n" for name in names)
    text = f"# gr\udcfc\udcdfe\nmtllib a.mtl\n{SQUARE}{faces}usemtl dark wood # oak\nf 1 2 3\n"
    found = contents(tmp_path, text)
    expected = [RED, GREEN, BLUE, [255, 255, 0], [0, 255, 255], GREEN]
    assert found.parts[0].colors.tolist() == expected
    assert found.missing == ()


@pytest.mark.parametrize(
    ("libraries", "missing"),
    [
        ("mtllib gone.mtl\n", ("material file gone.mtl (not found)",)),
        ("mtllib gone.mtl\nmtllib gone.mtl\n", ("material file gone.mtl (not found)",)),
        ("mtllib my gone lib.mtl\n", ("material file my gone lib.mtl (not found)",)),
        (
            "mtllib gone.mtl other.mtl\n",
            ("material file gone.mtl (not found)", "material file other.mtl (not found)"),
        ),
        ("mtllib a.mtl gone.mtl\n", ("material file gone.mtl (not found)",)),
        ("mtllib gone.mtl sub/a.mtl\n", ("material file gone.mtl (not found)",)),
        ("mtllib a.mtl gone\n", ("material file gone (not found)",)),
        ("mtllib a.mtl\n", ("material red (not defined)",)),
        ("mtllib h\udce4.mtl\n", ("material file h\\xe4.mtl (not found)",)),
        ("mtllib empty.mtl\n", ("material file empty.mtl (the file is empty)",)),
        ("", ()),
    ],
)
def test_missing_libraries_and_materials(
    tmp_path: Path, libraries: str, missing: tuple[str, ...]
) -> None:
    (tmp_path / "a.mtl").write_text("newmtl blue\nKd 0 0 1\n")
    (tmp_path / "empty.mtl").touch()
    text = f"{libraries}{SQUARE}usemtl red\nf 1 2 3\nusemtl blue\nusemtl red\nf 1 3 4\n"
    found = contents(tmp_path, text)
    assert found.missing == missing
    assert found.parts[0].colors.tolist() == [list(GREY)] * 2


def test_missing_neighbours_are_refused_or_grey(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd wood.png\n")
    (tmp_path / "a.obj").write_text(f"mtllib a.mtl\n{SQUARE}usemtl m\nf 1/1 2/2 3/3\n")
    with pytest.raises(BenchError, match=r"texture wood\.png \(not found\)"):
        load_mesh(tmp_path / "a.obj")
    found = read_mesh(tmp_path / "a.obj", missing="grey")
    assert found.missing == ("texture wood.png (not found)",)
    assert found.mesh.colors.tolist() == [RED]


def test_no_material_by_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\n")
    text = f"mtllib a.mtl\n{SQUARE}f 1 2 4\nusemtl (null)\nf 1 2 3\nusemtl\nf 1 3 4\n"
    found = reading(tmp_path, text)
    assert (found.mesh.colors == GREY).all()
    assert found.missing == ()


def test_what_is_beside_faces_is_counted(tmp_path: Path) -> None:
    text = f"{SQUARE}f 1 2 3\nl 1 2 3\nl 1/1 2/2 # a line\np 1 2 3 # points\nf 1 2\nf\n"
    text += "vp 0 1\ncstype bezier\ndeg 3\ncurv 0 1 1 2 3 4\nparm u 0 1\nend\nshape cube\n"
    found = reading(tmp_path, text)
    assert len(found.mesh.faces) == 1
    assert found.passed_over == (
        "2 faces with fewer than three corners",
        "2 lines",
        "3 points",
        "1 free-form curve",
        "1 shape statement",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("f 0 1 2", "line 10: a face points at vertex 0, the file has 4"),
        ("f 1 2 5", "line 10: a face points at vertex 5, the file has 4"),
        ("f 1 2 -5", "line 10: a face points at vertex -5, the file has 4"),
        ("\nf 1 \\\n 2 3\nf 1 2 \\\n 5", "line 13: a face points at vertex 5"),
        ("f 1/1 2/2 3/0", "line 10: a face points at texture coordinate 0, the file has 4"),
        ("f 1/1 2/2 3/5", "line 10: a face points at texture coordinate 5, the file has 4"),
        ("f 1/1 2/2 3/-5", "line 10: a face points at texture coordinate -5"),
        ("f 1 2 99999999999999999999", "line 10: corner '99999999999999999999' of a face"),
        ("f 1 2 x", "line 10: corner 'x' of a face"),
        ("f 1 2 3.5", "line 10: corner '3.5' of a face"),
        ("f 1 2 3/4/5/6", "line 10: corner '3/4/5/6' of a face"),
        ("f 1// 1// 3/4/5/6", "line 10: corner '3/4/5/6' of a face"),
        ("f 1 2 /3", "line 10: corner '/3' of a face"),
        ("f 1 2 3\nv 1 2", "line 11: a vertex reads '1 2'"),
        ("f 1 2 3\nv 1 2 3 4 5", "line 11: a vertex reads '1 2 3 4 5'"),
        ("f 1 2 3\nv", "line 11: a vertex reads ''"),
        ("f 1 2 3\nv 1 2 x", "line 11: a vertex reads '1 2 x'"),
        ("f 1 2 3\nv 1 2 x 4 5 6", "line 11: a vertex reads '1 2 x 4 5 6'"),
        ("f 1 2 3\n4 5 6", "line 11 begins with '4'"),
        ("f 1 2 3\nsurf 0 1 0 1 1 2 3 4", "line 11: free-form surfaces (surf)"),
        ("f 1 2 3\nbzp 1 2 3", "line 11: free-form surfaces (bzp)"),
        ("call other.obj", "line 10: call is not followed"),
        ("", "no faces"),
        ("p 1 2 3", "no faces with three corners, only 3 points"),
        ("curv 0 1 1 2 3", "no faces with three corners, only 1 free-form curve"),
        ("f 1 2\nl 1 2", "no faces with three corners, only 1 face, 1 line"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        contents(tmp_path, SQUARE + text)
    assert words in refused.value.reason
    assert "\n" not in refused.value.reason


def test_bad_texture_coordinate_is_named_where_it_counts(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = f"mtllib a.mtl\nusemtl m\n{SQUARE}vt x\nf 1/1 2/2 3/3\n"
    with pytest.raises(Refused, match="line 12: a texture coordinate reads 'x'"):
        contents(tmp_path, text)


def test_texture_coordinates_of_several_lengths(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = "mtllib a.mtl\nusemtl m\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0.5\nvt 1 0.25\nvt 0 1 0\n"
    (part,) = contents(tmp_path, text + "f 1/1 2/2 3/3\n").parts
    assert part.uv is not None
    assert part.uv.tolist() == [[[0.5, 0], [1, 0.25], [0, 1]]]


def test_utf16_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="UTF-16"):
        contents(tmp_path, TETRA.encode("utf-16"))


@pytest.mark.parametrize("length", [2, 5, 8])
def test_vertices_that_all_have_an_odd_length_are_refused(tmp_path: Path, length: int) -> None:
    rows = "".join(f"v {' '.join(str(row * k) for k in range(length))}\n" for row in range(3))
    with pytest.raises(Refused, match="line 1: a vertex reads"):
        contents(tmp_path, rows + "f 1 2 3\n")


def test_weight_beside_colored_vertices_is_no_color(tmp_path: Path) -> None:
    rows = "v 0 0 0 1 0 0\nv 1 0 0 1 0 0\nv 0 1 0 1 0 0\nv 0 0 1 0.5\n"
    mesh = reading(tmp_path, rows + "f 1 2 3\nf 1 2 4\n").mesh
    assert mesh.colors.tolist() == [RED, list(GREY)]


def test_textured_part_comes_first_where_its_faces_do(tmp_path: Path) -> None:
    picture(tmp_path / "t.png", GREEN)
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd t.png\n")
    text = f"mtllib a.mtl\n{SQUARE}usemtl m\nf 1/1 2/2 3/3\nf 1 3 4\n"
    assert [part.texture is None for part in contents(tmp_path, text).parts] == [False, True]


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=200), st.sampled_from(["", SQUARE]))
def test_noise_is_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, head: str) -> None:
    path = tmp_path_factory.mktemp("noise") / "noise.obj"
    path.write_bytes(head.encode() + data)
    with pytest.raises(BenchError, match=r"^noise\.obj: ") as error:
        load_mesh(path)
    assert "Error:" not in error.value.message
