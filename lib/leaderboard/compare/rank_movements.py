"""In words: what moved, from the histograms of ranks before and after."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_NEAR, _MIDDLE, _TAIL = "near", "middle", "tail"

_GAINS = {
    _NEAR: "rank-2 hits turned into hits",
    _MIDDLE: "ranks 3 to 10 moved up",
    _TAIL: "the left tail was lifted (ranks beyond 10 moved up)",
}
_LOSSES = {
    _NEAR: "hits slipped to rank 2",
    _MIDDLE: "queries fell to ranks 3 to 10",
    _TAIL: "the left tail grew (queries fell beyond rank 10)",
}
_MOSTLY = 2 / 3


class Bucket(NamedTuple):
    """Ranks from `first` to `last` (0: no end), and the queries there before and after."""

    first: int
    last: int
    old: int
    new: int

    @property
    def name(self) -> str:
        """The ranks, as text."""
        if self.last == 0:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def worth(self) -> float:
        """Mean AP of the bucket's ranks; a rank without an end is taken for very deep."""
        if self.last == 0:
            return 0.0
        return float(np.mean(1 / np.arange(self.first, self.last + 1)))


def sentence(buckets: Sequence[Bucket]) -> str:
    """Say where a change of mAP came from.

    Queries that are as many in a bucket as before count as unmoved. What the others
    gained or lost is booked on the worse of the two ranks that they moved between:
    rank 2, ranks 3 to 10, or the tail beyond.

    Parameters
    ----------
    buckets : sequence of Bucket
        Of one encoder, tier and gallery, by rank; as many queries before as after.

    Returns
    -------
    str
        Without a full stop. Net movements: two queries that trade places cannot be seen.
    """
    moved = [bucket for bucket in buckets if bucket.old != bucket.new]
    if not moved:
        return "no query changed its bucket: ranks moved within 3-5, 6-10 or 11+"
    net = ", ".join(f"{bucket.new - bucket.old:+d} at {bucket.name}" for bucket in moved)
    gains, losses = _flows(buckets)
    up, down = sum(gains.values()), sum(losses.values())
    parts = [
        _cause(flows, words)
        for flows, words in ((gains, _GAINS), (losses, _LOSSES))
        # A trickle against the stream is not worth a word.
        if sum(flows.values()) > 0.1 * (up + down)
    ]
    if up < down:
        parts.reverse()
    return f"{', while '.join(parts)} (net: {net})"


def _flows(buckets: Sequence[Bucket]) -> tuple[dict[str, float], dict[str, float]]:
    """Match what buckets lost with what others gained, the best ranks first."""
    left = [max(bucket.old - bucket.new, 0) for bucket in buckets]
    come = [max(bucket.new - bucket.old, 0) for bucket in buckets]
    gains, losses = dict.fromkeys(_GAINS, 0.0), dict.fromkeys(_LOSSES, 0.0)
    i = j = 0
    while i < len(buckets) and j < len(buckets):
        count = min(left[i], come[j])
        if count:
            worse = buckets[max(i, j)]
            value = count * abs(buckets[j].worth - buckets[i].worth)
            place = _NEAR if worse.first <= 2 else _TAIL if worse.last == 0 else _MIDDLE
            (gains if j < i else losses)[place] += value
            left[i] -= count
            come[j] -= count
        if left[i] == 0:
            i += 1
        elif come[j] == 0:
            j += 1
    return gains, losses


def _cause(flows: dict[str, float], words: dict[str, str]) -> str:
    total = sum(flows.values())
    ordered = sorted(flows, key=lambda place: -flows[place])
    if flows[ordered[0]] >= _MOSTLY * total:
        alone = flows[ordered[0]] >= 0.95 * total
        return words[ordered[0]] if alone else f"mostly {words[ordered[0]]}"
    return " and ".join(words[place] for place in ordered if flows[place] > 0.1 * total)
