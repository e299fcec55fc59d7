"""Bodywork of a car: lower body and doors, cabin, load bed."""

import numpy as np

from lib.corpus.parametric.palette import METALS, shade, tint
from lib.corpus.parametric.parts import Color, Part, both, box, boxes
from lib.corpus.parametric.parts_organic import hull, lattice, repaint, skin
from lib.corpus.parametric.shapes.car.form import Car

_GLASS: Color = (54, 70, 84)


def shell(rng: np.random.Generator, car: Car) -> list[Part]:
    """Lower body: rounded sections along x under the bonnet, belt and boot lines; doors."""
    form, length, half, low, paint = car.form, car.length, car.half, car.low, car.paint
    boot = (-0.14, -0.12) if car.kind == "pickup" else (-0.4, form.rear[0])
    cowl = (form.front[0], form.front[0] + 0.02)
    at = np.array([-0.5, -0.485, -0.45, *boot, *cowl, 0.42, 0.47, 0.492, 0.5])
    belt, nose = form.belt, form.nose
    tops = [form.deck * 0.9, form.deck * 0.97, form.deck, form.deck, belt, belt]
    tops += [belt * 0.99, form.hood * 0.96, nose * 1.06, nose, nose * 0.9]
    order = np.argsort(at, kind="stable")
    x = np.concatenate([[-0.5, -0.49], np.linspace(-0.47, 0.46, 22), [0.485, 0.497, 0.5]])
    top = np.interp(x, at[order], (np.array(tops) * car.stretch)[order])
    end = np.abs(x) / 0.5
    plan = 1 - rng.uniform(0.02, 0.06) * end**3 - 0.12 * np.clip(end - 0.9, 0, 1) * 10 * 0.6
    rise = low + 0.1 * np.clip(end - 0.86, 0, 1) * 7 * 0.6
    stations = np.stack([x * length, 0 * x, (top + rise) / 2], axis=1)
    halves = np.stack([half * plan, (top - rise) / 2], axis=1)
    lower = hull(stations, halves, paint, axis=0, power=rng.uniform(4.5, 7), sections=28)
    trim = shade(paint, 0.55) if rng.random() < 0.6 else (40, 40, 44)
    sill = box((length * 0.66, half * 1.99, 0.09), (0, 0, low + 0.06), trim)
    return [lower, sill, *_doors(rng, car)]


def _doors(rng: np.random.Generator, car: Car) -> list[Part]:
    """Seams around the doors of both sides, and a handle at each but the foremost."""
    form, tall = car.form, car.form.belt - car.low
    door = (form.rear[1] * 0.4 + form.front[0] * 0.6) * car.length
    wide = min((form.front[0] - form.rear[1]) * car.length * 0.42, 1.05)
    lines = [door, door - wide]
    if car.kind not in ("pickup", "sports"):
        lines.append(door - 2 * wide * 0.92)
    y, z = car.half * 0.975, (car.low + car.belt) / 2 + 0.05
    seams = [(x, side, z) for x in lines for side in (-y, y)]
    handles = np.add(seams[2:], (wide * 0.14, 0, tall * 0.2))
    return [
        boxes((0.018, 0.05, tall * 0.72), seams, shade(car.paint, 0.5)),
        boxes((0.16, 0.07, 0.03), handles, tint(rng, METALS)),
    ]


def cabin(rng: np.random.Generator, car: Car) -> Part:
    """Windows, pillars and roof: plan rings that shrink and shift from belt to roof."""
    form, kind = car.form, car.kind
    pillar = rng.uniform(-0.1, 0.1)
    side = [(1.0, 0.0), (0.99, 0.5), (0.94, 0.88), (0.86, 1.0)]
    side += [(pillar + 0.05, 1.0), (pillar - 0.05, 1.0), (-0.52, 1.0), (-0.6, 1.0)]
    side += [(-0.93, 1.0), (-0.98, 0.9), (-1.0, 0.5)]
    plan = np.array([*side, (-1.0, 0.0), *((u, -v) for u, v in side[:0:-1])])
    up = np.array([-0.25, 0.0, 0.06, 0.5, 0.86, 0.95, 1.0])
    crown = np.array([0, 0, 0, 0, 0.0, 0.03, 0.12])
    share = np.clip(up, 0, 1) ** 1.15
    rear = (form.rear[0] + (form.rear[1] - form.rear[0]) * share + crown * 0.2) * car.length
    front = (form.front[0] + (form.front[1] - form.front[0]) * share - crown * 0.3) * car.length
    wide = car.half * (0.93 - rng.uniform(0.12, 0.2) * share - crown * 0.8)
    z = car.belt - 0.03 + (car.roof - car.belt + 0.03) * up
    x = ((rear + front) / 2)[:, None] + ((front - rear) / 2)[:, None] * plan[:, 0]
    rings = np.stack([x, wide[:, None] * plan[:, 1], z[:, None] + 0 * x], axis=-1)
    part = skin(rings, car.roof_paint)
    row, column = lattice(len(up), len(plan))
    pillars = {"sports": [2, 4, 8], "sedan": [2, 4, 8], "pickup": [2, 7, 8]}.get(kind, [2, 4, 6, 8])
    if kind == "van" and rng.random() < 0.6:
        pillars = [2, 4, 5, 6, 7, 8, 9, 10]
    framed = np.isin(np.minimum(column, len(plan) - 1 - column), pillars)
    repaint(part, row <= 3, car.paint)
    return repaint(part, (row >= 2) & (row <= 3) & ~framed, _GLASS)


def bed(car: Car) -> list[Part]:
    """Open load bed: two sides, a tailgate, a dark floor."""
    start, end = -0.492 * car.length, (car.form.rear[0] - 0.01) * car.length
    low, high = car.deck * 0.9, car.belt * 0.97
    long, tall, x, z = end - start, high - low, (start + end) / 2, (low + high) / 2
    half, paint = car.half, car.paint
    return [
        *both([box((long, 0.09, tall), (x, half * 0.9, z), paint)]),
        box((long, half * 1.76, 0.04), (x, 0, car.deck), (44, 44, 48)),
        box((0.08, half * 1.86, tall), (start + 0.05, 0, z), paint),
    ]
