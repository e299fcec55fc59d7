"""A page of pairs of views: what is taken for what."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from lib.core.arrays import Bytes
from lib.report import charts, style

_PAIR_TOP = 0.82
_PAIR_BLOCK = (style.WIDTH - 2 * style.MARGIN) / charts.ACROSS
_SIDE = (_PAIR_BLOCK - 0.24) / 2

PAIR = 2 * _SIDE
"""Room for words below a pair of views, inches."""


class Pair(NamedTuple):
    """Two objects and what is written below them: a line in bold, and a quieter one."""

    first: str
    second: str
    words: str
    note: str = ""


def page_of_pairs(
    title: str,
    subtitle: str,
    pairs: Sequence[Pair],
    view: Callable[[str], Bytes],
) -> Figure:
    """Draw pairs of views, three beside each other.

    Parameters
    ----------
    title, subtitle : str
    pairs : sequence of Pair
        Either all have a note, or none.
    view : callable
        Returns an RGB view, uint8 of shape (H, W, 3), of an object.
    """
    words = 0.6 if pairs[0].note else 0.42
    height = _SIDE + words + 0.18
    figure, axes = style.page(
        _PAIR_TOP + charts.rows_of_three(len(pairs)) * height + 0.05, title, subtitle
    )
    for index, pair in enumerate(pairs):
        down, across = divmod(index, charts.ACROSS)
        left, top = style.MARGIN + across * _PAIR_BLOCK + 0.12, _PAIR_TOP + down * height
        for shift, name in ((0.0, pair.first), (_SIDE, pair.second)):
            style.picture(axes, style.trim(view(name)), left + shift, top, _SIDE)
            middle = left + shift + _SIDE / 2
            charts.fitted(axes, middle, top + _SIDE + 0.16, name, _SIDE - 0.1, ha="center")
        charts.bold(axes, left + _SIDE, top + _SIDE + 0.34, pair.words, 8.5, ha="center")
        charts.muted(axes, left + _SIDE, top + _SIDE + 0.51, pair.note, ha="center")
        rule = [top + _SIDE + words + 0.02] * 2
        axes.plot([left, left + PAIR], rule, color=style.FAINT, linewidth=0.6)
    return figure
