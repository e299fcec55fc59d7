from pathlib import Path

import numpy as np
import pytest

from lib.corpus.files.contents import Refused
from lib.geometry.mesh import GREY
from tests.corpus.files.gltf.build import FACES, HALVES, SQUARE, TETRA, File, corners, volume

ZIGZAG = np.array([[0.0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0], [2, 0, 0], [2, 1, 0]])


def sides(part) -> np.ndarray:
    """Signed areas of triangles in the plane z = 0."""
    a, b, c = part.vertices[part.faces].swapaxes(0, 1)
    return np.cross(b - a, c - a)[:, 2] / 2


@pytest.mark.parametrize("indexed", [True, False])
def test_strips_turn_every_second_triangle(tmp_path: Path, indexed: bool) -> None:
    file = File()
    primitive = file.primitive(ZIGZAG, range(6) if indexed else None)
    primitive["mode"] = 5
    (part,) = file.show(primitive).read(tmp_path).parts
    np.testing.assert_allclose(sides(part), [-0.5] * 4)
    expected = [{0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 5}]
    assert [set(face) for face in part.faces.tolist()] == expected


@pytest.mark.parametrize("indexed", [True, False])
def test_fans_turn_around_their_first_corner(tmp_path: Path, indexed: bool) -> None:
    angles = np.arange(6) / 5 * np.pi
    rim = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(6)])
    vertices = np.concatenate([np.zeros((1, 3)), rim])
    file = File()
    primitive = file.primitive(vertices, range(7) if indexed else None)
    primitive["mode"] = 6
    (part,) = file.show(primitive).read(tmp_path).parts
    np.testing.assert_allclose(sides(part), [np.sin(np.pi / 5) / 2] * 5, rtol=1e-6)
    assert all(0 in face for face in part.faces.tolist())


def test_fans_strips_and_triangles_side_by_side(tmp_path: Path) -> None:
    file = File()
    soup = file.primitive(TETRA[FACES].reshape(-1, 3), None)
    strip, fan = file.primitive(ZIGZAG, None), file.primitive(SQUARE, None)
    strip["mode"], fan["mode"] = 5, 6
    contents = file.show(soup, fan, strip, file.primitive()).read(tmp_path)
    assert [len(part.faces) for part in contents.parts] == [4, 2, 4, 4]
    assert corners(contents.parts[0]) == TETRA[FACES].tolist()
    assert contents.passed_over == ()


def test_points_and_lines_are_counted_once(tmp_path: Path) -> None:
    file = File()
    others = [{**file.primitive(), "mode": mode} for mode in (0, 1, 2, 3)]
    nowhere = {"attributes": {"NORMAL": file.accessor(TETRA)}}
    mesh = file.mesh(*others, file.primitive(), nowhere)
    file.node(mesh=mesh)
    file.node(mesh=mesh, translation=[5, 0, 0])
    contents = file.read(tmp_path)
    assert [len(part.faces) for part in contents.parts] == [4, 4]
    assert contents.passed_over == (
        "1 primitive of points",
        "3 primitives of lines",
        "1 primitive without POSITION",
    )


def test_triangles_that_are_not_whole_are_counted(tmp_path: Path) -> None:
    file = File()
    strip = {**file.primitive(ZIGZAG[:2], None), "mode": 5}
    contents = file.show(file.primitive(TETRA, [0, 1, 2, 3]), strip).read(tmp_path)
    assert [len(part.faces) for part in contents.parts] == [1, 0]
    assert contents.passed_over == ("2 incomplete triangles",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mode": 7}, "unknown mode 7"),
        ({"mode": "4"}, "whole number under mode"),
        ({"indices": 99}, "number 99 of its accessors"),
        ({"attributes": {"POSITION": 0, "COLOR_0": 2}}, "4 places and 3 of COLOR_0"),
    ],
)
def test_broken_primitives_are_refused(tmp_path: Path, change: dict, words: str) -> None:
    file = File()
    primitive = file.primitive()
    file.accessor(TETRA[:3])
    with pytest.raises(Refused, match=words):
        file.show({**primitive, **change}).read(tmp_path)


