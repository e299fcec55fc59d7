from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.corpus.base import Reading
from lib.corpus.files import load_mesh, read_mesh
from lib.corpus.files.contents import Contents, Refused
from lib.corpus.files.off import read_off
from lib.corpus.files.source import Source
from lib.geometry.mesh import GREY

TETRA_VERTICES = ["0 0 0", "1 0 0", "0 1 0", "0 0 1"]
TETRA_FACES = ["3 0 2 1", "3 0 1 3", "3 0 3 2", "3 1 2 3"]
TETRA = "\n".join(["OFF", "4 4 0", *TETRA_VERTICES, *TETRA_FACES]) + "\n"
QUAD = "OFF\n4 {} 0\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n"


def write(path: Path, text: str, newline: str = "\n") -> Path:
    path.write_bytes(text.replace("\n", newline).encode())
    return path


def contents(path: Path, text: str) -> Contents:
    write(path, text)
    return read_off(Source(path, path.parent))


def reading(path: Path, text: str) -> Reading:
    return read_mesh(write(path, text))


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
        TETRA.replace("\n", " # Stühle \x85 \u2028\n"),
        TETRA.rstrip("\n"),
        TETRA.replace("4 4 0\n", "4 4\n"),
        TETRA.replace(" ", "   "),
        TETRA.replace(" ", "\t"),
        "\ufeff" + TETRA,
        TETRA + "# the end\n\n",
        TETRA.replace("3 1 2 3", "3 1.0 2 3"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_dialects_give_the_same_mesh(tmp_path: Path, text: str, newline: str) -> None:
    expected = load_mesh(write(tmp_path / "plain.off", TETRA))
    assert expected.faces.tolist() == [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]]
    assert expected.to_trimesh().volume == pytest.approx(1 / 6)
    found = read_mesh(write(tmp_path / "a.off", text, newline))
    assert found.mesh.sha256() == expected.sha256()
    assert found.passed_over == ()


def test_convex_polygons_become_fans(tmp_path: Path) -> None:
    angles = np.arange(5) * 2 * np.pi / 5
    corners = [f"{np.cos(a)} {np.sin(a)} 0" for a in angles]
    path = write(tmp_path / "a.off", "\n".join(["OFF", "5 1 0", *corners, "5 0 1 2 3 4"]))
    mesh = load_mesh(path)
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4]]
    assert mesh.to_trimesh().area == pytest.approx(5 / 2 * np.sin(2 * np.pi / 5))


def test_quads_match_trimesh(tmp_path: Path) -> None:
    text = "OFF\n6 2 0\n0 0 0\n2 0 0\n2 1 0\n0 1 0\n2 0 3\n2 1 3\n4 0 1 2 3\n4 1 4 5 2\n"
    path = write(tmp_path / "a.off", text)
    assert load_mesh(path).to_trimesh().area == trimesh.load_mesh(path).area == pytest.approx(5)


@pytest.mark.parametrize("paint", ["", " 255 0 0"])
def test_concave_polygon_among_triangles(tmp_path: Path, paint: str) -> None:
    u = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
    rows = [f"{x} {y} 0" for x, y in u] + ["0 0 1"]
    text = "\n".join(["OFF", "9 2 0", *rows, f"8 0 1 2 3 4 5 6 7{paint}", "3 0 1 8"])
    mesh = load_mesh(write(tmp_path / "a.off", text))
    assert mesh.to_trimesh().area == pytest.approx(7 + 1.5)
    assert len(mesh.faces) == 7
    assert mesh.colors.tolist() == [[255, 0, 0] if paint else list(GREY)] * 6 + [list(GREY)]


@pytest.mark.parametrize("paint", ["255 128 0", "1.0 0.50196 0.0", "255 128 0 255", "255. 128. 0."])
def test_face_colors(tmp_path: Path, paint: str) -> None:
    text = TETRA.replace("3 1 2 3", f"3 1 2 3 {paint}")
    colors = load_mesh(write(tmp_path / "a.off", text)).colors
    assert colors.tolist() == [list(GREY)] * 3 + [[255, 128, 0]]


@pytest.mark.parametrize(
    ("paints", "expected"),
    [
        # Whole numbers and fractions side by side, as the manual allows.
        (("255 0 0", "0.0 1.0 0.0"), [[255, 0, 0], [0, 255, 0]]),
        # Fractions printed without the point.
        (("1 0 0", "0.5 0 1"), [[255, 0, 0], [128, 0, 255]]),
        (("1 0 0", "0 0 0"), [[255, 0, 0], [0, 0, 0]]),
        (("1 0 0", "0 0 2"), [[1, 0, 0], [0, 0, 2]]),
        (("1 0 0 255", "0 0 0 255"), [[1, 0, 0], [0, 0, 0]]),
        (("1.0 0 0", "0 200.5 2"), [[1, 0, 0], [0, 200, 2]]),
        (("300 -5 0", "0 0 0"), [[255, 0, 0], [0, 0, 0]]),
    ],
)
def test_fractions_and_255ths(
    tmp_path: Path, paints: tuple[str, str], expected: list[list[int]]
) -> None:
    text = QUAD.format(2) + "".join(
        f"3 {corners} {paint}\n" for corners, paint in zip(("0 1 2", "0 2 3"), paints, strict=True)
    )
    assert load_mesh(write(tmp_path / "a.off", text)).colors.tolist() == expected


