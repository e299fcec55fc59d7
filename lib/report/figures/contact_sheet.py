"""Every class at a glance: the picture a corpus is judged by."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from lib.report import charts, style

_TOP = 0.75
_LABEL = 0.27
_GAP = 0.24
_COLUMNS = 5


@style.styled
def contact_sheet(instances: Mapping[str, Sequence[npt.NDArray[np.uint8]]], title: str) -> Figure:
    """Draw a block of two by two instances for every class.

    Parameters
    ----------
    instances : mapping of str to sequence of ndarray of uint8, shape (H, W, 3)
        Class name to views of different instances; the first four are drawn.
    title : str
        Name of the corpus in prose.

    Returns
    -------
    Figure
        Classes in the order given, row by row.
    """
    block = (style.WIDTH - 2 * style.MARGIN + _GAP) / _COLUMNS
    side = (block - _GAP) / 2
    row_height = 2 * side + _LABEL + _GAP
    height = _TOP + -(-len(instances) // _COLUMNS) * row_height
    figure, axes = style.page(height, title, f"{len(instances)} classes, four instances of each")
    for index, (name, views) in enumerate(instances.items()):
        left = style.MARGIN + index % _COLUMNS * block
        top = _TOP + index // _COLUMNS * row_height
        charts.fitted(axes, left, top + 0.14, name, 2 * side, 9, weight="bold")
        axes.plot([left, left + 2 * side], [top + 0.2] * 2, color=style.FAINT, linewidth=0.6)
        for position, view in enumerate(views[:4]):
            down, right = divmod(position, 2)
            x, y = left + right * side, top + _LABEL + down * side
            style.picture(axes, style.trim(view), x, y, side)
    return figure
