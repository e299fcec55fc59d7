"""Where names go beside the points that they name, so that none covers another."""

import numpy as np

from lib.core.arrays import Bools, Floats

BESIDE = 0.1
"""A label farther from its point than this, inches, needs a line to it."""

_TURNS = 16
_STEP = 0.05
_FARTHEST = 1.5
_CROSSED = 0.4
_BLOCKED = 100.0
_ROUNDS = 3


def places(points: Floats, sizes: Floats, room: tuple[float, float], gap: float) -> Floats:
    """Choose a place for every label: near its point, on nothing else.

    The highest point comes first. Then each label is placed once more and again, with
    all others in place. A label on a point or on another label is the last resort; for
    a line that crosses anything, a label may lie `_CROSSED` inches farther.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
        Inches from the panel's lower left corner.
    sizes : ndarray, shape (N, 2)
        Width and height of each label, inches.
    room : (float, float)
        Width and height of the panel, inches; no label is larger.
    gap : float
        Least distance between a point and a label, inches.

    Returns
    -------
    ndarray of float64, shape (N, 2)
        Lower left corners of the labels.
    """
    found = np.zeros_like(points)
    dots = np.concatenate([points - gap, points + gap], axis=1)
    placed: set[int] = set()
    order = np.lexsort((points[:, 0], -points[:, 1])).tolist()
    for index in order * _ROUNDS:
        point, size = points[index], sizes[index]
        others = sorted(placed - {index})
        names = np.concatenate([found[others], found[others] + sizes[others]], axis=1)
        marks = np.concatenate([np.delete(dots, index, axis=0), names])
        low = _candidates(point, size, gap)
        low = low[((low >= 0) & (low + size <= room)).all(axis=1)]
        boxes = np.concatenate([low, low + size], axis=1)
        ends = line_end(point, low, size)
        cost = np.hypot(*(ends - point).T)
        cost += _BLOCKED * _covers(boxes, np.concatenate([dots, names])).any(axis=1)
        cost += _CROSSED * _crosses(np.broadcast_to(point, ends.shape), ends, marks).sum(axis=1)
        drawn = line_end(points[others], found[others], sizes[others])
        cost += _CROSSED * _crosses(points[others], drawn, boxes).sum(axis=0)
        found[index] = low[np.argmin(cost)]
        placed.add(index)
    return found


def line_end(point: Floats, low: Floats, size: Floats) -> Floats:
    """Point of a label that is nearest to the point that it names, shape of `low`."""
    return np.clip(point, low, low + size)


def _candidates(point: Floats, size: Floats, gap: float) -> Floats:
    """Lower left corners of a label around a point, nearest first; right before left."""
    angles = 2 * np.pi * np.arange(_TURNS) / _TURNS
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # Along each way the label's near side keeps the distance, whatever its size.
    rings = [point + ways * (gap + reach + size / 2) for reach in np.arange(0, _FARTHEST, _STEP)]
    return np.concatenate(rings) - size / 2


def _covers(boxes: Floats, others: Floats) -> Bools:
    """Whether each box (left, bottom, right, top) shares a part with each other one."""
    one, two = boxes[:, None], others[None]
    shared = np.logical_and(one[..., :2] < two[..., 2:], two[..., :2] < one[..., 2:])
    return np.asarray(np.all(shared, axis=2))


def _crosses(starts: Floats, ends: Floats, boxes: Floats) -> Bools:
    """Whether each line, where it is long enough to be drawn, passes through each box."""
    along = ends - starts
    along = np.where(along == 0, 1e-12, along)[:, None]
    one = (boxes[:, :2] - starts[:, None]) / along
    two = (boxes[:, 2:] - starts[:, None]) / along
    enters, leaves = np.minimum(one, two).max(axis=2), np.maximum(one, two).min(axis=2)
    drawn = np.hypot(*(ends - starts).T)[:, None] > BESIDE
    return np.asarray(drawn & (np.maximum(enters, 0) < np.minimum(leaves, 1)))