def test_colormap_numbers_are_no_colors(tmp_path: Path) -> None:
    text = TETRA.replace("3 1 2 3", "3 1 2 3 1").replace("3 0 2 1", "3 0 2 1 7")
    found = reading(tmp_path / "a.off", text.replace("3 0 1 3", "3 0 1 3 1 2"))
    assert (found.mesh.colors == GREY).all()
    assert found.passed_over == (
        "2 colormap numbers",
        "1 face with numbers that are no colour",
    )


@pytest.mark.parametrize("header", ["COFF", "CNOFF", "STCOFF", "STCNOFF", "coff"])
@pytest.mark.parametrize("alpha", [" 255", ""])
def test_vertex_colors_are_averaged(tmp_path: Path, header: str, alpha: str) -> None:
    normal = " 0 0 1" if "N" in header else ""
    uv = " 0.5 0.5" if "ST" in header else ""
    shades = ["0 0 0", "90 0 0", "0 30 0"]
    lines = [f"{v}{normal} {s}{alpha}{uv}" for v, s in zip(TETRA_VERTICES[:3], shades, strict=True)]
    mesh = load_mesh(write(tmp_path / "a.off", "\n".join([header, "3 1 0", *lines, "3 0 1 2"])))
    assert mesh.colors.tolist() == [[30, 10, 0]]


@pytest.mark.parametrize(
    ("paint", "expected"),
    [("1 0 1 255", [1, 0, 1]), ("1 0 0 1", [255, 0, 0]), ("900 -300 0", [255, 0, 0])],
)
def test_scale_of_vertex_colors(tmp_path: Path, paint: str, expected: list[int]) -> None:
    rows = [f"{vertex} {paint}" for vertex in TETRA_VERTICES[:3]]
    mesh = load_mesh(write(tmp_path / "a.off", "\n".join(["COFF", "3 1 0", *rows, "3 0 1 2"])))
    assert mesh.colors.tolist() == [expected]


def test_vertex_colors_are_cut_off_before_they_are_averaged(tmp_path: Path) -> None:
    paints = ("900 0 0", "0 -300 0", "0 30 0")
    rows = [f"{at} {paint}" for at, paint in zip(TETRA_VERTICES[:3], paints, strict=True)]
    mesh = load_mesh(write(tmp_path / "a.off", "\n".join(["COFF", "3 1 0", *rows, "3 0 1 2"])))
    assert mesh.colors.tolist() == [[85, 10, 0]]


def test_texture_coordinates_are_named_by_the_header(tmp_path: Path) -> None:
    rows = [f"{vertex} 0.5 0.5" for vertex in TETRA_VERTICES[:3]]
    found = reading(tmp_path / "a.off", "\n".join(["STOFF", "3 1 0", *rows, "3 0 1 2"]))
    assert found.passed_over == ()


def test_own_color_comes_before_the_vertices(tmp_path: Path) -> None:
    text = "COFF\n4 2 0\n0 0 0 1 0 0\n1 0 0 1 0 0\n1 1 0 1 0 0\n0 1 0 1 0 0\n"
    mesh = load_mesh(write(tmp_path / "a.off", text + "3 0 1 2\n3 0 2 3 0 0 255\n"))
    assert mesh.colors.tolist() == [[255, 0, 0], [0, 0, 255]]


def test_values_that_the_header_does_not_name_are_passed_over(tmp_path: Path) -> None:
    rows = "0 0 0 255 0 0\n1 0 0 255 0 0\n0 1 0 255 0 0\n"
    found = reading(tmp_path / "a.off", f"OFF\n3 1 0\n{rows}3 0 1 2\n")
    assert found.mesh.colors.tolist() == [list(GREY)]
    assert found.passed_over == ("3 unnamed numbers a vertex",)


def test_points_and_lines_are_counted(tmp_path: Path) -> None:
    found = reading(tmp_path / "a.off", QUAD.format(4) + "2 0 1\n4 0 1 2 3\n1 3\n0\n")
    assert len(found.mesh.faces) == 2
    assert found.passed_over == ("3 faces with fewer than three corners",)


