"""The course of a training: a table, and a picture of it."""

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib.style
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lib.core.files import atomic
from lib.encoders._trained import read_trained

TABLE, PICTURE = "training.csv", "training.png"
"""File names, beside the weights."""

_TITLES = {
    "pair_loss": "loss of the pairs, nats",
    "class_loss": "loss of the classes, nats",
    "found": "share whose partner is nearest",
    "squared_error": "squared error of a pixel",
    "right": "share of the classes that is right",
    "error_printed": "squared error, printed",
    "error_both": "squared error, both kinds",
}
"""Of measures that do not speak for themselves."""

_COLORS = ("#0072b2", "#e69f00")
_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.color": "#24292f",
    "axes.edgecolor": "#66707a",
    "axes.labelcolor": "#66707a",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": "#66707a",
    "ytick.color": "#66707a",
    "grid.color": "#d5dae0",
    "grid.linewidth": 0.5,
}


def write_curve(files: Sequence[Path]) -> list[Path]:
    """Write the table and the picture, or remove old ones where no fit has a course.

    Parameters
    ----------
    files : sequence of Path
        The fits of one encoder, from :func:`~lib.encoders.training.fits.fit_encoder`.

    Returns
    -------
    list of Path
        What was written.
    """
    table, picture = (files[0].with_name(name) for name in (TABLE, PICTURE))
    parts = []
    for path in files:
        if history := read_trained(path).facts.get("history"):
            part = pd.DataFrame(**history)
            part.insert(0, "fit", path.stem)
            parts.append(part)
    if not parts:
        table.unlink(missing_ok=True)
        picture.unlink(missing_ok=True)
        return []
    curve = pd.concat(parts, ignore_index=True)
    with atomic(table) as unfinished:
        curve.to_csv(unfinished, index=False, lineterminator="\n", float_format="%.6f")
    with atomic(picture) as unfinished:
        unfinished.write_bytes(_draw(curve, files[0].parent.name))
    return [table, picture]


def _draw(curve: pd.DataFrame, encoder: str) -> bytes:
    """Draw a panel for each measure, and in it a line for each fit."""
    measures = [name for name in curve.columns if name not in ("fit", "epoch")]
    # Not the user's matplotlibrc: whoever trains again compares the pictures.
    with matplotlib.style.context(["default", _STYLE]):
        figure = Figure(figsize=(9, 2.8), dpi=150, facecolor="white", layout="constrained")
        figure.suptitle(f"Training of {encoder}", x=0.01, ha="left", size=11, weight="bold")
        panels = figure.subplots(1, len(measures), squeeze=False)[0]
        fits = sorted(curve["fit"].unique())
        for axes, measure in zip(panels, measures, strict=True):
            for color, name in zip(_COLORS, fits, strict=False):
                part = curve[curve["fit"] == name]
                axes.plot(part["epoch"], part[measure], color=color, label=name, linewidth=1.4)
            axes.set_xlabel("epoch")
            axes.set_title(_TITLES.get(measure, measure.replace("_", " ")), loc="left", size=8.5)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.grid(axis="y")
        axes.legend(frameon=False)
        stream = io.BytesIO()
        FigureCanvasAgg(figure).print_png(stream, metadata={"Software": None})
    return stream.getvalue()
