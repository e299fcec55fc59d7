from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.corpus.files import load_mesh
from lib.corpus.files.contents import Refused
from lib.corpus.files.off import parse_off
from lib.geometry.mesh import GREY

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
    (part,) = parse_off("\n".join([header, "3 1 0", *lines, "3 0 1 2"])).parts
    assert part.colors.tolist() == [[30, 10, 0]]


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
    with pytest.raises(Refused, match=r"."):
        parse_off(text)


@pytest.mark.parametrize(
    ("paint", "color"),
    [
        (["255 0 0", "1 1 1"], [[255, 0, 0], [1, 1, 1]]),
        (["1 0 0", "0 1 0"], [[255, 0, 0], [0, 255, 0]]),
        (["255 0 0", "0.5 1.0 0.0"], [[255, 0, 0], [128, 255, 0]]),
        (["3", "255 0 0"], [list(GREY), [255, 0, 0]]),
        (["0.2 0.4 0.6 1.0", ""], [[51, 102, 153], list(GREY)]),
    ],
)
def test_fractions_and_bytes_are_told_apart(paint: list[str], color: list[list[int]]) -> None:
    text = f"OFF\n4 2 0\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 1 2 {paint[0]}\n3 0 1 3 {paint[1]}\n"
    contents = parse_off(text)
    assert contents.parts[0].colors.tolist() == color
    mapped = ("1 colour of a colour map",) if "3" in paint else ()
    assert contents.passed_over == mapped


def test_concave_polygons_keep_their_area(tmp_path: Path) -> None:
    # A U of width 3 and height 3 with a notch of 1 by 2: area 9 - 2.
    ring = ["0 0 0", "3 0 0", "3 3 0", "2 3 0", "2 1 0", "1 1 0", "1 3 0", "0 3 0"]
    text = "\n".join(["OFF", "8 1 0", *ring, "8 0 1 2 3 4 5 6 7"])
    mesh = load_mesh(write(tmp_path / "a.off", text))
    assert mesh.to_trimesh().area == pytest.approx(7)
    assert len(mesh.faces) == 6


def test_what_is_no_triangle_is_counted() -> None:
    text = "OFF\n4 5 2\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n3 0 1 2\n1 0\n2 0 1\n2 1 2\n3 0 1 3\n"
    contents = parse_off(text)
    assert contents.parts[0].faces.tolist() == [[0, 1, 2], [0, 1, 3]]
    assert contents.passed_over == ("1 point", "2 lines")
    # Edges that are announced and listed belong to the file; other lines are told.
    assert parse_off(text + "0 1\n1 2\n").passed_over == contents.passed_over
    assert parse_off(text + "0 1\n").passed_over[-1] == "1 text line after the last face"


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.off"
    path.write_bytes(b"\xef\xbb\xbf" + TETRA.encode())
    assert len(load_mesh(path).faces) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("OFF BINARY\n\0\0", "binary OFF is not read"),
        ("4OFF\n1 0 0\n", "4OFF has vertices"),
        ("nOFF\n3\n1 0 0\n", "nOFF has vertices|counts"),
        ("OFF\nmany few\n", "counts reads 'many few'"),
        ("OFF\n-3 1 0\n", "counts reads"),
        (TETRA.replace("3 1 2 3", "3 1 2 x"), "face 3 reads"),
    ],
)
def test_features_are_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        parse_off(text)
