"""All ring views of one source in every tier: what a view-based encoder is given."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.typesetting import wrap

_TOP = 0.95
_WORDS = 1.25
_GAP = 0.05


@style.styled
def tier_renders(
    source_id: str, rings: Sequence[npt.NDArray[np.uint8]], tiers: Sequence[Mapping[str, Any]]
) -> Figure:
    """Draw one row a tier and one column a camera.

    Parameters
    ----------
    source_id : str
        The source that the queries belong to.
    rings : sequence of ndarray of uint8, shape (V, H, W, 3)
        Ring views of one query a tier, in the order of `tiers`, the first
        camera at azimuth 0 and the others evenly spaced.
    tiers : sequence of mapping
        ``summary["tiers"]``: tier and name.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there is not one ring a tier.
    """
    if len(rings) != len(tiers):
        raise ValueError(f"{source_id}: {len(rings)} rings for {len(tiers)} tiers")
    cameras = len(rings[0])
    side = min((style.WIDTH - style.MARGIN - _WORDS) / cameras - _GAP, 1.5)
    row_height = side + 3 * _GAP
    figure, axes = style.page(
        _TOP + row_height * len(tiers) + 0.1,
        f"What an encoder sees of {source_id}",
        "ring views by camera azimuth; in Tier 5 another object of the class asks for it",
    )
    for camera in range(cameras):
        middle = _WORDS + camera * (side + _GAP) + side / 2
        charts.axis_name(axes, middle, _TOP - 0.08, f"{360 * camera / cameras:g}°")
    limit = _WORDS - style.MARGIN - 0.1
    for row, (tier, ring) in enumerate(zip(tiers, rings, strict=True)):
        top = _TOP + row * row_height
        axes.axhline(top, color=style.FAINT, linewidth=0.6, xmin=0.02, xmax=0.98)
        name = str(tier["name"])
        y = top + row_height / 2 - 0.07 * len(wrap(name, limit, 8))
        charts.bold(axes, style.MARGIN, y, f"T{tier['tier']}", 10)
        charts.wrapped(axes, style.MARGIN, y + 0.16, name, limit, 8, 0.16, color=style.MUTED)
        for camera, view in enumerate(ring):
            left = _WORDS + camera * (side + _GAP)
            style.picture(axes, view, left, top + 1.5 * _GAP, side)
    return figure
