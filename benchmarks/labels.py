"""Where names go beside the points that they name, so that none covers another."""

import numpy as np

from lib.core.arrays import Bools, Floats

BESIDE = 0.1
"""A label farther from its point than this, inches, needs a line to it."""

_TURNS = 16
_STEP = 0.05
_FARTHEST = 1.5
_ALONG = np.linspace(0, 1, 10)[1:-1]
_LINE = 0.01
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
    labels: dict[int, Floats] = {}
    lines: dict[int, Floats] = {}
    nothing = np.zeros((0, 4))
    order = np.lexsort((points[:, 0], -points[:, 1])).tolist()
    for index in order * _ROUNDS:
        point, size = points[index], sizes[index]
        low = _candidates(point, size, gap)
        low = low[((low >= 0) & (low + size <= room)).all(axis=1)]
        boxes = np.concatenate([low, low + size], axis=1)
        own_lines = _lines(point, low, size)
        for known in (labels, lines):
            known.pop(index, None)
        taken = np.concatenate([nothing, *labels.values()])
        drawn = np.concatenate([nothing, *lines.values()])
        cost = np.hypot(*(line_end(point, low, size) - point).T)
        cost += _BLOCKED * (_covers(boxes, dots) | _covers(boxes, taken))
        cost += _CROSSED * _covers(boxes, drawn)
        others = np.concatenate([np.delete(dots, index, axis=0), taken, drawn])
        cost += _CROSSED * _covers(own_lines.reshape(-1, 4), others).reshape(len(low), -1).sum(1)
        best = int(np.argmin(cost))
        found[index], labels[index], lines[index] = low[best], boxes[best, None], own_lines[best]
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


def _lines(point: Floats, low: Floats, size: Floats) -> Floats:
    """Cut the line to each place into small boxes, shape (C, 8, 4); none where beside."""
    ends = line_end(point, low, size)
    spots = point + _ALONG[:, None] * (ends - point)[:, None]
    boxes = np.concatenate([spots - _LINE, spots + _LINE], axis=2)
    boxes[np.hypot(*(ends - point).T) <= BESIDE] = np.inf
    return boxes


def _covers(boxes: Floats, others: Floats) -> Bools:
    """Whether each box (left, bottom, right, top) shares a part with any of the others."""
    one, two = boxes[:, None], others[None]
    shared = np.logical_and(one[..., :2] < two[..., 2:], two[..., :2] < one[..., 2:])
    return np.asarray(np.any(np.all(shared, axis=2), axis=1))
