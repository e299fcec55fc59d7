"""How wide words are on a page, measured in the font they are set in."""

from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import TextToPath

FONT = "DejaVu Sans"

# A machine may have a font of the same name and another version, and its list of fonts may
# be another installation's. Only the files that are pinned with matplotlib give the same
# pixels, and the same widths, everywhere.
fontManager.ttflist = []
for _path in sorted(Path(matplotlib.get_data_path(), "fonts", "ttf").glob("DejaVu*.ttf")):
    fontManager.addfont(_path)

_METRICS = TextToPath()


@lru_cache(maxsize=16384)
def width(text: str, size: float, weight: str = "normal") -> float:
    """Width of one line of `text` set at `size` points, inches."""
    font = FontProperties(family=FONT, weight=weight, size=size)
    return float(_METRICS.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def wrap(text: str, limit: float, size: float, weight: str = "normal") -> list[str]:
    """Break `text` at blanks into lines of at most `limit` inches.

    A single word that is wider than `limit` is shortened by :func:`fit`.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= limit:
            lines[-1] = longer
        else:
            lines.append(fit(word, limit, size, weight))
    return lines


def fit(text: str, limit: float, size: float, weight: str = "normal") -> str:
    """Shorten `text` with an ellipsis in the middle until it is at most `limit` inches wide."""
    kept = len(text)
    short = text
    while kept > 2 and width(short, size, weight) > limit:
        kept -= 1
        short = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
    return short
