import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lib.corpus.files.contents import Contents, Part, Refused
from tests.corpus.files.gltf.build import (
    BLUE,
    GREEN,
    HALVES,
    RED,
    SQUARE,
    YELLOW,
    File,
    center_colors,
    png,
    quarters,
)

QUARTER = np.array([[0.25, 0.25], [0.25, 0.25], [0.25, 0.25], [0.25, 0.25]])
"""Texture coordinates of a square that lies in one point of the red quarter."""


def at(u: float, v: float) -> np.ndarray:
    """Texture coordinates of a square that lies in one point."""
    return np.tile([u, v], (4, 1))


def square(
    file: File, material: int, uv: Any = QUARTER, dtype: str = "f4", **attributes: int
) -> dict:
    places = file.accessor(uv, dtype, normalized=dtype != "f4")
    primitive = file.primitive(SQUARE, HALVES, TEXCOORD_0=places, **attributes)
    return {**primitive, "material": material}


def only(contents: Contents) -> Part:
    assert contents.missing == ()
    assert contents.passed_over == ()
    (part,) = contents.parts
    return part


@pytest.mark.parametrize(
    ("place", "color"),
    [((0.25, 0.25), RED), ((0.75, 0.25), GREEN), ((0.25, 0.75), BLUE), ((0.75, 0.75), YELLOW)],
)
@pytest.mark.parametrize(("dtype", "scale"), [("f4", 1), ("u1", 255), ("u2", 65535)])
def test_texture_is_upright_from_the_top(
    tmp_path: Path, place: tuple, color: tuple, dtype: str, scale: int
) -> None:
    file = File()
    file.show(
        square(
            file,
            file.textured(),
            at(*place) * scale if scale == 1 else np.round(at(*place) * scale),
            dtype,
        )
    )
    part = only(file.read(tmp_path))
    assert center_colors(part) == [color] * 2
    assert part.tint is None


def test_borders_between_texels_belong_to_the_texel_right_and_below(tmp_path: Path) -> None:
    """As the standard has it: the first texel reaches from 0, included, to the next."""
    for place, color in (((0, 0), RED), ((0.5, 0), GREEN), ((0, 0.5), BLUE), ((0.5, 0.5), YELLOW)):
        file = File()
        part = only(file.show(square(file, file.textured(), at(*place))).read(tmp_path))
        assert center_colors(part) == [color] * 2


@pytest.mark.parametrize(
    ("code", "name"), [(None, "repeat"), (10497, "repeat"), (33071, "clamp"), (33648, "mirror")]
)
def test_beyond_the_rim_as_the_sampler_says(tmp_path: Path, code: int | None, name: str) -> None:
    # One unit beyond the rim, at a quarter of it: left out of the picture, and above it.
    expected = {
        "repeat": [((1.25, 0.25), RED), ((0.25, -0.75), RED), ((-0.25, 1.75), YELLOW)],
        "clamp": [((1.25, 0.25), GREEN), ((0.25, -0.75), RED), ((-0.25, 1.75), BLUE)],
        "mirror": [((1.25, 0.25), GREEN), ((0.25, -0.75), BLUE), ((-0.25, 1.75), RED)],
    }[name]
    for place, color in expected:
        file = File()
        sampler = None if code is None else {"wrapS": code, "wrapT": code}
        part = only(
            file.show(square(file, file.textured(None, sampler), at(*place))).read(tmp_path)
        )
        assert part.texture is not None
        assert part.texture.wrap == (name, name)
        assert center_colors(part) == [color] * 2


def test_each_direction_has_its_own_wrapping(tmp_path: Path) -> None:
    file = File()
    file.show(square(file, file.textured(None, {"wrapS": 33071, "magFilter": 9728})))
    part = only(file.read(tmp_path))
    assert part.texture is not None
    assert part.texture.wrap == ("clamp", "repeat")
    file = File()
    with pytest.raises(Refused, match="unknown code 7"):
        file.show(square(file, file.textured(None, {"wrapT": 7}))).read(tmp_path)


def test_second_set_of_texture_coordinates(tmp_path: Path) -> None:
    file = File()
    second = file.accessor(at(0.75, 0.75))
    primitive = square(file, file.textured(texCoord=1), TEXCOORD_1=second)
    assert center_colors(only(file.show(primitive).read(tmp_path))) == [YELLOW] * 2


