"""What happens to a picture on its way: seven kinds of change, each at several strengths.

All are whole-number arithmetic on bytes, or Pillow's, which has one code for every
processor: OpenCV's ``warpAffine`` gives other bytes on another one.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageFilter

from lib.core.arrays import Bytes

WHITE = (255, 255, 255)
"""What comes into the picture where nothing was: the background of rendered views."""


@dataclass(frozen=True)
class Disturbance:
    """A kind of change.

    Attributes
    ----------
    apply : callable
        ``apply(image, strength, rng)`` gives the changed picture, uint8 of shape
        (H', W', 3); `rng` draws what the strength leaves open, such as a direction.
    unit : str
        What a strength is, in a few words.
    """

    apply: Callable[[Bytes, float, np.random.Generator], Bytes]
    unit: str


def _translation(image: Bytes, pixels: float, rng: np.random.Generator) -> Bytes:
    angle = rng.uniform(0, 2 * np.pi)
    down, right = round(pixels * np.sin(angle)), round(pixels * np.cos(angle))
    height, width = image.shape[:2]
    moved = np.full_like(image, WHITE[0])
    to = _part(down, height), _part(right, width)
    moved[to] = image[_part(-down, height), _part(-right, width)]
    return moved


def _part(shift: int, size: int) -> slice:
    return slice(max(shift, 0), max(size + min(shift, 0), 0))


def _rotation(image: Bytes, degrees: float, rng: np.random.Generator) -> Bytes:
    angle = degrees * rng.choice((-1, 1))
    turned = Image.fromarray(image).rotate(angle, Image.Resampling.BICUBIC, fillcolor=WHITE)
    return np.asarray(turned)


def _scale(image: Bytes, factor: float, _: np.random.Generator) -> Bytes:
    height, width = image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = Image.fromarray(image).resize(size, Image.Resampling.BICUBIC)
    canvas = Image.new("RGB", (width, height), WHITE)
    canvas.paste(small, ((width - size[0]) // 2, (height - size[1]) // 2))
    return np.asarray(canvas)


def _brightness(image: Bytes, share: float, rng: np.random.Generator) -> Bytes:
    factor = round(1000 * (1 + share * rng.choice((-1, 1))))
    levels = np.arange(256, dtype=np.int64) * factor
    table = np.clip((levels + 500) // 1000, 0, 255).astype(np.uint8)
    return np.asarray(table[image])


def _jpeg(image: Bytes, quality: float, _: np.random.Generator) -> Bytes:
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, format="JPEG", quality=round(quality))
    return np.asarray(Image.open(stream))


def _blur(image: Bytes, sigma: float, _: np.random.Generator) -> Bytes:
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(sigma)))


def _crop(image: Bytes, share: float, rng: np.random.Generator) -> Bytes:
    kept = []
    for size in image.shape[:2]:
        lost = min(round(size * share), size - 1)
        first = int(rng.integers(lost, endpoint=True))
        kept.append(slice(first, first + size - lost))
    return np.ascontiguousarray(image[kept[0], kept[1]])


DISTURBANCES: Mapping[str, Disturbance] = MappingProxyType(
    {
        "translation": Disturbance(_translation, "pixels, in a drawn direction"),
        "rotation": Disturbance(_rotation, "degrees about the middle, to a drawn side"),
        "scale": Disturbance(_scale, "factor, on a canvas as large as before"),
        "brightness": Disturbance(_brightness, "share of change, brighter or darker as drawn"),
        "jpeg": Disturbance(_jpeg, "quality of the JPEG file, 1 to 95"),
        "blur": Disturbance(_blur, "standard deviation of the Gaussian, pixels"),
        "crop": Disturbance(_crop, "share of width and height cut off, at drawn edges"),
    }
)
"""By name, in the order in which they are shown."""
