"""Pictures of blocks on white, each unlike the others, and settings for a quick run."""

import numpy as np
from PIL import Image, ImageDraw

from lib.core.arrays import Bytes
from lib.core.params.hashing import HashingParams, Strengths
from lib.core.rng import generator

FEW = Strengths(
    translation=(4, 24), rotation=(), scale=(), brightness=(), jpeg=(30,), blur=(), crop=(0.1,)
)


def picture(name: str, size: int = 160) -> Bytes:
    """Draw blocks, RGB on white; more than enough corners for every detector."""
    rng = generator(1, "picture", name)
    image = Image.new("RGB", (size, size), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        left, top = rng.uniform(0.2, 0.65, 2) * size
        wide, high = rng.uniform(0.04, 0.2, 2) * size
        color = tuple(int(level) for level in rng.integers(0, 230, 3))
        draw.rectangle((left, top, left + wide, top + high), fill=color)
    return np.asarray(image)


def pictures(count: int, size: int = 160) -> tuple[list[Bytes], list[str]]:
    """Draw several pictures, and name them."""
    names = [f"picture_{number}" for number in range(count)]
    return [picture(name, size) for name in names], names


def white(size: int = 160) -> Bytes:
    """Give a picture without anything."""
    return np.full((size, size, 3), 255, dtype=np.uint8)


def settings(**changes: object) -> HashingParams:
    """Give settings for a quick run."""
    return HashingParams(**{"strengths": FEW, "false_pairs": 100, "keep": 3, **changes})
