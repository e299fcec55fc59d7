import base64
import io

import numpy as np
from PIL import Image

from lib.report.thumbnails import SIDE, heat, thumbnail, tinted

ORANGE, BLUE = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)


def opened(uri):
    kind, _, data = uri.partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def view():
    picture = np.full((224, 224, 3), 255, dtype=np.uint8)
    picture[56:168, 56:168] = (10, 120, 60)
    return picture


def test_a_thumbnail_is_small_and_keeps_flat_colours() -> None:
    small = opened(thumbnail(view()))
    assert small.size == (SIDE, SIDE)
    pixels = np.asarray(small.convert("RGB"))
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[SIDE // 2, SIDE // 2].tolist() == [10, 120, 60]
    assert len(thumbnail(view())) < 1000
    assert thumbnail(view()) == thumbnail(view())


def test_a_map_is_orange_where_the_fall_is_positive_and_as_opaque_as_it_is_large() -> None:
    pixels = np.asarray(opened(heat(np.array([[0.02, 0.01], [-0.01, 0.0]]))).convert("RGBA"))
    assert tuple(pixels[0, 0, :3]) == tuple(pixels[0, 1, :3]) == ORANGE
    assert tuple(pixels[1, 0, :3]) == BLUE
    assert pixels[..., 3].tolist() == [[190, 95], [95, 0]]


def test_where_nothing_changes_nothing_is_coloured() -> None:
    assert not np.asarray(opened(heat(np.zeros((2, 2)))).convert("RGBA")).any()
    assert (tinted(view(), np.zeros((7, 7))) == view()).all()


def test_a_map_is_laid_over_square_by_square() -> None:
    white = np.full((20, 30, 3), 255, dtype=np.uint8)
    found = tinted(white, np.array([[1.0, 0.0], [0.0, -1.0]]))
    for rows, columns, colour in (
        (slice(0, 10), slice(0, 15), ORANGE),
        (slice(10, 20), slice(15, 30), BLUE),
    ):
        expected = [(255 * (255 - 190) + one * 190) // 255 for one in colour]
        assert (found[rows, columns] == expected).all()
    assert (found[:10, 15:] == 255).all()
    assert (found[10:, :15] == 255).all()
