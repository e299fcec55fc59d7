"""Train, validation and test by source, before anything is perturbed."""

import hashlib
from collections.abc import Sequence

import numpy as np

SPLITS = ("train", "val", "test")
"""Names of the splits, in the order in which positions are dealt out."""


def assign(n: int, seed: int, train: float = 0.8, val: float = 0.1) -> list[str]:
    """Deal `n` sources out to the splits.

    Parameters
    ----------
    n : int
        Number of sources.
    seed : int
        Seed of the generator that shuffles ``arange(n)``.
    train, val : float, optional
        Shares, each rounded to whole sources (halves to the even number); what
        they leave is the test split.

    Returns
    -------
    list of str
        ``train``, ``val`` or ``test`` for each source, in source order.

    Raises
    ------
    ValueError
        If `n` or a share is negative, or the shares exceed 1 together.
    """
    if n < 0:
        raise ValueError(f"n is {n}, it must not be negative")
    if not (train >= 0 and val >= 0 and train + val <= 1):
        raise ValueError(
            f"train={train:g} and val={val:g} must be 0 or more and add up to at most 1"
        )
    order = np.arange(n)
    # The published split is defined by this generator and this call, hence not lib.core.rng.
    np.random.default_rng(seed).shuffle(order)
    ends = np.cumsum([round(train * n), round(val * n)])
    part = np.searchsorted(ends, np.argsort(order), side="right")
    return [SPLITS[index] for index in part]


def split_sha256(source_ids: Sequence[str], splits: Sequence[str]) -> str:
    r"""Hash a split, whatever the order of its rows.

    Parameters
    ----------
    source_ids : sequence of str
        Unique ids.
    splits : sequence of str
        The split of each.

    Returns
    -------
    str
        SHA-256, hexadecimal, of the sorted ``source_id<TAB>split`` lines joined
        by newlines, without one at the end.

    Raises
    ------
    ValueError
        If the lengths differ or an id comes twice.
    """
    if len(set(source_ids)) != len(source_ids):
        raise ValueError("source ids are not unique")
    lines = sorted(f"{name}\t{split}" for name, split in zip(source_ids, splits, strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