def test_indices_beyond_the_vertices_and_restarts_are_refused(tmp_path: Path) -> None:
    file = File()
    with pytest.raises(Refused, match="points at vertex 4, its mesh has 4"):
        file.show(file.primitive(TETRA, [0, 1, 4])).read(tmp_path)
    for dtype, largest in (("u1", 255), ("u2", 65535), ("u4", 2**32 - 1)):
        file = File()
        primitive = file.primitive(np.tile(TETRA, (65536 // 4, 1)), None)
        primitive.update(mode=5, indices=file.accessor([0, 1, 2, largest, 1, 2, 3], dtype))
        with pytest.raises(Refused, match=f"restarts primitives by the index {largest}"):
            file.show(primitive).read(tmp_path)
    file = File()
    primitive = file.primitive()
    primitive["indices"] = file.accessor(FACES.reshape(-1), "i2")
    with pytest.raises(Refused, match="unsigned"):
        file.show(primitive).read(tmp_path)


def test_vertices_that_others_use_are_left_to_them(tmp_path: Path) -> None:
    file = File()
    first = file.primitive(np.tile(TETRA, (500, 1)) + np.repeat(np.arange(500), 4)[:, None])
    second = {**first, "indices": file.accessor((FACES + 400).reshape(-1), "u2")}
    contents = file.show(first, second).read(tmp_path)
    assert [len(part.vertices) for part in contents.parts] == [4, 4]
    assert corners(contents.parts[1]) == (TETRA + 100)[FACES].tolist()


def test_no_material_and_no_colour_is_grey(tmp_path: Path) -> None:
    file = File()
    assert file.show(file.primitive()).read(tmp_path).parts[0].colors.tolist() == [list(GREY)] * 4


@pytest.mark.parametrize(
    ("dtype", "scale", "marked"),
    [("f4", 1, False), ("u1", 255, True), ("u2", 65535, True), ("u2", 65535, False)],
)
@pytest.mark.parametrize("alpha", [True, False])
def test_colours_of_corners_are_averaged_in_linear_light(
    tmp_path: Path, dtype: str, scale: int, marked: bool, alpha: bool
) -> None:
    colors = np.array([[0.6, 0, 1], [0, 0, 1], [0, 0.6, 1], [1, 1, 1]])
    if alpha:
        colors = np.column_stack([colors, [0, 0, 0, 0]])
    file = File()
    color = file.accessor(np.round(colors * scale), dtype, normalized=marked)
    if dtype == "f4":
        color = file.accessor(colors)
    (part,) = file.show(file.primitive(SQUARE, HALVES, COLOR_0=color)).read(tmp_path).parts
    # IEC 61966-2-1 of 0.2: 255 · (1.055 · 0.2 ** (1 / 2.4) - 0.055) = 123.6;
    # of 1.6 / 3: 192.9.
    assert part.colors.tolist() == [[124, 124, 255], [193, 193, 255]]
    assert part.texture is None


def test_colours_of_corners_times_the_factor(tmp_path: Path) -> None:
    file = File()
    color = file.accessor(np.full((4, 3), 0.4))
    primitive = file.primitive(COLOR_0=color)
    base = {"baseColorFactor": [0.5, 1, 0, 1]}
    primitive["material"] = file.add("materials", {"pbrMetallicRoughness": base})
    (part,) = file.show(primitive).read(tmp_path).parts
    # Of 0.2: 123.6; of 0.4: 169.6.
    assert part.colors.tolist() == [[124, 170, 0]] * 4


def test_morph_targets_move_colours(tmp_path: Path) -> None:
    file = File()
    primitive = file.primitive(COLOR_0=file.accessor(np.full((4, 3), 0.6)))
    primitive["targets"] = [{"COLOR_0": file.accessor([[-0.4, 0, 0, 0]] * 4)}]
    (part,) = file.show(primitive, weights=[1]).read(tmp_path).parts
    # Of 0.2: 123.6; of 0.6: 203.4.
    assert part.colors.tolist() == [[124, 203, 203]] * 4


def test_mirroring_keeps_texture_coordinates_at_their_corners(tmp_path: Path) -> None:
    file = File()
    uv = file.accessor(SQUARE[:, :2])
    primitive = file.primitive(SQUARE, HALVES, TEXCOORD_0=uv)
    primitive["material"] = file.textured()
    file.node(mesh=file.mesh(primitive), scale=[-1, 1, 1])
    (part,) = file.read(tmp_path).parts
    place = part.vertices[part.faces]
    assert part.uv is not None
    np.testing.assert_allclose(part.uv[..., 0], -place[..., 0])
    np.testing.assert_allclose(part.uv[..., 1], place[..., 1])
    assert (sides(part) > 0).all()


def test_closed_shape_of_every_mode_has_its_volume(tmp_path: Path) -> None:
    file = File()
    fan = {**file.primitive(TETRA, [3, 0, 1, 2, 0]), "mode": 6}
    base = {**file.primitive(TETRA, [0, 2, 1]), "mode": 5}
    assert volume(file.show(fan, base).read(tmp_path)) == pytest.approx(1 / 6)
