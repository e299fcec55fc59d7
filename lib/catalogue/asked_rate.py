"""The base rate that a user asks for: a number, or what a catalogue's size makes of a share."""

from dataclasses import dataclass
from typing import Literal

from lib.core.console import require_rate
from lib.core.errors import BenchError
from lib.thresholds.gallery import n_pairs, n_true_pairs, pair_rate

RateOf = Literal["pairs", "candidates"]
"""What the base rate is a share of: of all pairs, or of what a search returns."""

_WAYS = (
    "say either --base-rate, the share of true pairs among those that are scored, or "
    "--gallery-size and --duplicate-share, from which it follows"
)


@dataclass(frozen=True)
class Gallery:
    """A catalogue to scan.

    Attributes
    ----------
    size : int
        Items, at least 2.
    duplicate_share : float
        Share of them that have a duplicate, in (0, 1).
    rate_of : {"pairs", "candidates"}
        Whether a scan scores every pair, or each item and its nearest other.
    """

    size: int
    duplicate_share: float
    rate_of: RateOf

    @property
    def n_scored(self) -> int:
        """Pairs, or candidates, of a scan."""
        return n_pairs(self.size) if self.rate_of == "pairs" else self.size

    def rate(self, found: float = 1.0) -> float:
        """Return the base rate of what a scan scores.

        Parameters
        ----------
        found : float, optional
            Share of the items with a duplicate that have it for their nearest, in (0, 1]:
            of the other ones the candidate is false.
        """
        if self.rate_of == "pairs":
            return pair_rate(self.size, self.duplicate_share)
        return self.duplicate_share * found

    def n_negatives(self, found: float = 1.0) -> float:
        """Return the expected number of false pairs, or candidates, of a scan."""
        if self.rate_of == "pairs":
            return n_pairs(self.size) - n_true_pairs(self.size, self.duplicate_share)
        return self.size * (1 - self.rate(found))


@dataclass(frozen=True)
class AskedRate:
    """A base rate, given in one of two ways.

    Attributes
    ----------
    rate_of : {"pairs", "candidates"}
    base_rate : float or None
        None where it follows from `gallery`.
    gallery : Gallery or None
    """

    rate_of: RateOf
    base_rate: float | None = None
    gallery: Gallery | None = None

    def rate(self, found: float = 1.0) -> float:
        """Return the base rate; `found` is as in :meth:`Gallery.rate`."""
        if self.gallery is not None:
            return self.gallery.rate(found)
        assert self.base_rate is not None
        return self.base_rate


def asked_rate(
    base_rate: float | None,
    gallery_size: int | None,
    duplicate_share: float | None,
    rate_of: RateOf = "pairs",
) -> AskedRate:
    """Check the options of a command that say what the base rate is.

    Raises
    ------
    BenchError
        If it is given in both ways, in none, by half, or out of range.
    """
    catalogue = {"--gallery-size": gallery_size, "--duplicate-share": duplicate_share}
    given = [option for option, value in catalogue.items() if value is not None]
    if base_rate is not None:
        if given:
            raise BenchError(
                f"--base-rate and {' and '.join(given)} say the base rate twice", _WAYS
            )
        require_rate(base_rate, "--base-rate", f"5 % of the {rate_of} is 0.05")
        return AskedRate(rate_of, base_rate)
    if gallery_size is None or duplicate_share is None:
        lacking = [option for option, value in catalogue.items() if value is None]
        if given:
            raise BenchError(f"{given[0]} takes {lacking[0]} beside it", _WAYS)
        raise BenchError("nothing says which share of the pairs is true", _WAYS)
    if gallery_size < 2:
        raise BenchError(
            f"--gallery-size is {gallery_size}, a pair takes two items",
            "give the number of items of the catalogue that is scanned",
        )
    require_rate(duplicate_share, "--duplicate-share", "5 % of the items is 0.05")
    return AskedRate(rate_of, gallery=Gallery(gallery_size, duplicate_share, rate_of))
