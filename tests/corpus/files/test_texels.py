import numpy as np
import pytest

from lib.corpus.files.contents import Texture, Wrap
from lib.corpus.files.texels import lattice, look_up

LEVELS = np.arange(12, dtype=np.uint8).reshape(3, 4)
"""Rows from the top; 4 texels wide, 3 high."""

MIDDLE = np.array([[1 / 3, 1 / 3, 1 / 3]])


def level(u: float, v: float, wrap: tuple[Wrap, Wrap]) -> int:
    image = Texture(np.repeat(LEVELS[:, :, None], 3, axis=2), wrap)
    return int(look_up(image, np.tile([u, v], (1, 3, 1)), MIDDLE)[0, 0, 0])


def walked(texel: int, size: int, wrap: Wrap) -> int:
    """Texel `texel` steps right of the rim, walked one by one as the wrapping says."""
    if wrap == "clamp":
        return sorted([0, texel, size - 1])[1]
    line = list(range(size)) + (list(range(size)) if wrap == "repeat" else list(range(size))[::-1])
    return line[texel % len(line)]


@pytest.mark.parametrize("across", ["repeat", "mirror", "clamp"])
@pytest.mark.parametrize("upwards", ["repeat", "mirror", "clamp"])
def test_beyond_the_rim(across: Wrap, upwards: Wrap) -> None:
    for column in range(-9, 14):
        for row in range(-7, 11):
            expected = LEVELS[::-1][walked(row, 3, upwards), walked(column, 4, across)]
            found = level((column + 0.5) / 4, (row + 0.5) / 3, (across, upwards))
            assert found == expected, (column, row)


@pytest.mark.parametrize("wrap", ["repeat", "mirror", "clamp"])
def test_a_border_belongs_to_the_texel_after_it(wrap: Wrap) -> None:
    assert [level(column / 4, 0.5, (wrap, wrap)) for column in range(4)] == [4, 5, 6, 7]
    assert [level(0.1, row / 4 + 0.25, (wrap, wrap)) for row in range(3)] == [8, 4, 0]


def test_billions_of_turns_and_the_rim() -> None:
    assert level(3e9 + 0.625, -4e9 + 0.5, ("repeat", "repeat")) == 6
    assert level(3e9 + 0.625, -4e9 + 0.5, ("mirror", "mirror")) == 6
    assert level(1e300, -1e300, ("clamp", "clamp")) == 11
    assert level(1.0, 1.0, ("clamp", "clamp")) == 3


def test_a_triangle_in_one_point_of_the_texture_stays_there() -> None:
    places = np.random.default_rng(0).random((500, 1, 2))
    size = 2**20
    image = Texture(np.zeros((1, size, 3), np.uint8))
    image.pixels[0, :, 0] = np.arange(size) % 251
    places = np.floor(places * size) / size
    found = look_up(image, np.repeat(places, 3, axis=1), lattice(4))[..., 0]
    assert (found == (places[:, :, 0] * size % 251).astype(int)).all()


@pytest.mark.parametrize("step", [1, 2, 5])
def test_lattice_lies_inside_and_is_even(step: int) -> None:
    points = lattice(step)
    assert len(points) == step * step
    assert (points > 0).all()
    np.testing.assert_allclose(points.sum(axis=1), 1)
    np.testing.assert_allclose(points.mean(axis=0), 1 / 3)
