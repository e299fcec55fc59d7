"""How a hash and each of its remedies decides whether two pictures are the same.

Every method gives a pair a distance, and takes a pair for a match if that lies below its
limit. The limit comes from pairs of different originals alone, before any changed picture is
seen, and is the same for all changes: nobody knows which has befallen a picture. How many
false pairs match once the pictures are changed is measured besides.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from lib.core.arrays import Bools, Floats, Ints
from lib.core.params.hashing import HashingParams
from lib.core.rng import generator
from lib.semantics.hashing.hashes import HASHES
from lib.semantics.hashing.keypoints import aligned, homography, matches
from lib.semantics.hashing.observed import Observed
from lib.semantics.hashing.recall import Outcome, limit, outcome

_DIGITS = 9


class Method(Protocol):
    """Something that finds pictures among originals."""

    def judge(self, changed: Observed, false: Ints) -> Outcome:
        """Compare changed pictures with the originals.

        Parameters
        ----------
        changed : Observed
            One picture for each original, in the same order.
        false : ndarray of int64, shape (F, 2)
            Pairs of a picture and another's original, for methods that are too dear to
            try all.
        """


class ByHash:
    """Hash every picture, and compare it with every original's hash."""

    def __init__(self, originals: Observed, name: str, params: HashingParams) -> None:
        self.name, self.originals = name, originals
        others = ~np.eye(len(originals), dtype=bool)
        self.limit = limit(self.distances(originals)[others], params.false_match_rate)

    def distances(self, changed: Observed) -> Floats:
        """Distance of each picture from each original, shape (N, N)."""
        codes = self.originals.codes[self.name]
        return HASHES[self.name].distances(changed.codes[self.name], codes)

    def judge(self, changed: Observed, false: Ints) -> Outcome:  # noqa: ARG002
        """Compare, see :meth:`Method.judge`; all false pairs are tried."""
        return outcome(self.distances(changed), self.limit, len(self.originals))


class EmbeddingFirst:
    """Keep the originals whose vectors are most similar, and compare hashes with these alone.

    What is not kept never matches, so fewer false pairs are left, and at the same rate of
    false matches among all the hash may be looser: the limit is drawn accordingly.
    """

    def __init__(self, originals: Observed, bare: ByHash, params: HashingParams) -> None:
        self.bare, self.originals = bare, originals
        self.keep = min(params.keep, len(originals))
        others = ~np.eye(len(originals), dtype=bool)
        left = bare.distances(originals)[others & self._kept(originals)]
        self.limit = limit(left, params.false_match_rate, int(others.sum()))

    def _kept(self, changed: Observed) -> Bools:
        """Whether each original is among the nearest of each picture; of equals, the first."""
        similar = np.round(changed.vectors @ self.originals.vectors.T, _DIGITS)
        nearest = np.argsort(-similar, axis=1, kind="stable")[:, : self.keep]
        kept = np.zeros(similar.shape, dtype=bool)
        np.put_along_axis(kept, nearest, True, axis=1)
        return kept

    def judge(self, changed: Observed, false: Ints) -> Outcome:  # noqa: ARG002
        """Compare, see :meth:`Method.judge`; all false pairs are tried."""
        distances = np.where(self._kept(changed), self.bare.distances(changed), np.inf)
        return outcome(distances, self.limit, self.keep)


class ByPair(ABC):
    """A method that looks at one pair after another, and at a sample of the false ones."""

    def __init__(self, originals: Observed, detector: str, params: HashingParams) -> None:
        self.originals, self.detector, self.params = originals, detector, params
        drawn = false_pairs(len(originals), params.false_pairs, params.seed, "limit")
        distances, _ = self.distances(originals, drawn)
        self.limit = limit(distances, params.false_match_rate)

    @abstractmethod
    def distance(self, changed: Observed, row: int, original: int) -> float | None:
        """Distance of a pair, or None where there is nothing to go by."""

    @abstractmethod
    def otherwise(self, changed: Observed, row: int, original: int) -> float:
        """Distance of such a pair."""

    def distances(self, changed: Observed, pairs: Ints) -> tuple[Floats, int]:
        """Distances of pairs, shape (P,), and in how many there was nothing to go by."""
        found = [self.distance(changed, int(row), int(other)) for row, other in pairs]
        values = [
            self.otherwise(changed, int(row), int(other)) if one is None else one
            for one, (row, other) in zip(found, pairs, strict=True)
        ]
        return np.array(values, dtype=np.float64), found.count(None)

    def judge(self, changed: Observed, false: Ints) -> Outcome:
        """Compare, see :meth:`Method.judge`; the false pairs are those given."""
        own = np.repeat(np.arange(len(changed), dtype=np.int64)[:, None], 2, axis=1)
        true, fallbacks = self.distances(changed, own)
        wrong = self.distances(changed, false)[0] < self.limit
        size = len(self.originals)
        return Outcome(true < self.limit, int(wrong.sum()), len(false), size, fallbacks)


