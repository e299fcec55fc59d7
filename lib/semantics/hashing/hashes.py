"""Seven perceptual hashes under one roof, and the distance that belongs to each.

Four are those of imagehash, at its usual 64 bits: aHash compares the pixels of an 8 x 8
thumbnail with their mean, pHash the lowest 8 x 8 coefficients of a cosine transform with
their median, dHash each pixel with its left neighbour, the wavelet hash the 8 x 8 low-pass
band of a Haar transform, taken without its mean, with the median. Three are OpenCV's
(``img_hash``): the mean of each of 16 x 16 blocks against the mean of all (after Yang, Gu and
Niu 2006, who take the median), 256 bits; the variance along 180 radial lines, as 40
coefficients (Standaert, Lefebvre and others 2005); and the sign of a Marr-Hildreth filter's
response (Zauner 2010), 576 bits.

Where more than half of a picture is of one colour, the wavelet hash's median is that colour's
own value, and bits there say which way the last digit of a float was rounded: always the same
way for the same picture, another way for one that is hardly changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import cv2
import imagehash
import numpy as np
from PIL import Image

from lib.core.arrays import Bytes, Floats

_DIGITS = 12


@dataclass(frozen=True)
class Hash:
    """A perceptual hash.

    Attributes
    ----------
    compute : callable
        From a picture in grey, uint8 of shape (H, W), to a code, uint8 of shape (L,):
        bits, 0 or 1, or the coefficients of the radial variance.
    distances : callable
        From codes of shape (N, L) and (M, L) to distances, float64 of shape (N, M).
    """

    compute: Callable[[Bytes], Bytes]
    distances: Callable[[Bytes, Bytes], Floats]

    def codes(self, greys: Sequence[Bytes]) -> Bytes:
        """Hash pictures in grey, to uint8 of shape (N, L)."""
        return np.stack([self.compute(grey) for grey in greys])


def grey(image: Bytes) -> Bytes:
    """Turn RGB, uint8 of shape (H, W, 3), into shades of grey by ITU-R 601, shape (H, W)."""
    return np.asarray(Image.fromarray(image).convert("L"))


def hamming(one: Bytes, other: Bytes) -> Floats:
    """Share of bits that differ, in [0, 1], of every pair; shapes (N, L), (M, L) to (N, M)."""
    first, second = one.astype(np.float64), other.astype(np.float64)
    # Products of zeros and ones: whole numbers, exact in whatever order they are added.
    shared = first @ second.T
    differ = first.sum(axis=1)[:, None] + second.sum(axis=1)[None] - 2 * shared
    return np.asarray(differ / one.shape[1])


def radial_distance(one: Bytes, other: Bytes) -> Floats:
    """One less the peak of the cross-correlation over all rotations, of every pair.

    What OpenCV's ``RadialVarianceHash.compare`` gives, taken from 1: a rotated picture
    has shifted coefficients. A code without any variance is like nothing, at distance 1.

    Returns
    -------
    ndarray of float64, shape (N, M)
        0 for equal codes, up to 1: a peak below zero counts as none, as in OpenCV.
    """
    length = one.shape[1]
    # Whole numbers below 2**53 all along, so that no order of additions matters.
    first, second = (length * x.astype(np.float64) - x.sum(axis=1)[:, None] for x in (one, other))
    spread = np.sqrt((first**2).sum(axis=1))[:, None] * np.sqrt((second**2).sum(axis=1))[None]
    peak = np.zeros(spread.shape)
    for shift in range(length):
        np.maximum(peak, first @ np.roll(second, shift, axis=1).T, out=peak)
    share = np.divide(peak, spread, out=np.zeros_like(peak), where=spread > 0)
    return np.asarray(np.round(1 - share, _DIGITS) + 0.0)


def _imagehash(function: Callable[[Image.Image], Any]) -> Callable[[Bytes], Bytes]:
    def compute(picture: Bytes) -> Bytes:
        bits = function(Image.fromarray(picture)).hash
        return np.asarray(bits, dtype=np.uint8).ravel()

    return compute


def _block_mean(picture: Bytes) -> Bytes:
    return np.unpackbits(cv2.img_hash.blockMeanHash(picture).ravel())


def _marr_hildreth(picture: Bytes) -> Bytes:
    return np.unpackbits(cv2.img_hash.marrHildrethHash(picture).ravel())


def _radial_variance(picture: Bytes) -> Bytes:
    return np.asarray(cv2.img_hash.radialVarianceHash(picture)).ravel()


HASHES: Mapping[str, Hash] = MappingProxyType(
    {
        "ahash": Hash(_imagehash(imagehash.average_hash), hamming),
        "phash": Hash(_imagehash(imagehash.phash), hamming),
        "dhash": Hash(_imagehash(imagehash.dhash), hamming),
        "wavelet": Hash(_imagehash(imagehash.whash), hamming),
        "block_mean": Hash(_block_mean, hamming),
        "radial_variance": Hash(_radial_variance, radial_distance),
        "marr_hildreth": Hash(_marr_hildreth, hamming),
    }
)
"""By name, in the order in which they are shown."""
