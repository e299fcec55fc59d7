"""Draws what the page of a scan shows: every item once, and where pairs differ."""

import functools
import io
import sys
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image
from tqdm import tqdm

from lib.catalogue.scan.cards import Layout, drawn, lay_out
from lib.catalogue.scan.result import Pictures, ScanResult
from lib.core.arrays import Bytes, Floats
from lib.core.errors import BenchError
from lib.duplicates.relations.surfaces import face_distances
from lib.geometry.mesh import Mesh
from lib.report.surface_views import Frame, beside, coloured, finer, front, view

SIDE = 176
"""Width and height of a picture, pixels."""

_COLOURS = 64
_HELD = 64

Names = tuple[str, str]


def draw_pictures(
    result: ScanResult, load: Callable[[str], Mesh], poses: Mapping[Names, Floats]
) -> Pictures:
    """Draw the first groups and pairs of the page, see :func:`lib.catalogue.scan.cards.lay_out`.

    Parameters
    ----------
    result : ScanResult
    load : callable
        Gives the mesh of an item. Where it raises a `BenchError`, or the file is gone, the
        item has no picture, and the page says so.
    poses : mapping of (str, str) to ndarray of float64, shape (4, 4)
        Takes coordinates of a pair's first item to the second's. A pair that is not in it
        has no picture of its difference.

    Returns
    -------
    Pictures
        The members of a group are seen from the same side as the one that is kept; so are
        the two of a pair, as far as one picture an item allows.
    """
    layout = lay_out(result)
    mesh = functools.lru_cache(maxsize=_HELD)(functools.partial(_loaded, load))
    frames = _frames(layout, poses)
    items: dict[str, bytes] = {}
    differences: dict[Names, bytes] = {}
    scale: dict[Names, float] = {}
    bar = tqdm(
        list(drawn(layout)),
        desc="pictures",
        unit="item",
        mininterval=0.5 if sys.stderr.isatty() else 10,
        dynamic_ncols=True,
    )
    for names, pair in bar:
        for name in names:
            found = mesh(name)
            if name not in items and found is not None:
                items[name] = _png(view(found, frames.get(name, front()), SIDE))
        if pair is None or (key := (pair.item_a, pair.item_b)) not in poses:
            continue
        first, second = (mesh(name) for name in key)
        if first is not None and second is not None:
            fine = finer(second)
            difference = coloured(fine, face_distances(first, fine, poses[key]))
            frame = frames.get(pair.item_b, front())
            differences[key] = _png(view(difference.mesh, frame, SIDE))
            scale[key] = difference.strongest
    return Pictures(items, differences, scale)


def _frames(layout: Layout, poses: Mapping[Names, Floats]) -> dict[str, Frame]:
    """Turn items as the ones that they are compared with: the kept one stays as it is."""
    frames = {group.kept.item_id: front() for group in layout.groups}
    for _, pair in drawn(layout):
        if pair is None or (key := (pair.item_a, pair.item_b)) not in poses:
            continue
        if pair.item_a not in frames and pair.item_b not in frames:
            frames[pair.item_a] = front()
        if pair.item_a not in frames:
            frames[pair.item_a] = beside(frames[pair.item_b], poses[key])
        elif pair.item_b not in frames:
            frames[pair.item_b] = beside(frames[pair.item_a], _back(poses[key]))
    return frames


def _back(pose: Floats) -> Floats:
    """Turn back what a pose turns; size and place do not show in a view, which is fitted."""
    turn = np.eye(4)
    turn[:3, :3] = pose[:3, :3].T
    return turn


def _loaded(load: Callable[[str], Mesh], name: str) -> Mesh | None:
    try:
        return load(name)
    except (BenchError, OSError):
        return None


def _png(picture: Bytes) -> bytes:
    small = Image.fromarray(picture).quantize(
        _COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