class Alignment(ByPair):
    """Lay the picture over the original by matched keypoints, then hash it.

    Where too few keypoints match, the picture is hashed as it stands, and counted.
    """

    def __init__(
        self, originals: Observed, detector: str, bare: ByHash, params: HashingParams
    ) -> None:
        self.bare = bare
        super().__init__(originals, detector, params)

    def distance(self, changed: Observed, row: int, original: int) -> float | None:
        """Distance of the hashes after alignment."""
        matrix = homography(
            changed.keypoints[self.detector][row],
            self.originals.keypoints[self.detector][original],
            self.params.ratio,
            self.params.seed,
        )
        if matrix is None:
            return None
        shape = self.originals.greys[original].shape
        over = aligned(changed.greys[row], matrix, (shape[0], shape[1]))
        kind, name = HASHES[self.bare.name], self.bare.name
        codes = self.originals.codes[name][original : original + 1]
        return float(kind.distances(kind.compute(over)[None], codes)[0, 0])

    def otherwise(self, changed: Observed, row: int, original: int) -> float:
        """Distance of the bare hashes."""
        name = self.bare.name
        one, other = changed.codes[name][row], self.originals.codes[name][original]
        return float(HASHES[name].distances(one[None], other[None])[0, 0])


class Matching(ByPair):
    """Count the keypoints that match after the ratio test: the more, the nearer."""

    def distance(self, changed: Observed, row: int, original: int) -> float | None:
        """Return the number of matches, negative; None where a picture has no two keypoints."""
        one = changed.keypoints[self.detector][row]
        other = self.originals.keypoints[self.detector][original]
        if min(len(one), len(other)) < 2:
            return None
        return -float(len(matches(one, other, self.params.ratio)))

    def otherwise(self, changed: Observed, row: int, original: int) -> float:  # noqa: ARG002
        """No match at all."""
        return 0.0


def false_pairs(size: int, count: int, seed: int, *scope: str) -> Ints:
    """Draw pairs of different rows, without repetition; all there are if that is fewer.

    Returns
    -------
    ndarray of int64, shape (min(count, size * (size - 1)), 2)
    """
    total = size * (size - 1)
    rng = generator(seed, "false pairs", *scope)
    drawn = np.sort(rng.choice(total, min(count, total), replace=False))
    row, step = np.divmod(drawn, size - 1)
    return np.stack([row, (row + 1 + step) % size], axis=1).astype(np.int64)


def remedies(
    originals: Observed, hashes: dict[str, ByHash], params: HashingParams
) -> dict[str, Method]:
    """Make the four remedies, some in two forms, by name in the order in which they are shown."""
    bare = hashes[params.bare]
    found: dict[str, Method] = {
        f"{params.alignment}_alignment": Alignment(originals, params.alignment, bare, params)
    }
    found |= {name: hashes[name] for name in SHIFT_INVARIANT if name != params.bare}
    found["embedding_first"] = EmbeddingFirst(originals, bare, params)
    return found | {f"{name}_matching": Matching(originals, name, params) for name in MATCHED}


SHIFT_INVARIANT: Sequence[str] = ("block_mean", "radial_variance")
"""Hashes that average over blocks or along rays, and so are said to bear small shifts."""

MATCHED: Sequence[str] = ("orb", "akaze")
"""Detectors whose matches are counted."""
