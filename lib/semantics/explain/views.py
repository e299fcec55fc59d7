"""What each view brings to the similarity of two objects."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.core.errors import BenchError
from lib.core.rounding import rounded
from lib.core.vectors import TIE_TOLERANCE
from lib.encoders._base import Encoder, Shape

_SLACK = 1e-2


def encode_views(encoder: Encoder, shape: Shape, views: Bytes) -> Floats:
    """Embed each view as if it were all that the object showed.

    Parameters
    ----------
    encoder : Encoder
    shape : Shape
        What else the encoder reads of the object.
    views : ndarray of uint8, shape (V, H, W, 3)

    Returns
    -------
    ndarray of float64, shape (V, D)
        Rounded as vectors are when they are written.

    Raises
    ------
    BenchError
        If a vector is not finite.
    """
    rings = [replace(shape, views=view[None], seen=None) for view in views]
    vectors = np.asarray(encoder.encode(rings), dtype=np.float64)
    if not np.isfinite(vectors).all():
        raise BenchError(
            f"{type(encoder).__name__} returned a non-finite vector for a view of {shape.key}",
            "every vector must have a direction: see lib/encoders/_base.py",
        )
    return rounded(vectors, encoder.decimals).astype(np.float64)


def averages_views(encoder: Encoder, shapes: Sequence[Shape], vectors: Floats) -> bool:
    """Find out whether an encoder's vector is the mean of what it gives for each view alone.

    Parameters
    ----------
    encoder : Encoder
    shapes : sequence of Shape
        Of objects that differ, with views. Of one that looks the same from all sides, the
        maximum over the views is the mean, too.
    vectors : ndarray of float64, shape (len(shapes), D)
        Of the objects, by all of their views.

    Returns
    -------
    bool
        False for an encoder that reads meshes, and without objects.
    """
    if encoder.needs != "views" or not shapes:
        return False
    return all(
        np.linalg.norm(encode_views(encoder, shape, shape.require_views()).mean(axis=0) - vector)
        <= _SLACK * np.linalg.norm(vector)
        for shape, vector in zip(shapes, vectors, strict=True)
    )


def view_parts(views: Floats, neighbour: Floats) -> Floats:
    """Part of each view in the cosine of an object and a neighbour.

    With the object's vector m, the mean of its views' vectors f, and the neighbour's n, the
    cosine is the mean over the views of f · n / (|m| |n|).

    Parameters
    ----------
    views : ndarray of float64, shape (V, D)
        Vector of each view of the object.
    neighbour : ndarray of float64, shape (D,)
        The neighbour's vector.

    Returns
    -------
    ndarray of float64, shape (V,)
        Their mean is the cosine; one part may be above 1.
    """
    length = np.linalg.norm(views.mean(axis=0)) * np.linalg.norm(neighbour)
    return np.asarray((views * neighbour).sum(axis=1) / length)


def strongest(values: Floats) -> int:
    """Place of the greatest value; of several that tie, the first."""
    return int(np.flatnonzero(values >= values.max() - TIE_TOLERANCE)[0])


def alike_view(view: Floats, others: Floats) -> int:
    """Find the view that looks most like a given one, by cosine.

    Parameters
    ----------
    view : ndarray of float64, shape (D,)
    others : ndarray of float64, shape (V, D)
        Vectors of the views to choose from.
    """
    lengths = np.linalg.norm(others, axis=1)
    cosines = (others * view).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
    return strongest(cosines)
