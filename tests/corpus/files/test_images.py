import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from lib.corpus.files.images import BadImage, pixels

COLORS = np.random.default_rng(0).integers(0, 256, (24, 24, 3), dtype=np.uint8)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(width: int, depth: int, kind: int, row: bytes, palette: bytes = b"") -> bytes:
    """One row of pixels, written by hand: Pillow writes no 16-bit colours."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, depth, kind, 0, 0, 0))
        + (chunk(b"PLTE", palette) + chunk(b"tRNS", b"\x00\x80") if palette else b"")
        + chunk(b"IDAT", zlib.compress(b"\0" + row))
        + chunk(b"IEND", b"")
    )


GREY_16 = [257 * 5, 257 * 253, 0x8000, 65535]
GREY_8 = [[[5] * 3, [253] * 3, [128] * 3, [255] * 3]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(4, 16, 0, struct.pack(">4H", *GREY_16)), GREY_8),
        (b"P5\n4 1\n65535\n" + struct.pack(">4H", *GREY_16), GREY_8),
        (b"P5\n2 1\n1023\n" + struct.pack(">2H", 0, 1023), [[[0] * 3, [255] * 3]]),
        (saved(Image.fromarray(np.array([GREY_16], np.uint16)), "TIFF"), GREY_8),
        (png(1, 16, 2, struct.pack(">3H", 65535, 25700, 0)), [[[255, 100, 0]]]),
        (png(1, 16, 6, struct.pack(">4H", 65535, 25700, 0, 0)), [[[255, 100, 0]]]),
        (png(1, 16, 4, struct.pack(">2H", 25700, 0)), [[[100, 100, 100]]]),
        (png(2, 8, 4, bytes([7, 0, 200, 255])), [[[7] * 3, [200] * 3]]),
        (png(2, 8, 6, bytes([1, 2, 3, 0, 4, 5, 6, 9])), [[[1, 2, 3], [4, 5, 6]]]),
        (png(2, 8, 3, b"\0\1", bytes([9, 8, 7, 60, 50, 40])), [[[9, 8, 7], [60, 50, 40]]]),
        (png(4, 1, 0, b"\xa0"), [[[255] * 3, [0] * 3, [255] * 3, [0] * 3]]),
        (
            saved(Image.fromarray(np.eye(2) > 0), "TIFF"),
            [[[255] * 3, [0] * 3], [[0] * 3, [255] * 3]],
        ),
    ],
)
def test_every_depth_has_its_colours(data: bytes, expected: list[list[list[int]]]) -> None:
    found = pixels(data)
    assert found.dtype == np.uint8
    assert found.tolist() == expected


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("TGA", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WEBP", {"lossless": True}),
    ],
)
def test_lossless_kinds_keep_pixels_and_rows(kind: str, options: dict[str, object]) -> None:
    np.testing.assert_array_equal(pixels(saved(Image.fromarray(COLORS), kind, **options)), COLORS)


def test_cmyk_jpeg_is_not_inverted() -> None:
    red = pixels(saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    np.testing.assert_allclose(red, np.broadcast_to([255, 0, 0], (8, 8, 3)), atol=3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95])
def test_cut_picture_is_refused(kind: str, share: float) -> None:
    data = saved(Image.fromarray(COLORS), kind)
    with pytest.raises(BadImage, match="damaged or of an unknown kind"):
        pixels(data[: int(len(data) * share)])


def test_damaged_picture_is_refused() -> None:
    data = bytearray(saved(Image.fromarray(COLORS), "PNG"))
    data[len(data) // 2] ^= 0x55
    with pytest.raises(BadImage, match="damaged"):
        pixels(bytes(data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(Image.fromarray(np.ones((2, 2), np.float32)), "TIFF"), "floating-point"),
        (saved(Image.fromarray(np.full((2, 2), 9, np.int32)), "TIFF"), "32-bit"),
        (saved(Image.fromarray(COLORS), "EPS"), "PostScript"),
        (b"version https://git-lfs.github.com/spec/v1\n", "LFS"),
        (b"\xabKTX 20\xbb\r\n\x1a\n", "KTX2"),
        (b"<svg/>", "unknown kind"),
    ],
)
def test_what_holds_no_colours_is_named(data: bytes, words: str) -> None:
    with pytest.raises(BadImage, match=words):
        pixels(data)


def test_huge_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(BadImage, match="more than 200 pixels"):
        pixels(saved(Image.fromarray(COLORS), "PNG"))
