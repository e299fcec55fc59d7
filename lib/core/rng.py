"""Random generators that depend on a seed and on names, never on order.

One object's draws must not move when another object joins the corpus, so no
generator is shared between objects: each comes from the seed and the object's
own names.
"""

import hashlib

import numpy as np


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return the generator that belongs to `seed` and `names`.

    Parameters
    ----------
    seed : int
        The experiment's seed.
    *names : str
        What the draws are for, e.g. an object id and the name of the step.

    Returns
    -------
    numpy.random.Generator
        PCG64, seeded with the SHA-256 of the tab-joined seed and names.

    Examples
    --------
    >>> bool(generator(42, "chair_0001").random() == generator(42, "chair_0001").random())
    True
    """
    return np.random.default_rng(int.from_bytes(_digest(seed, *names), "big"))


def draw_order(seed: int, scope: str, ids: list[str]) -> list[str]:
    """Sort `ids` by a random key that each id brings along.

    Taking the first k is a seeded sample without replacement in which a new id
    displaces at most one of the chosen.

    Parameters
    ----------
    seed : int
        The experiment's seed.
    scope : str
        What the sample is for; another scope gives another order.
    ids : list of str
        Unique ids, in any order.

    Returns
    -------
    list of str
        The same ids in random order.
    """
    return sorted(ids, key=lambda item: _digest(seed, scope, item))


def _digest(seed: int, *names: str) -> bytes:
    return hashlib.sha256("\t".join([str(seed), *names]).encode()).digest()
