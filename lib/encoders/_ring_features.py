"""What EfficientNet-Lite0 sees in an object's ring of views, for all encoders that build on it.

The stage `observe` applies the network once and keeps what comes out; an encoder that
is asked for objects of which nothing is kept applies it itself. Either way the numbers
are the same.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.core.files import write_vectors
from lib.core.rounding import rounded
from lib.encoders._base import Shape
from lib.encoders._lite0 import LAST, MIDDLE, load_network
from lib.objects.manifest import Content
from lib.objects.store import ViewStore

MEAN = slice(0, LAST)
"""Mean over the views of the final features."""

MAX = slice(LAST, 2 * LAST)
"""Their maximum over the views."""

BETWEEN = slice(2 * LAST, 2 * LAST + 2 * sum(MIDDLE.values()))
"""Mean over the views of what layers between the ends give, see
:class:`lib.encoders._lite0.Features`."""

WIDTH = BETWEEN.stop

DECIMALS = 6
"""Digits after the point that are kept."""

_BATCH = 16


def ring_features(shapes: Sequence[Shape]) -> Floats:
    """Give the ring features of some shapes.

    Parameters
    ----------
    shapes : sequence of Shape
        With views, or with what was kept of them.

    Returns
    -------
    ndarray of float64, shape (N, 3504)
        `MEAN`, `MAX` and `BETWEEN`, of single precision.
    """
    rows = [shape.seen for shape in shapes]
    todo = [number for number, row in enumerate(rows) if row is None]
    if todo:
        found = _features([shapes[number].require_views() for number in todo])
        for number, row in zip(todo, found, strict=True):
            rows[number] = row
    return np.stack([row for row in rows if row is not None])


def observe_views(job: tuple[ViewStore, Sequence[Content]], path: Path) -> None:
    """Write the ring features of a shard of contents."""
    store, contents = job
    parts = [
        _features([store[one.content] for one in contents[start : start + _BATCH]])
        for start in range(0, len(contents), _BATCH)
    ]
    write_vectors(path, np.concatenate(parts), DECIMALS)


def _features(views: Sequence[Bytes]) -> Floats:
    ends = np.cumsum([len(some) for some in views])[:-1]
    features = load_network().features(np.concatenate(views), middle=True)
    assert features.middle is not None
    last, between = np.split(features.last, ends), np.split(features.middle, ends)
    rows = [
        np.concatenate([one.mean(axis=0), one.max(axis=0), other.mean(axis=0)])
        for one, other in zip(last, between, strict=True)
    ]
    return np.asarray(rounded(np.stack(rows), DECIMALS), dtype=np.float64)
