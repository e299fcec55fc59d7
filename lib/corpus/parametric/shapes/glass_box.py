"""Glass boxes: show cases, aquariums, terrariums, cabinets, jewel boxes.

Panes cannot be seen through here, so a case shows what glass shows: very pale
panes with slanting gleams in bright edges, some of them left out or slid aside
so that the exhibit inside is seen.
"""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, DARKS, METALS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod, rounded_box
from lib.corpus.parametric.parts_organic import blob, hull, leaf, rotations, scatter, tube

_PANES: list[Color] = [(222, 240, 244), (230, 244, 240), (226, 236, 248), (236, 246, 246)]
_FRAMES: list[Color] = [(176, 206, 214), (190, 214, 206), *METALS, *BRASSES, *DARKS[:1]]
_TREASURES: list[Color] = [(214, 170, 60), (170, 60, 60), (60, 110, 160), (90, 150, 110), (150, 100, 170)]


def build(rng: np.random.Generator) -> list[Part]:
    """One glass box; kinds differ in proportions, base, lid and exhibit."""
    return pick(rng, [_show_case, _show_case, _plinth, _aquarium, _cabinet, _terrarium])(rng)
