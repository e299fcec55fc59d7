"""Colours of materials, sRGB 0-255, and how a generator draws from them."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from lib.corpus.parametric.parts import Color

T = TypeVar("T")

OAK: list[Color] = [(200, 160, 105), (184, 140, 88), (214, 180, 130), (170, 125, 78)]
WALNUT: list[Color] = [(112, 72, 46), (92, 58, 38), (132, 86, 54), (78, 50, 36)]
CHERRY: list[Color] = [(150, 76, 48), (128, 60, 42), (166, 92, 62)]
LACQUER: list[Color] = [(240, 238, 232), (222, 216, 204), (58, 62, 70), (120, 150, 160)]
WOODS: list[Color] = [*OAK, *WALNUT, *CHERRY]
FABRICS: list[Color] = [
    (70, 98, 140), (150, 62, 62), (92, 120, 84), (190, 170, 140), (120, 118, 122),
    (60, 70, 92), (204, 150, 60), (64, 124, 124), (136, 92, 120), (206, 204, 196),
]  # fmt: skip
LEATHERS: list[Color] = [(96, 56, 38), (52, 44, 42), (150, 96, 60), (184, 160, 130)]
METALS: list[Color] = [(178, 182, 188), (142, 146, 152), (206, 208, 212), (96, 98, 104)]
BRASSES: list[Color] = [(196, 160, 84), (170, 130, 66)]
PLASTICS: list[Color] = [
    (220, 70, 56), (58, 128, 196), (244, 196, 60), (90, 170, 110), (238, 238, 236), (60, 62, 66)
]  # fmt: skip
CERAMICS: list[Color] = [(246, 246, 244), (236, 230, 216), (208, 222, 228), (226, 204, 196)]
STONES: list[Color] = [(206, 202, 196), (160, 156, 152), (92, 92, 96), (222, 210, 190)]
DARKS: list[Color] = [(34, 34, 38), (48, 48, 52), (62, 58, 56)]
GLASS: Color = (176, 206, 216)


def fittings(rng: np.random.Generator, color: Color) -> Color:
    """Draw a metal for handles that stands out from a front of `color`."""
    metals = [*METALS, *BRASSES, *DARKS]
    return tint(rng, [metal for metal in metals if abs(sum(metal) - sum(color)) > 150])


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """Draw one of `options`, each equally likely."""
    return options[int(rng.integers(len(options)))]


def tint(rng: np.random.Generator, colors: Sequence[Color], spread: float = 0.08) -> Color:
    """Draw one of `colors` and vary its lightness by up to ± `spread`, relative."""
    return shade(pick(rng, colors), 1 + float(rng.uniform(-spread, spread)))


def shade(color: Color, factor: float) -> Color:
    """Scale the lightness of `color` by `factor`, cut off at white."""
    red, green, blue = (min(255, round(channel * factor)) for channel in color)
    return red, green, blue
