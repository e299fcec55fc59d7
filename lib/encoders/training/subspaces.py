"""Directions in which groups lie far apart, and what belongs to a group close together."""

import numpy as np
from scipy.linalg import eigh
from sklearn.decomposition import PCA

from lib.core.arrays import Floats, Ints

SHRINKAGE = 0.1
"""How far the covariance within groups is drawn to a multiple of the identity."""


def discriminant(between: Floats, within: Floats, dim: int, shrinkage: float = SHRINKAGE) -> Floats:
    """Find the directions in which groups differ most, compared with what a group spreads.

    With both covariances diagonal at once, and r the share of a direction's variance
    that lies between groups, the direction is scaled to unit total variance and
    weighted by sqrt(r / (1 - r²)). Inner products of vectors that are so weighted are,
    but for terms of either vector alone, the logarithm of how much likelier it is that
    they are of one group than of two: probabilistic linear discriminant analysis
    (Ioffe 2006).

    Parameters
    ----------
    between, within : ndarray of float64, shape (D, D)
        Covariances, of group means and about them.
    dim : int
        Directions to keep, at most D.
    shrinkage : float, optional
        Times the mean variance within, added to the diagonal.

    Returns
    -------
    ndarray of float64, shape (D, dim)
    """
    size = len(within)
    spread = within + shrinkage * np.trace(within) / size * np.eye(size)
    shares, axes = eigh(spread, between + spread)
    shares, axes = shares[:dim], axes[:, :dim]
    r = 1 - np.clip(shares, 1e-9, 1)
    return np.asarray(axes * np.sqrt(r / (1 - r**2 + 1e-12)))


def pair_directions(originals: Floats, copies: list[tuple[Floats, Ints]], dim: int) -> Floats:
    """Directions that tell objects apart and altered copies of one not.

    The covariance within is that of the differences between copies and originals
    (relevant component analysis, Bar-Hillel et al. 2005), halved; each way of altering
    counts the same, however many copies it has.

    Parameters
    ----------
    originals : ndarray of float64, shape (N, D)
    copies : list of (ndarray of float64, shape (M, D), ndarray of int64, shape (M,))
        A way of altering each: the copies, and the rows of their originals.
    dim : int

    Returns
    -------
    ndarray of float64, shape (D, dim)
    """
    centered = originals - originals.mean(axis=0)
    within = np.zeros((originals.shape[1],) * 2)
    for altered, rows in copies:
        change = altered - originals[rows]
        within += change.T @ change / (2 * len(change) * len(copies))
    return discriminant(centered.T @ centered / len(centered), within, dim)


def class_directions(rows: Floats, classes: Ints) -> Floats:
    """Directions that tell classes apart, one less than there are classes.

    Parameters
    ----------
    rows : ndarray of float64, shape (N, D)
    classes : ndarray of int64, shape (N,)
        0, 1, ... without gaps.

    Returns
    -------
    ndarray of float64, shape (D, classes - 1)
    """
    count = int(classes.max()) + 1
    means = np.stack([rows[classes == label].mean(axis=0) for label in range(count)])
    rest = rows - means[classes]
    within = rest.T @ rest / (len(rows) - count)
    return discriminant(np.cov(means.T, bias=True), within, count - 1)


def principal(rows: Floats, dim: int) -> PCA:
    """Principal components of `rows`, at most `dim`."""
    return PCA(min(dim, *rows.shape), svd_solver="full").fit(rows)
