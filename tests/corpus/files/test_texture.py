from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial, SimpleMaterial

from lib.corpus.files import load_mesh
from lib.corpus.files.contents import Part, Texture
from lib.corpus.files.texture import SMALLEST_TEXELS, TOLERANCE, Surface, bake, encode

QUARTERS = np.array(
    [[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [250, 250, 0]]], dtype=np.uint8
)  # red, green above; blue, yellow below


def quad(image: np.ndarray, uv: np.ndarray | None = None) -> Surface:
    """The unit square in the plane z = 0 with `image` upright on it."""
    corners = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    return Surface(
        np.column_stack([corners, np.zeros(4)]),
        faces,
        np.zeros((2, 3), np.uint8),
        np.zeros(2, np.int64),
        (corners if uv is None else uv)[faces],
        np.ones((2, 3)),
        (Texture(image),),
    )


def areas(surface: Surface) -> np.ndarray:
    corner = surface.vertices[surface.faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    return np.linalg.norm(normal, axis=1) / 2


def test_uniform_texture_splits_nothing() -> None:
    baked = bake(quad(np.full((64, 64, 3), [10, 20, 30], np.uint8)))
    assert len(baked.faces) == 2
    assert baked.colors.tolist() == [[10, 20, 30]] * 2


def test_colors_land_where_the_texture_has_them() -> None:
    baked = bake(quad(np.kron(QUARTERS, np.ones((32, 32, 1), np.uint8))))
    center = baked.vertices[baked.faces].mean(axis=1)
    # Away from the seams by more than the smallest face.
    clear = (np.abs(center[:, :2] - 0.5) > 2 * SMALLEST_TEXELS / 64).all(axis=1)
    row, column = (center[:, 1] < 0.5).astype(int), (center[:, 0] > 0.5).astype(int)
    np.testing.assert_array_equal(baked.colors[clear], QUARTERS[row, column][clear])
    assert areas(baked)[clear].sum() > 0.7
    assert areas(baked).sum() == pytest.approx(1)
    mean = (baked.colors * areas(baked)[:, None]).sum(axis=0)
    np.testing.assert_allclose(mean, QUARTERS.reshape(4, 3).mean(axis=0), atol=2)


def test_only_faces_inside_which_the_texture_varies_are_split() -> None:
    image = np.full((64, 128, 3), 200, np.uint8)
    image[20:40, 70:100] = 0
    flat = quad(image)
    uv = flat.uv * [0.5, 1]
    busy_uv = flat.uv * [0.5, 1] + [0.5, 0]
    both = Surface(
        np.concatenate([flat.vertices, np.add(flat.vertices, [5, 0, 0])]),
        np.concatenate([flat.faces, flat.faces + 4]),
        np.zeros((4, 3), np.uint8),
        np.zeros(4, np.int64),
        np.concatenate([uv, busy_uv]),
        np.ones((4, 3)),
        (Texture(image),),
    )
    baked = bake(both)
    near = baked.vertices[baked.faces].max(axis=1)[:, 0] <= 1
    assert near.sum() == 2
    assert (~near).sum() > 50


def test_remaining_variation_is_smaller_than_two_texels() -> None:
    rng = np.random.default_rng(0)
    image = np.kron(rng.integers(0, 256, (4, 4, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    baked = bake(quad(image))
    corners = baked.uv * 32
    longest = np.linalg.norm(np.roll(corners, 1, axis=1) - corners, axis=2).max(axis=1)
    inside = corners + (corners.mean(axis=1, keepdims=True) - corners) * 1e-6
    block = np.floor(inside / 8)
    in_one_block = (block == block[:, :1]).all(axis=(1, 2))
    assert (longest[~in_one_block] <= SMALLEST_TEXELS).all()
    assert (longest[in_one_block] > SMALLEST_TEXELS).any()


@settings(max_examples=20)
@given(st.integers(2, 400), st.integers(0, 99))
def test_limit_is_never_passed_and_nearly_reached(limit: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    count = len(bake(quad(noise), max_faces=limit).faces)
    assert limit - 2 <= count <= limit


def test_mesh_above_the_limit_keeps_its_faces() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    baked = bake(quad(noise), max_faces=1)
    assert len(baked.faces) == 2
    np.testing.assert_allclose(baked.colors, 127, atol=12)


def textured_sphere(image: np.ndarray) -> trimesh.Trimesh:
    sphere = trimesh.creation.icosphere(subdivisions=1)
    uv = np.column_stack(
        [np.arctan2(*sphere.vertices[:, :2].T) / (2 * np.pi) + 0.5, sphere.vertices[:, 2] / 2 + 0.5]
    )
    sphere.visual = TextureVisuals(
        uv=uv, material=PBRMaterial(baseColorTexture=Image.fromarray(image))
    )
    return sphere


def test_splits_leave_no_cracks_and_move_nothing(tmp_path: Path) -> None:
    image = np.kron(QUARTERS, np.ones((8, 8, 1), np.uint8))
    sphere = textured_sphere(image)
    sphere.export(tmp_path / "a.glb")
    mesh = load_mesh(tmp_path / "a.glb")
    assert len(mesh.faces) > 2 * len(sphere.faces)
    solid = mesh.to_trimesh()
    assert solid.is_watertight
    assert solid.is_winding_consistent
    assert solid.volume == pytest.approx(sphere.volume, rel=1e-6)
    assert solid.area == pytest.approx(sphere.area, rel=1e-6)


@pytest.mark.parametrize("suffix", [".glb", ".obj"])
def test_texture_file_is_upright(tmp_path: Path, suffix: str) -> None:
    image = Image.fromarray(np.kron(QUARTERS, np.ones((16, 16, 1), np.uint8)))
    square = quad(QUARTERS)
    mesh = trimesh.Trimesh(square.vertices, square.faces, process=False)
    material = (
        PBRMaterial(baseColorTexture=image)
        if suffix == ".glb"
        else SimpleMaterial(image=image, diffuse=[0, 0, 0])
    )
    mesh.visual = TextureVisuals(uv=square.vertices[:, :2], material=material)
    mesh.export(tmp_path / f"a{suffix}")
    loaded = load_mesh(tmp_path / f"a{suffix}")
    center = loaded.triangles.mean(axis=1)
    for x, y, color in ((0.25, 0.75, 0), (0.75, 0.75, 1), (0.25, 0.25, 2), (0.75, 0.25, 3)):
        nearest = np.linalg.norm(center[:, :2] - [x, y], axis=1).argmin()
        assert loaded.colors[nearest].tolist() == QUARTERS.reshape(4, 3)[color].tolist()


def test_base_color_factor_multiplies_in_linear_light(tmp_path: Path) -> None:
    square = quad(QUARTERS)
    mesh = trimesh.Trimesh(square.vertices, square.faces, process=False)
    white = Image.fromarray(np.full((8, 8, 3), 255, np.uint8))
    mesh.visual = TextureVisuals(
        uv=square.vertices[:, :2],
        material=PBRMaterial(baseColorTexture=white, baseColorFactor=[0.2140411, 1.0, 0.0, 1.0]),
    )
    mesh.export(tmp_path / "a.glb")
    np.testing.assert_allclose(load_mesh(tmp_path / "a.glb").colors, [[128, 255, 0]] * 2, atol=1)


def test_texture_repeats_outside_the_unit_square() -> None:
    image = np.kron(QUARTERS, np.ones((8, 8, 1), np.uint8))
    shifted = bake(quad(image, np.array([[-3.0, 2], [-2, 2], [-2, 3], [-3, 3]])))
    plain = bake(quad(image))
    np.testing.assert_array_equal(shifted.colors, plain.colors)


def test_gentle_gradient_is_not_split() -> None:
    ramp = np.linspace(100, 100 + TOLERANCE, 64).astype(np.uint8)
    image = np.repeat(np.tile(ramp, (64, 1))[:, :, None], 3, axis=2)
    assert len(bake(quad(image)).faces) == 2


def test_tint_multiplies_each_face_in_linear_light() -> None:
    surface = quad(np.full((8, 8, 3), [255, 188, 0], np.uint8))
    surface = replace(surface, tint=np.array([[0.2, 1, 1], [1, 0.5, 1]]))
    # IEC 61966-2-1: 0.2 is 123.6; 188 is 0.503, its half 137.3.
    assert bake(surface).colors.tolist() == [[124, 188, 0], [255, 137, 0]]


def test_tint_of_one_changes_no_texel_beside_others() -> None:
    levels = np.arange(256, dtype=np.uint8)
    surface = quad(np.zeros((1, 1, 3), np.uint8))
    for level in levels[::15]:
        image = Texture(np.full((1, 1, 3), level, np.uint8))
        mixed = replace(surface, images=(image,), tint=np.array([[1.0, 1, 1], [0, 0, 0]]))
        assert bake(mixed).colors.tolist() == [[level] * 3, [0, 0, 0]]


def test_tint_follows_the_pieces_of_its_face() -> None:
    surface = quad(np.kron(QUARTERS, np.ones((8, 8, 1), np.uint8)))
    baked = bake(replace(surface, tint=np.array([[1.0, 1, 1], [0, 0, 0]])))
    center = baked.vertices[baked.faces].mean(axis=1)
    second = center[:, 1] > center[:, 0]
    assert (baked.colors[second] == 0).all()
    assert (baked.colors[~second].max(axis=1) > 0).all()


def test_encode_is_the_curve_of_srgb() -> None:
    # IEC 61966-2-1, both of its branches, and beyond the ends.
    linear = np.array([-1, 0, 0.001, 0.2, 0.5, 1, 7])
    assert encode(linear).tolist() == [0, 0, 3, 124, 188, 255, 255]


def test_parts_are_joined_with_their_textures() -> None:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])
    face, uv = np.array([[0, 1, 2]]), corners[None, :, :2]
    red, blue = (Texture(np.full((1, 1, 3), c, np.uint8)) for c in ([255, 0, 0], [0, 0, 255]))
    parts = [
        Part(corners, face, np.zeros((1, 3), np.uint8), red, uv),
        Part(corners, face, np.full((1, 3), 9, np.uint8)),
        Part(corners, face, np.zeros((1, 3), np.uint8), blue, uv, np.full((1, 3), 0.5)),
        Part(corners, face, np.zeros((1, 3), np.uint8), red, uv),
    ]
    joined = Surface.join(parts)
    assert joined.faces.tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
    assert joined.texture.tolist() == [0, -1, 1, 0]
    assert bake(joined).colors.tolist() == [[255, 0, 0], [9] * 3, [0, 0, 188], [255, 0, 0]]
    kept = joined.keep(np.array([False, True, True, False]))
    assert bake(kept).colors.tolist() == [[9] * 3, [0, 0, 188]]