def test_lines_after_the_last_face_are_counted(tmp_path: Path) -> None:
    found = reading(tmp_path / "a.off", TETRA + "made by hand\n2 0 1\n")
    assert found.passed_over == ("2 lines after the last face",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PLY\n", "no OFF header"),
        ("OFFSET\n", "no OFF header"),
        ("OFF\n", "counts is missing"),
        ("OFF\n4 x 0\n", "counts reads '4 x 0'"),
        ("OFF\n4\n", "counts reads '4'"),
        ("OFF\n-4 4 0\n", "counts reads"),
        ("OFF 3 1 0 0 0 0\n", "counts reads"),
        ("OFF BINARY\n\0\0\0\x04", "binary OFF"),
        (TETRA.replace("OFF", "4OFF"), "4OFF"),
        (TETRA.replace("OFF", "nOFF\n3"), "nOFF"),
        (TETRA.replace("OFF", "CN4nOFF"), "CN4nOFF"),
        (TETRA.replace("OFF", "COFF"), "3 numbers, fewer than COFF"),
        (TETRA.replace("OFF", "NOFF"), "3 numbers, fewer than NOFF"),
        (TETRA[:-9], "4 faces"),
        (TETRA[:40], "4 vertices"),
        (TETRA + TETRA, "second object"),
        (TETRA + "3 0 1 2\n", "4 faces, more follow"),
        (TETRA.replace("4 4 0", "3 4 0"), "vertex 3"),
        (TETRA.replace("3 1 2 3", "3 1 2 4"), "vertex 4"),
        (TETRA.replace("3 1 2 3", "3 1 2 -1"), "vertex -1"),
        (TETRA.replace("3 1 2 3", "3 1 2 2.5"), "vertex 2.5"),
        (TETRA.replace("3 1 2 3", "4 1 2 3 9"), "vertex 9"),
        (TETRA.replace("3 1 2 3", "5 1 2 3"), "face 3 announces 5 corners, 3 follow"),
        (TETRA.replace("3 1 2 3", "-3 1 2 3"), "face 3 announces -3 corners"),
        (TETRA.replace("3 1 2 3", "2.5 1 2 3"), "face 3 announces 2.5 corners"),
        (TETRA.replace("3 1 2 3", "nan 1 2 3"), "face 3 announces nan corners"),
        (TETRA.replace("3 1 2 3", "3 1 2 x"), "face 3 reads '3 1 2 x'"),
        (TETRA.replace("3 1 2 3", "3 1 2 3 nan 0 0"), "colour that is NaN"),
        (TETRA.replace("1 0 0", "1 x 0"), "vertex 1 reads '1 x 0'"),
        (TETRA.replace("1 0 0", "1 0"), "vertex 1 has 2 numbers, the first 3"),
        ("COFF 3 1\n0 0 0 inf 0 0\n1 0 0 1 0 0\n0 1 0 1 0 0\n3 0 1 2", "colour that is NaN"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        contents(tmp_path / "a.off", text)
    assert words in refused.value.reason
    assert "\n" not in refused.value.reason
    assert refused.value.hint


def test_utf16_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.off").write_bytes(TETRA.encode("utf-16"))
    with pytest.raises(BenchError, match="UTF-16"):
        load_mesh(tmp_path / "a.off")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (TETRA.replace("3 1 2 3", "3 1 2 4"), "vertex"),
        (TETRA.replace("1 0 0", "1 nan 0"), "NaN"),
        (TETRA.replace("1 0 0", "1 inf 0"), "infinite"),
        (TETRA.replace("1 0 0", "1e30 0 0"), "coordinates reach"),
        ("OFF\n3 0 0\n0 0 0\n1 0 0\n0 1 0\n", "no faces"),
        ("OFF\n0 0 0\n", "no faces"),
        ("OFF\n3 1 0\n0 0 0\n1 0 0\n2 0 0\n3 0 1 2\n", "degenerate"),
        ("OFF\n2 1 0\n0 0 0\n1 0 0\n2 0 1\n", "no faces"),
    ],
)
def test_bad_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path / "chair_0007.off", text)
    with pytest.raises(BenchError, match=words) as error:
        load_mesh(path)
    assert error.value.message.startswith("chair_0007.off: ")
    assert error.value.hint


@settings(max_examples=30)
@given(st.integers(1, len(TETRA.rstrip()) - 1))
def test_every_shortened_file_is_refused_or_shorter_by_digits_only(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    with pytest.raises(Refused):
        contents(tmp_path_factory.mktemp("cut") / "a.off", TETRA.rstrip()[:cut])


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=200), st.sampled_from([b"", b"OFF\n", b"OFF 3 1 0\n"]))
def test_noise_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes
) -> None:
    path = tmp_path_factory.mktemp("noise") / "noise.off"
    path.write_bytes(head + data)
    with pytest.raises(BenchError, match=r"noise\.off") as error:
        load_mesh(path)
    assert "Error:" not in error.value.message


@settings(max_examples=40)
@given(st.data())
def test_mixed_polygons_keep_their_area(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sizes = data.draw(st.lists(st.integers(3, 7), min_size=1, max_size=8))
    rows: list[str] = []
    faces: list[str] = []
    for height, size in enumerate(sizes):
        angles = np.arange(size) * 2 * np.pi / size
        faces.append(f"{size} " + " ".join(str(len(rows) + corner) for corner in range(size)))
        rows += [f"{np.cos(a)} {np.sin(a)} {height}" for a in angles]
    text = "\n".join([f"OFF\n{len(rows)} {len(faces)} 0", *rows, *faces])
    path = write(tmp_path_factory.mktemp("mixed") / "a.off", text)
    mesh = load_mesh(path)
    assert len(mesh.faces) == sum(sizes) - 2 * len(sizes)
    expected = sum(size / 2 * np.sin(2 * np.pi / size) for size in sizes)
    assert mesh.to_trimesh().area == pytest.approx(expected)
