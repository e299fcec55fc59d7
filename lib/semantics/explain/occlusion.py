"""Which part of a view carries a match: cover it, and see how far the similarity falls."""

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.core.errors import BenchError
from lib.encoders._base import Encoder, Shape
from lib.semantics.explain.views import encode_views


def covered_views(view: Bytes, grid: int, cover: int) -> Bytes:
    """Cover each square of a grid in turn.

    Parameters
    ----------
    view : ndarray of uint8, shape (H, W, 3)
    grid : int
        Squares a side.
    cover : int
        Grey level of what covers, 0 to 255.

    Returns
    -------
    ndarray of uint8, shape (grid * grid, H, W, 3)
        Row by row; together the squares cover the view, each pixel once.

    Raises
    ------
    BenchError
        If there are more squares than pixels.
    """
    height, width, _ = view.shape
    if grid > min(height, width):
        raise BenchError(
            f"a grid of {grid} squares a side does not fit a view of {width} by {height} pixels",
            "choose a smaller explain.grid, or a larger render.size",
        )
    down, across = ((np.arange(grid + 1) * size) // grid for size in (height, width))
    found = np.repeat(view[None], grid * grid, axis=0)
    for square, picture in enumerate(found):
        row, column = divmod(square, grid)
        picture[down[row] : down[row + 1], across[column] : across[column + 1]] = cover
    return found


def occlusion_maps(
    encoder: Encoder,
    shape: Shape,
    views: Floats,
    shown: int,
    neighbours: Floats,
    grid: int,
    cover: int,
) -> Floats:
    """Fall of the cosine to each neighbour when a square of one view is covered.

    After Zeiler and Fergus (2014), for an encoder that averages its views.

    Parameters
    ----------
    encoder : Encoder
    shape : Shape
        The object.
    views : ndarray of float64, shape (V, D)
        Vector of each of its views.
    shown : int
        The view to cover squares of; the others stay as they are.
    neighbours : ndarray of float64, shape (N, D)
    grid, cover : int
        As for :func:`covered_views`.

    Returns
    -------
    ndarray of float64, shape (N, grid, grid)
        Positive where the square holds something that the two have in common, negative
        where it sets them apart; 0 where covering changes nothing in the view.
    """
    view = shape.require_views()[shown]
    pictures = covered_views(view, grid, cover)
    changed = np.flatnonzero((pictures != view).any(axis=(1, 2, 3)))
    falls = np.zeros((len(neighbours), grid * grid))
    if len(changed):
        mean = views.mean(axis=0)
        seen = encode_views(encoder, shape, pictures[changed])
        without = mean + (seen - views[shown]) / len(views)
        before = _cosines(mean[None], neighbours)
        falls[:, changed] = before - _cosines(without, neighbours)
    return falls.reshape(-1, grid, grid)


def _cosines(vectors: Floats, neighbours: Floats) -> Floats:
    """Cosines, shape (N, K) for K vectors and N neighbours; 0 for a vector of zeros."""
    lengths = np.linalg.norm(neighbours, axis=1)[:, None] * np.linalg.norm(vectors, axis=1)
    products = np.stack([(vectors * one).sum(axis=1) for one in neighbours])
    return np.asarray(products / np.where(lengths > 0, lengths, 1.0))
