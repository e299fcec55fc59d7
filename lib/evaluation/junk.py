"""Gallery items that count neither for nor against a query."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Ints


def junk_pairs(
    relevant: npt.ArrayLike,
    origin: npt.ArrayLike,
    gallery_items: npt.ArrayLike,
    group: npt.ArrayLike,
) -> Ints:
    """Pair each query with the near-duplicates that would blur its score.

    An item that duplicates the relevant one, or the mesh that the query was made
    from, is neither wrong nor asked for.

    Parameters
    ----------
    relevant : array-like of int, shape (Q,)
        Gallery index of each query's relevant item.
    origin : array-like of int, shape (Q,)
        Corpus index of the mesh that each query comes from.
    gallery_items : array-like of int, shape (G,)
        Corpus index of each gallery item.
    group : array-like of int, shape (N,)
        Duplicate group of each corpus item, as `lib.objects.overlap.groups`
        returns it.

    Returns
    -------
    ndarray of int64, shape (P, 2)
        Sorted unique pairs (query, gallery index), the relevant item never among
        them.
    """
    targets = np.asarray(relevant, dtype=np.int64)
    labels = np.asarray(group, dtype=np.int64)
    in_gallery = labels[np.asarray(gallery_items, dtype=np.int64)]
    members: dict[int, list[int]] = {}
    for index, label in enumerate(in_gallery.tolist()):
        members.setdefault(label, []).append(index)
    pairs = [
        (query, index)
        for query, (target, source) in enumerate(
            zip(targets.tolist(), labels[np.asarray(origin, dtype=np.int64)].tolist(), strict=True)
        )
        for label in {int(in_gallery[target]), source}
        for index in members.get(label, [])
        if index != target
    ]
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
