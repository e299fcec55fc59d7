"""How wide words are on a page, measured in the font they are set in."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from lib.report.fonts import own_fonts_only

own_fonts_only()

_METRICS = TextToPath()


@lru_cache(maxsize=16384)
def width(text: str, size: float, weight: str = "normal", family: str = "DejaVu Sans") -> float:
    """Width of one line of `text` set at `size` points, inches."""
    font = FontProperties(family=family, weight=weight, size=size)
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


def fit(
    text: str, limit: float, size: float, weight: str = "normal", family: str = "DejaVu Sans"
) -> str:
    """Shorten `text` with an ellipsis in the middle until it is at most `limit` inches wide."""
    kept = len(text)
    short = text
    while kept > 2 and width(short, size, weight, family) > limit:
        kept -= 1
        short = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
    return short
