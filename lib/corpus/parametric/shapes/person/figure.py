"""What all parts of a person share: lengths, colours, clothes."""

from dataclasses import dataclass

from lib.corpus.parametric.palette import FABRICS, LEATHERS, PLASTICS
from lib.corpus.parametric.parts import Color

SKINS: list[Color] = [
    (242, 206, 178), (226, 180, 144), (198, 148, 110), (150, 104, 74), (106, 72, 52),
]  # fmt: skip
TOPS: list[Color] = [*FABRICS, *PLASTICS, (250, 250, 248)]
TROUSERS: list[Color] = [
    (48, 66, 104), (40, 42, 48), (96, 86, 72), (150, 136, 110), (70, 74, 80), (110, 130, 160),
]  # fmt: skip
SHOES: list[Color] = [*LEATHERS, (236, 236, 236), (30, 30, 34), (196, 50, 50)]


@dataclass(frozen=True)
class Figure:
    """One person.

    Attributes
    ----------
    tall : float
        Height in metres.
    broad, hips : float
        Widths of shoulders and hips relative to the average.
    female, skirt : bool
    skin, top, bottom, shoes : tuple of int
        Colours.
    style : str
        Sleeves: ``short``, ``long``, ``bare``; or ``dress``, short ones and a skirt of the
        same cloth.
    """

    tall: float
    broad: float
    hips: float
    female: bool
    skin: Color
    top: Color
    bottom: Color
    shoes: Color
    skirt: bool
    style: str
