"""Spaces in which masks and what is printed of them are compared, by what was trained."""

from collections.abc import Callable

import numpy as np

from lib.core.arrays import Bytes, Floats
from lib.core.vectors import unit
from lib.encoders.pairs.trunk import Arrays, see

CONTRASTIVE, TWO_BRANCH = "patterns_contrastive", "patterns_two_branch"
"""Names of the trainings."""

SHARED, SUPERVISED, PRINTED, BOTH = "shared", "supervised", "printed", "both"
"""Trunks: of pairs; of masks by what is wrong with them; autoencoders of what is printed, and of
masks as well."""

ALIGNMENT = "alignment"
"""Matrix, shape (8, 8), from the standardised supervised map of a mask to the standardised
map of what is printed of it."""

_BRANCHES = ((SUPERVISED, "mask"), (PRINTED, "simulated"), (BOTH, "mask"), (BOTH, "simulated"))


def contrastive(arrays: Arrays, masks: Bytes, printed: Bytes) -> tuple[Floats, Floats]:
    """One trunk for both, trained so that the two of a pair come together.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        What `patterns_contrastive` has learned.
    masks, printed : ndarray of uint8, shape (N, S, S) and (M, S, S)

    Returns
    -------
    (ndarray, ndarray)
        Vectors of length 1, of masks and of what is printed.
    """
    return _vectors(see(arrays, SHARED, masks)), _vectors(see(arrays, SHARED, printed))


def two_branch(arrays: Arrays, masks: Bytes, printed: Bytes) -> tuple[Floats, Floats]:
    """Two trunks that never met: a classifier of masks, an autoencoder of what is printed.

    See :func:`contrastive`, with what `patterns_two_branch` has learned.
    """
    one = standardised(arrays, SUPERVISED, "mask", masks)
    return _vectors(one), _vectors(standardised(arrays, PRINTED, "simulated", printed))


def two_branch_aligned(arrays: Arrays, masks: Bytes, printed: Bytes) -> tuple[Floats, Floats]:
    """Two trunks that never met, and a linear map between them that least squares fit to pairs."""
    one = standardised(arrays, SUPERVISED, "mask", masks)
    turned = np.einsum("nchw,cd->ndhw", one, arrays[ALIGNMENT].astype(np.float64))
    return _vectors(turned), _vectors(standardised(arrays, PRINTED, "simulated", printed))


def autoencoder_of_both(arrays: Arrays, masks: Bytes, printed: Bytes) -> tuple[Floats, Floats]:
    """One autoencoder that was shown masks and what is printed, but not which belong together."""
    one, other = (
        standardised(arrays, BOTH, kind, pictures)
        for kind, pictures in (("mask", masks), ("simulated", printed))
    )
    return _vectors(one), _vectors(other)


SPACES: dict[str, tuple[str, Callable[[Arrays, Bytes, Bytes], tuple[Floats, Floats]]]] = {
    "autoencoder_of_both": (TWO_BRANCH, autoencoder_of_both),
    "contrastive": (CONTRASTIVE, contrastive),
    "two_branch": (TWO_BRANCH, two_branch),
    "two_branch_aligned": (TWO_BRANCH, two_branch_aligned),
}
"""Each space with the training that it comes from."""


def standardised(arrays: Arrays, trunk: str, kind: str, pictures: Bytes) -> Floats:
    """Map of a trunk without what the pictures of a kind have in common.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        With the mean at every place, shape (8, S / 8, S / 8), and the deviation of every
        channel, shape (8,), over the pictures of that kind that were learned from: see
        :func:`statistics`.
    trunk, kind : str
    pictures : ndarray of uint8, shape (N, S, S)

    Returns
    -------
    ndarray of float64, shape (N, 8, S / 8, S / 8)
    """
    mean, deviation = (
        arrays[f"{trunk}-{kind}-{what}"].astype(np.float64) for what in ("mean", "deviation")
    )
    return np.asarray((see(arrays, trunk, pictures) - mean) / deviation[:, None, None])


def statistics(arrays: Arrays, masks: Bytes, printed: Bytes) -> dict[str, Floats]:
    """Measure what :func:`standardised` takes away, for every trunk and kind of the two branches.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Weights of the trunks.
    masks, printed : ndarray of uint8, shape (N, S, S)
        What was learned from.
    """
    found = {}
    for trunk, kind in _BRANCHES:
        maps = see(arrays, trunk, masks if kind == "mask" else printed)
        mean = maps.mean(axis=0)
        deviation = np.sqrt(((maps - mean) ** 2).mean(axis=(0, 2, 3)))
        found[f"{trunk}-{kind}-mean"] = mean.astype(np.float32)
        # A channel that says nothing stays as it is.
        kept = np.where(deviation > 1e-6, deviation, 1.0)
        found[f"{trunk}-{kind}-deviation"] = kept.astype(np.float32)
    return found


def alignment(arrays: Arrays, masks: Bytes, printed: Bytes) -> Floats:
    """Fit `ALIGNMENT` to pairs: the least squares over all places of all maps."""
    one = standardised(arrays, SUPERVISED, "mask", masks)
    other = standardised(arrays, PRINTED, "simulated", printed)
    from_mask, to_printed = (np.moveaxis(m, 1, -1).reshape(-1, m.shape[1]) for m in (one, other))
    return np.asarray(np.linalg.lstsq(from_mask, to_printed, rcond=None)[0])


def _vectors(maps: Floats) -> Floats:
    return unit(maps.reshape(len(maps), -1))