def test_absent_set_of_texture_coordinates_is_named(tmp_path: Path) -> None:
    file = File()
    contents = file.show(square(file, file.textured(texCoord=1))).read(tmp_path)
    assert contents.missing == ("texture image 0 (a mesh has no TEXCOORD_1 for it)",)
    assert contents.parts[0].texture is None


@pytest.mark.parametrize(
    ("transform", "place", "moved"),
    [
        ({}, (0.3, 0.2), (0.3, 0.2)),
        ({"offset": [0.5, 0.25]}, (0.3, 0.2), (0.8, 0.45)),
        ({"scale": [2, 0.5]}, (0.3, 0.2), (0.6, 0.1)),
        # Scaled, then turned a quarter counter-clockwise to the eye, then shifted: the
        # example of the extension, which shows the lower left quarter of the picture.
        (
            {"offset": [0, 1], "rotation": np.pi / 2, "scale": [0.5, 0.5]},
            (0.3, 0.2),
            (0.1, 0.85),
        ),
        ({"offset": [0, 1], "scale": [1, -1]}, (0.3, 0.2), (0.3, 0.8)),
        # cos 30° = 0.8660254: (2 · 0.3 · 0.8660254 + 0.2 · 0.5, -2 · 0.3 · 0.5 + 0.2 · 0.8660254)
        ({"rotation": np.pi / 6, "scale": [2, 1]}, (0.3, 0.2), (0.61961524, -0.12679492)),
    ],
)
def test_texture_transform(tmp_path: Path, transform: dict, place: tuple, moved: tuple) -> None:
    file = File()
    file.doc["extensionsRequired"] = ["KHR_texture_transform"]
    material = file.textured(extensions={"KHR_texture_transform": transform})
    part = only(file.show(square(file, material, at(*place))).read(tmp_path))
    assert part.uv is not None
    np.testing.assert_allclose(part.uv, np.tile(moved, (2, 3, 1)), atol=1e-7)


def test_texture_transform_has_its_own_set(tmp_path: Path) -> None:
    file = File()
    second = file.accessor(at(0.75, 0.75))
    moved = {"KHR_texture_transform": {"texCoord": 1, "offset": [0.5, 0]}}
    primitive = square(file, file.textured(texCoord=0, extensions=moved), TEXCOORD_1=second)
    assert center_colors(only(file.show(primitive).read(tmp_path))) == [BLUE] * 2


def test_factor_and_corner_colours_tint_the_texture(tmp_path: Path) -> None:
    file = File()
    material = file.textured()
    file.doc["materials"][0]["pbrMetallicRoughness"]["baseColorFactor"] = [0.5, 1, 1, 0.3]
    corner = [[0.2, 1, 1], [0.4, 1, 1], [0.6, 1, 0], [1, 1, 1]]
    color = file.accessor(corner)
    part = only(file.show(square(file, material, COLOR_0=color)).read(tmp_path))
    expected = [[0.5 * 1.2 / 3, 1, 2 / 3], [0.5 * 1.8 / 3, 1, 2 / 3]]
    np.testing.assert_allclose(part.tint, expected, atol=1e-7)
    # Of 0.2: 123.6; of 0.3: 148.8 or, by IEC 61966-2-1, 149; of 2/3: 212.7.
    assert part.colors[0].tolist() == [124, 255, 213]


def test_material_without_base_colour_is_white(tmp_path: Path) -> None:
    file = File()
    file.doc["materials"] = [{"name": "plain", "emissiveFactor": [1, 0, 0]}]
    part = only(file.show({**file.primitive(), "material": 0}).read(tmp_path))
    assert part.colors.tolist() == [[255, 255, 255]] * 4


@pytest.mark.parametrize("name", ["KHR_materials_unlit", "KHR_materials_clearcoat"])
def test_factor_is_linear_light(tmp_path: Path, name: str) -> None:
    file = File()
    base = {"baseColorFactor": [0.2, 0, 1, 1]}
    file.doc["materials"] = [{"pbrMetallicRoughness": base, "extensions": {name: {}}}]
    part = only(file.show({**file.primitive(), "material": 0}).read(tmp_path))
    assert part.colors.tolist() == [[124, 0, 255]] * 4


