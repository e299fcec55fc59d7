"""What pictures alone give: vectors and errors that any embedding has to be better than."""

from collections.abc import Collection, Sequence

import numpy as np
from PIL import Image

from lib.core.arrays import Bools, Bytes, Floats
from lib.core.params.embed import EmbedParams
from lib.encoders.autoencoder import CODE, Autoencoder, view_pixels
from lib.encoders.hog_multiview import histograms

SIDE = 16
"""Width and height of the thumbnail that serves as a vector, pixels, in colour."""


def thumbnails(views: Sequence[Bytes]) -> Floats:
    """Thumbnail of each item, the mean over its views.

    Parameters
    ----------
    views : sequence of ndarray of uint8, shape (V, H, W, 3)

    Returns
    -------
    ndarray of float64, shape (N, 768)
        Shares of white, 0 to 1.
    """
    return np.stack([_small(ring).mean(axis=0) for ring in views])


def hog_vectors(views: Sequence[Bytes]) -> Floats:
    """HOG of each item, the mean over its views: what the encoder `hog_multiview` gives.

    Parameters
    ----------
    views : sequence of ndarray of uint8, shape (V, H, W, 3)

    Returns
    -------
    ndarray of float64, shape (N, 1299)
    """
    return np.stack([histograms(ring) for ring in views])


def _small(ring: Bytes) -> Floats:
    small = [
        np.asarray(Image.fromarray(view).resize((SIDE, SIDE), Image.Resampling.BOX))
        for view in ring
    ]
    return np.stack(small).reshape(len(ring), -1) / 255


def pixel_errors(
    views: Sequence[Bytes], reference: Bools, left_out: Collection[str]
) -> dict[str, Floats]:
    """How badly views are rebuilt, which is how new they look.

    Parameters
    ----------
    views : sequence of ndarray of uint8, shape (V, H, W, 3)
        Of N items.
    reference : ndarray of bool, shape (N,)
        Items that are known.
    left_out : collection of str
        Classes that the autoencoder must not have learned from.

    Returns
    -------
    dict of str to ndarray of float64, shape (N,)
        Mean squared error over the views: ``PCA`` from as many principal components of
        the reference's views as the code of the ``autoencoder`` has numbers, which was
        trained on the embedded corpus's train sources.
    """
    pixels = [view_pixels(ring) for ring in views]
    network = Autoencoder(EmbedParams()).blind_to(left_out)
    assert isinstance(network, Autoencoder)
    rebuilt = np.array([float(network.errors(ring).mean()) for ring in pixels])
    return {"PCA": component_errors(pixels, reference), "autoencoder": rebuilt}


def component_errors(pixels: Sequence[Floats], reference: Bools) -> Floats:
    """Mean squared error of views that are rebuilt from the reference's principal components.

    Parameters
    ----------
    pixels : sequence of ndarray of float64, shape (V, 784)
        Of each item's views, see :func:`~lib.encoders.autoencoder.view_pixels`.
    reference : ndarray of bool, shape (N,)

    Returns
    -------
    ndarray of float64, shape (N,)
        From as many components as the code of the autoencoder has numbers.
    """
    known = np.concatenate([pixels[int(row)] for row in np.flatnonzero(reference)])
    mean = known.mean(axis=0)
    centred = known - mean
    # The axes of the covariance: there are far more views than pixels.
    axes = np.linalg.eigh(centred.T @ centred)[1][:, : -CODE - 1 : -1]
    return np.array([_unexplained(ring - mean, axes) for ring in pixels])


def _unexplained(centred: Floats, axes: Floats) -> float:
    return float(((centred - centred @ axes @ axes.T) ** 2).mean())
