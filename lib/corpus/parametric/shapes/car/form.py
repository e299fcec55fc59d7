"""The kinds of car, and what is drawn for one before it is built."""

from dataclasses import dataclass, replace

import numpy as np

from lib.corpus.parametric.palette import DARKS, pick, tint
from lib.corpus.parametric.parts import Color

_PAINTS: list[Color] = [
    (190, 30, 36), (36, 84, 160), (230, 232, 234), (40, 42, 48), (168, 174, 180), (236, 186, 50),
    (40, 110, 80), (226, 110, 40), (120, 30, 50), (90, 160, 190),
]  # fmt: skip


@dataclass(frozen=True)
class Form:
    """Proportions of a kind: metres, and fractions of the length from the middle for x.

    `rear` and `front` are where the windows start at the belt and end at the roof.
    """

    length: tuple[float, float]
    belt: float
    roof: float
    hood: float
    nose: float
    deck: float
    rear: tuple[float, float]
    front: tuple[float, float]
    wheel: float


_FORMS = {
    "sedan": Form((4.4, 5.0), 0.95, 1.42, 0.88, 0.72, 0.98, (-0.37, -0.2), (0.22, 0.06), 0.33),
    "hatchback": Form((3.6, 4.2), 0.96, 1.48, 0.9, 0.74, 0.96, (-0.485, -0.36), (0.27, 0.1), 0.31),
    "estate": Form((4.5, 4.9), 0.96, 1.46, 0.9, 0.74, 0.96, (-0.485, -0.42), (0.22, 0.07), 0.33),
    "offroad": Form((4.3, 4.9), 1.16, 1.78, 1.1, 0.98, 1.16, (-0.48, -0.44), (0.23, 0.13), 0.4),
    "pickup": Form((5.0, 5.6), 1.12, 1.74, 1.06, 0.94, 0.78, (-0.1, -0.07), (0.2, 0.1), 0.39),
    "van": Form((4.8, 5.6), 1.2, 2.05, 1.05, 0.84, 1.2, (-0.49, -0.475), (0.4, 0.26), 0.35),
    "sports": Form((4.1, 4.6), 0.83, 1.2, 0.78, 0.58, 0.86, (-0.4, -0.13), (0.2, 0.02), 0.31),
}
# Sedans are drawn twice as often as the others.
_KINDS = ["sedan", *_FORMS]


@dataclass(frozen=True)
class Car:
    """One car, metres: its form before `stretch`, half its width, its ground clearance `low`."""

    kind: str
    form: Form
    length: float
    half: float
    stretch: float
    paint: Color
    wheel: float
    low: float
    roof_paint: Color

    @property
    def belt(self) -> float:
        """Height of the windows' lower edge."""
        return self.form.belt * self.stretch

    @property
    def roof(self) -> float:
        """Height of the roof."""
        return self.form.roof * self.stretch

    @property
    def deck(self) -> float:
        """Height of the boot lid or the load bed."""
        return self.form.deck * self.stretch


def draw(rng: np.random.Generator) -> Car:
    """Draw a kind and its dimensions."""
    kind = pick(rng, _KINDS)
    form = _vary(rng, _FORMS[kind])
    length = rng.uniform(*form.length)
    half = np.clip(length * rng.uniform(0.175, 0.21), 0.76, 1.02)
    stretch = rng.uniform(0.92, 1.09)
    paint = tint(rng, _PAINTS)
    wheel = form.wheel * rng.uniform(0.9, 1.12)
    low = wheel * rng.uniform(0.52, 0.68) + (0.08 if kind in ("offroad", "pickup") else 0.0)
    roof_paint = paint if rng.random() < 0.75 else tint(rng, [*DARKS, (236, 236, 234)])
    return Car(kind, form, length, half, stretch, paint, wheel, low, roof_paint)


def _vary(rng: np.random.Generator, form: Form) -> Form:
    """Move the lines of a kind within what is built on the road."""
    rear, front = rng.uniform(-0.02, 0.035), rng.uniform(-0.03, 0.03)
    slope = rng.uniform(-0.03, 0.03)
    return replace(
        form,
        length=(form.length[0] * 0.94, form.length[1] * 1.05),
        roof=form.belt + (form.roof - form.belt) * rng.uniform(0.86, 1.16),
        hood=form.hood * rng.uniform(0.93, 1.05),
        nose=form.nose * rng.uniform(0.88, 1.1),
        deck=form.deck * rng.uniform(0.96, 1.04),
        rear=(max(form.rear[0], -0.495 + max(rear, 0)), form.rear[1] + rear),
        front=(form.front[0] + front, form.front[1] + front + slope),
    )