def test_diffuse_colour_stands_in_for_a_base_colour(tmp_path: Path) -> None:
    name = "KHR_materials_pbrSpecularGlossiness"
    file = File()
    file.textured()
    info = {"index": 0, "extensions": {"KHR_texture_transform": {"offset": [0.5, 0.5]}}}
    gloss = {"diffuseFactor": [0.2, 1, 1, 1], "diffuseTexture": info}
    file.doc["materials"] = [
        {"extensions": {name: gloss}, "pbrMetallicRoughness": {"metallicFactor": 0}},
        {"extensions": {name: gloss}, "pbrMetallicRoughness": {"baseColorFactor": [1, 0, 0, 1]}},
    ]
    first, second = square(file, 0), square(file, 1)
    contents = file.show(first, second).read(tmp_path)
    assert center_colors(contents.parts[0]) == [YELLOW] * 2
    np.testing.assert_allclose(contents.parts[0].tint, [[0.2, 1, 1]] * 2)
    assert contents.parts[1].colors.tolist() == [list(RED)] * 2
    assert contents.parts[1].texture is None


def test_parts_share_a_texture_where_picture_and_wrapping_are_the_same(tmp_path: Path) -> None:
    file = File()
    file.textured()
    file.add("samplers", {"wrapS": 33071})
    for texture in ({"source": 0}, {"source": 0, "sampler": 0}):
        index = file.add("textures", texture)
        file.add("materials", {"pbrMetallicRoughness": {"baseColorTexture": {"index": index}}})
    contents = file.show(*(square(file, index) for index in (0, 1, 2))).read(tmp_path)
    first, second, third = (part.texture for part in contents.parts)
    assert first is second
    assert third is not first


def encoded(kind: str) -> bytes:
    stream = io.BytesIO()
    lossless = {"lossless": True} if kind == "WEBP" else {}
    Image.new("RGB", (8, 8), GREEN).save(stream, kind, **lossless)
    return stream.getvalue()


def extended(file: File, name: str, picture: bytes, plain: bool) -> int:
    """A material whose texture names `picture` by an extension, and red for others."""
    material = file.textured(png(np.full((8, 8, 3), RED, np.uint8)))
    number = file.add("images", {"bufferView": file.view(picture), "name": "oak"})
    file.doc["textures"][0] = {"extensions": {name: {"source": number}}}
    if plain:
        file.doc["textures"][0]["source"] = 0
    file.doc["extensionsUsed"] = [name]
    return material


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("EXT_texture_webp", "WEBP"),
        ("EXT_texture_avif", "AVIF"),
        ("MSFT_texture_dds", "DDS"),
    ],
)
def test_pictures_of_extensions(tmp_path: Path, name: str, kind: str, plain: bool) -> None:
    file = File()
    part = only(file.show(square(file, extended(file, name, encoded(kind), plain))).read(tmp_path))
    (first, second) = center_colors(part)
    np.testing.assert_allclose([first, second], [GREEN] * 2, atol=3)


@pytest.mark.parametrize("name", ["EXT_texture_webp", "KHR_texture_basisu"])
def test_plain_picture_stands_in_for_one_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    file = File()
    ktx = b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(80)
    part = only(file.show(square(file, extended(file, name, ktx, True))).read(tmp_path))
    assert center_colors(part) == [RED] * 2


def test_pictures_that_cannot_be_read_are_missing_once(tmp_path: Path) -> None:
    for name, reason in (
        ("KHR_texture_basisu", "KTX2"),
        ("EXT_texture_webp", "damaged or of an unknown kind"),
    ):
        file = File()
        material = extended(file, name, b"none", False)
        contents = file.show(square(file, material), square(file, material)).read(tmp_path)
        assert contents.missing == (f"texture oak ({reason})",)
    file = File()
    material = file.textured()
    file.doc["textures"][0] = {}
    contents = file.show(square(file, material)).read(tmp_path)
    assert contents.missing == ("texture 0 (names no image)",)


def test_only_textures_that_are_shown_have_to_be_there(tmp_path: Path) -> None:
    file = File()
    material = file.textured()
    normal = {"index": file.add("textures", {"source": file.add("images", {"uri": "gone.png"})})}
    file.doc["materials"][0]["normalTexture"] = normal
    file.add("materials", {"pbrMetallicRoughness": {"baseColorTexture": normal}})
    assert only(file.show(square(file, material)).read(tmp_path)).texture is not None


def test_transparency_is_not_read(tmp_path: Path) -> None:
    pixels = np.dstack([np.asarray(Image.open(io.BytesIO(quarters()))), np.zeros((8, 8), np.uint8)])
    file = File()
    material = file.textured(png(pixels.astype(np.uint8)))
    file.doc["materials"][0].update(alphaMode="MASK", alphaCutoff=0.5)
    assert center_colors(only(file.show(square(file, material)).read(tmp_path))) == [RED] * 2
