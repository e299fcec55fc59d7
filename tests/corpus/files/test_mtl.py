from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lib.corpus.files.contents import Refused
from lib.corpus.files.mtl import NO_KD, Material, Textures, read_mtl
from lib.corpus.files.obj import read_obj
from lib.corpus.files.source import Source

SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"


def materials(folder: Path, text: str) -> dict[str, Material]:
    (folder / "a.mtl").write_bytes(text.encode("utf-8", "surrogateescape"))
    return read_mtl(Source(folder / "a.mtl", folder))


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4), (0, 255, 0)).save(path, format="PNG")


@pytest.mark.parametrize(
    ("line", "color"),
    [
        ("Kd 1 0 0", (255, 0, 0)),
        ("\tKd\t0.5  0.25 0 # brown", (128, 64, 0)),
        ("kd 0.2 0.4 0.6 1.0", (51, 102, 153)),
        ("Kd 0.5", (128, 128, 128)),
        ("Kd 2 -1 0", (255, 0, 0)),
        ("Kd 0 \\\n0 1", (0, 0, 255)),
        ("Ka 1 1 1\nKs 0 0 0\nd 0.5\nTr 0.5\nillum 2\nNs 10", NO_KD),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_color(tmp_path: Path, line: str, color: tuple[int, int, int], newline: str) -> None:
    text = f"# a library\n\nnewmtl m\n{line}\n".replace("\n", newline)
    assert materials(tmp_path, text)["m"].color == color


@pytest.mark.parametrize("line", ["Kd", "Kd x y z", "Kd 1 0", "Kd nan 0 0"])
def test_color_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(Refused, match=r"a\.mtl, line 2: Kd reads"):
        materials(tmp_path, f"newmtl m\n{line}\n")


def test_later_material_of_a_name_and_names_with_comments(tmp_path: Path) -> None:
    text = "newmtl m # old\nKd 1 0 0\nnewmtl n\nKd 0 0 1\nnewmtl n\nKd 0 1 0\nnewmtl a #1\n"
    found = materials(tmp_path, text + "newmtl a #2\nKd 1 0 0\nnewmtl a\nKd 0 0 1\n")
    assert found["m"].color == found["m # old"].color == (255, 0, 0)
    assert found["n"].color == (0, 255, 0)
    assert (found["a #1"].color, found["a #2"].color) == (NO_KD, (255, 0, 0))
    assert found["a"].color == (0, 0, 255)


@pytest.mark.parametrize(
    ("line", "name", "wrap", "scale", "offset"),
    [
        ("wood.png", "wood.png", "repeat", (1, 1), (0, 0)),
        ("  my wood.png  ", "my wood.png", "repeat", (1, 1), (0, 0)),
        ('"my wood.png"', "my wood.png", "repeat", (1, 1), (0, 0)),
        ("-s 2 3 1 wood.png", "wood.png", "repeat", (2, 3), (0, 0)),
        ("-s 2 wood.png", "wood.png", "repeat", (2, 1), (0, 0)),
        ("-s 2 3 7 wood.png", "wood.png", "repeat", (2, 3), (0, 0)),
        ("-s 2 3 1 7 wood.png", "7 wood.png", "repeat", (2, 3), (0, 0)),
        ("-o .5 -1e-1 -s 2 2 2.png", "2.png", "repeat", (2, 2), (0.5, -0.1)),
        ("-clamp on wood.png", "wood.png", "clamp", (1, 1), (0, 0)),
        ("-clamp off wood.png", "wood.png", "repeat", (1, 1), (0, 0)),
        (
            "-blendu on -blendv off -cc on -bm 1 -mm 0 1 -texres 512 -boost 2 -t 0 0 0 "
            "-type sphere -clamp on -o 1 my wood.png",
            "my wood.png",
            "clamp",
            (1, 1),
            (1, 0),
        ),
        ("-wood.png", "-wood.png", "repeat", (1, 1), (0, 0)),
        ("-new on wood.png", "-new on wood.png", "repeat", (1, 1), (0, 0)),
    ],
)
@pytest.mark.parametrize("key", ["map_Kd", "map_kd"])
def test_map(
    tmp_path: Path,
    key: str,
    line: str,
    name: str,
    wrap: str,
    scale: tuple[float, float],
    offset: tuple[float, float],
) -> None:
    found = materials(tmp_path, f"newmtl m\n{key} {line}\n")["m"].map
    assert found is not None
    assert found.names[0] == name
    assert (found.wrap, found.scale, found.offset, found.ignored) == (wrap, scale, offset, ())


def test_offset_and_scale_move_the_coordinates(tmp_path: Path) -> None:
    picture(tmp_path / "t.png")
    (tmp_path / "a.mtl").write_text("newmtl m\nmap_Kd -o 0.25 0.5 0 -s 2 4 1 t.png\n")
    (tmp_path / "a.obj").write_text(f"mtllib a.mtl\n{SQUARE}usemtl m\nf 1/1 2/2 3/3\n")
    (part,) = read_obj(Source(tmp_path / "a.obj", tmp_path)).parts
    assert part.uv is not None
    assert part.uv.tolist() == [[[0.25, 0.5], [2.25, 0.5], [2.25, 4.5]]]


def test_what_changes_the_picture_and_is_not_followed_is_listed(tmp_path: Path) -> None:
    picture(tmp_path / "t.png")
    (tmp_path / "a.mtl").write_text(
        "newmtl m\nmap_Kd -mm 0.5 1 -t 1 -imfchan r t.png\nnewmtl n\nKd xyz 1 1 1\n"
        "newmtl o\nKd spectral file.rfl 1\nnewmtl unused\nmap_Kd -mm 0.5 1 gone.png\n"
    )
    faces = "".join(f"usemtl {name}\nf 1/1 2/2 3/3\n" for name in "mno")
    (tmp_path / "a.obj").write_text(f"mtllib a.mtl\n{SQUARE}{faces}")
    found = read_obj(Source(tmp_path / "a.obj", tmp_path))
    assert set(found.passed_over) == {
        "1 -mm option",
        "1 -t option",
        "1 -imfchan option",
        "1 CIE XYZ colour",
        "1 spectral colour",
    }
    assert found.missing == ()


@pytest.mark.parametrize(
    ("named", "lies"),
    [
        ("wood.png", "objects/lib/wood.png"),
        ("wood.png", "objects/wood.png"),
        ("../wood.png", "objects/wood.png"),
        ("../../maps/wood.png", "maps/wood.png"),
        ("maps\\wood.png", "objects/lib/maps/wood.png"),
        ("C:\\Users\\me\\maps\\wood.png", "objects/wood.png"),
        ("C:\\Users\\me\\maps\\wood.png", "objects/lib/maps/wood.png"),
        ("/home/me/wood.png", "objects/lib/wood.png"),
        ("Wood.PNG", "objects/lib/wood.png"),
        ("my wood.png", "objects/lib/my wood.png"),
        ("wood.png # brown", "objects/lib/wood.png"),
        ("wood #2.png", "objects/lib/wood #2.png"),
        ("my%20wood.png", "objects/lib/my wood.png"),
        ("h\udce4.png", "objects/lib/h\udce4.png"),
    ],
)
def test_textures_lie_where_exporters_leave_them(tmp_path: Path, named: str, lies: str) -> None:
    picture(tmp_path / lies)
    (tmp_path / "objects" / "lib").mkdir(parents=True, exist_ok=True)
    (tmp_path / "objects" / "lib" / "a.mtl").write_bytes(
        f"newmtl m\nmap_Kd {named}\n".encode("utf-8", "surrogateescape")
    )
    (tmp_path / "objects" / "a.obj").write_text(
        f"mtllib lib/a.mtl\n{SQUARE}usemtl m\nf 1/1 2/2 3/3\n"
    )
    found = read_obj(Source(tmp_path / "objects" / "a.obj", tmp_path))
    assert found.missing == ()
    assert found.parts[0].texture is not None
    assert (found.parts[0].texture.pixels == [0, 255, 0]).all()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "texture wood.png (not found)"),
        (b"", "texture wood.png (damaged or of an unknown kind)"),
        (b"no picture", "texture wood.png (damaged or of an unknown kind)"),
        (b"version https://git-lfs.github.com/spec/v1\n", "texture wood.png (a Git LFS pointer)"),
    ],
)
def test_texture_that_cannot_be_had_is_missing_once(
    tmp_path: Path, data: bytes | None, words: str
) -> None:
    if data is not None:
        (tmp_path / "wood.png").write_bytes(data)
    text = "newmtl m\nmap_Kd wood.png\nnewmtl n\nmap_Kd wood.png\nnewmtl o\n"
    found = materials(tmp_path, text)
    textures = Textures(Source(tmp_path / "a.obj", tmp_path))
    assert [textures.of(material) for material in found.values()] == [None] * 3
    assert list(textures.missing) == [words]


def test_texture_is_not_looked_for_where_no_face_needs_it(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 0 0\nmap_Kd gone.png\n")
    (tmp_path / "a.obj").write_text(f"mtllib a.mtl\n{SQUARE}usemtl m\nf 1 2 3\n")
    found = read_obj(Source(tmp_path / "a.obj", tmp_path))
    assert found.missing == ()
    assert found.parts[0].colors.tolist() == [[255, 0, 0]]


@given(st.lists(st.floats(0, 1, width=16), min_size=3, max_size=3))
def test_any_color(tmp_path_factory: pytest.TempPathFactory, values: list[float]) -> None:
    line = " ".join(map(str, values))
    found = materials(tmp_path_factory.mktemp("color"), f"newmtl m\nKd {line}\n")
    np.testing.assert_allclose(found["m"].color, np.array(values) * 255, atol=0.5)
