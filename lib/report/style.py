"""One look for every picture, and PNG files that come out the same to the byte."""

import io
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib.style
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from lib.core.files import atomic
from lib.report.typesetting import FONT

DPI = 150
"""Pixels an inch. A page of `WIDTH` inches is shown at about 900 px, so 9 pt reads as 12 px."""

WIDTH = 9.0
"""Width of every picture, inches."""

MARGIN = 0.18
"""Empty border of every picture, inches."""

INK = "#24292f"
MUTED = "#66707a"
FAINT = "#d5dae0"
ALARM = "#b3261e"

_ENCODER_COLORS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#8a8a8a",
    "#5b4a9c",
)
_HATCHES = ("", "////", "....", "xxxx")
_DASHES = ("-", "--", ":", "-.")
_STYLE = {
    "font.family": FONT,
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "text.hinting": "none",
    "text.hinting_factor": 1,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "hatch.color": "white",
    "hatch.linewidth": 0.7,
}

_P = ParamSpec("_P")
_R = TypeVar("_R")


def styled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Run `function` under the house style, whatever the user's matplotlibrc says."""

    @wraps(function)
    def wrapper(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with matplotlib.style.context(["default", _STYLE]):
            return function(*args, **kwargs)

    return wrapper


def encoder_styles(encoders: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Bar style of each encoder, by its position in the sorted list.

    Parameters
    ----------
    encoders : iterable of str
        Names; repeated ones count once.

    Returns
    -------
    dict of str to dict
        Keyword arguments for matplotlib's bars. Eight colours that stay apart
        under the common colour-vision deficiencies (Okabe and Ito 2008, yellow
        replaced for contrast on white), then the same with hatching.
    """
    count = len(_ENCODER_COLORS)
    return {
        name: {
            "facecolor": _ENCODER_COLORS[index % count],
            "hatch": _HATCHES[index // count % len(_HATCHES)],
            "edgecolor": "white",
        }
        for index, name in enumerate(sorted(set(encoders)))
    }


def line_styles(encoders: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Line style of each encoder: the colour of its bars, with dashes where those have hatches."""
    return {
        name: {
            "color": bar["facecolor"],
            "linestyle": _DASHES[_HATCHES.index(bar["hatch"])],
        }
        for name, bar in encoder_styles(encoders).items()
    }


def page(height: float, title: str = "", subtitle: str = "") -> tuple[Figure, Axes]:
    """Return a white page with a title, and a quieter line below it.

    Returns
    -------
    (Figure, Axes)
        The axes lie over all of the page and count inches from its top left corner.
    """
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    axes.text(MARGIN, 0.30, title, size=12, weight="bold")
    axes.text(MARGIN, 0.53, subtitle, size=8.5, color=MUTED)
    return figure, axes


def inset(axes: Axes, left: float, top: float, width: float, height: float) -> Axes:
    """Add axes to a page; all lengths in inches, `top` counted from the upper edge."""
    figure: Any = axes.figure
    across, down = figure.get_size_inches()
    place = (left / across, 1 - (top + height) / down, width / across, height / down)
    inside: Axes = figure.add_axes(place)
    return inside


def picture(axes: Axes, view: npt.NDArray[np.uint8], left: float, top: float, size: float) -> None:
    """Paste a square RGB view on a page, pixel for pixel, at `size` inches."""
    side = round(size * DPI)
    pixels = Image.fromarray(view).resize((side, side), Image.Resampling.HAMMING)
    figure: Any = axes.figure
    x, y = round(left * DPI), round(figure.get_size_inches()[1] * DPI) - round(top * DPI)
    # Row 0 first and offsets in whole pixels: nothing is resampled a second time.
    figure.figimage(np.asarray(pixels), x, y - side, origin="upper")


def trim(view: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Cut a view on white down to the smallest square that holds the object.

    Parameters
    ----------
    view : ndarray of uint8, shape (H, W, 3)

    Returns
    -------
    ndarray of uint8, shape (S, S, 3)
        With a border of about 4 %; the view itself where it is all white.
    """
    rows, columns = np.nonzero((view < 255).any(axis=2))
    if len(rows) == 0:
        return view
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    border = max(1, round(0.04 * max(height, width)))
    side = max(height, width) + 2 * border
    square = np.full((side, side, 3), 255, dtype=np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    cut = view[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    square[top : top + height, left : left + width] = cut
    return square


def png(figure: Figure) -> bytes:
    """Encode a figure as PNG: RGB or 256 colours, whichever is clearly smaller.

    Returns
    -------
    bytes
        The same for the same figure: no date, no version, no dithering.
    """

    @styled
    def draw() -> Any:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., :3].copy()

    image = Image.fromarray(draw())
    # Of Pillow's methods the one that shifts the flat colours of renders least.
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    full, small = _encode(image), _encode(few)
    return small if len(small) < 0.75 * len(full) else full


def save(figure: Figure, path: Path) -> None:
    """Write a figure to `path` as PNG, whole or not at all; see :func:`png`."""
    with atomic(path) as part:
        part.write_bytes(png(figure))


def _encode(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
