"""The vectors of every encoder on their first two principal components."""

from collections.abc import Mapping
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from lib.core.arrays import Floats
from lib.report import charts, style

_TOP, _ACROSS, _GAP, _TITLE = 0.95, 3, 0.15, 0.3


@style.styled
def layouts(
    title: str,
    words: str,
    places: Mapping[str, Floats],
    classes: npt.NDArray[np.str_],
    ringed: npt.NDArray[np.bool_],
    notes: Mapping[str, str],
) -> Figure:
    """Draw a panel an encoder, coloured by class, the held-out items with a ring.

    Parameters
    ----------
    title, words : str
    places : dict of str to ndarray of float64, shape (N, 2)
        By encoder.
    classes : ndarray of str, shape (N,)
    ringed : ndarray of bool, shape (N,)
        Items of the test split.
    notes : dict of str to str
        A line below each encoder's name.
    """
    if not places:
        return charts.sentence(title, "No encoder has vectors to lay out.")
    side = (style.WIDTH - 2 * style.MARGIN) / _ACROSS - _GAP
    lines = -(-len(places) // _ACROSS)
    figure, axes = style.page(_TOP + lines * (side + _TITLE + 0.25), title, words)
    number = np.unique(classes, return_inverse=True)[1]
    wheel = matplotlib.colormaps["hsv"]
    # Neighbours in the alphabet get colours far apart on the wheel.
    colors = wheel((number * 0.618034) % 1.0)
    for index, (encoder, place) in enumerate(places.items()):
        left = style.MARGIN + (index % _ACROSS) * (side + _GAP)
        top = _TOP + (index // _ACROSS) * (side + _TITLE + 0.25)
        charts.fitted(axes, left, top, encoder, side, 9, weight="bold")
        charts.fitted(axes, left, top + 0.15, notes.get(encoder, ""), side, 7.5, color=style.MUTED)
        inset = style.inset(axes, left, top + 0.22, side, side)
        inset.scatter(place[:, 0], place[:, 1], s=5, c=colors, linewidths=0)
        held = place[ringed]
        ring: dict[str, Any] = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 0.4}
        inset.scatter(held[:, 0], held[:, 1], s=14, **ring)
        inset.set(xticks=[], yticks=[])
    return figure


def pca_layouts(
    places: Mapping[str, Floats],
    classes: npt.NDArray[np.str_],
    ringed: npt.NDArray[np.bool_],
    notes: Mapping[str, str],
) -> Figure:
    """Draw :func:`layouts` of principal components, which are the same on every processor."""
    words = "a colour a class; a ring around items of the test split; numbers are of the vectors"
    return layouts("Vectors on two principal components", words, places, classes, ringed, notes)
