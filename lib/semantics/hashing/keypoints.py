"""Local features of a picture, how many of two pictures match, and one laid over the other.

Detectors are OpenCV's with its own settings: ORB (Rublee and others 2011), AKAZE
(Alcantarilla, Nuevo and Bartoli 2013) and SIFT (Lowe 2004).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bytes, Floats

DETECTORS: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        "orb": lambda: cv2.ORB.create(),
        "akaze": lambda: cv2.xfeatures2d.AKAZE.create(),
        "sift": lambda: cv2.SIFT.create(),
    }
)
"""By name; binary descriptors are compared by Hamming distance, SIFT's by L2."""

MIN_MATCHES = 10
"""Matches that a homography has to rest on. Four define one; with so few, chance does."""

_REPROJECTION = 5.0
"""Farthest that a match may lie from where the homography puts it, pixels."""

_WHITE = 255


@dataclass(frozen=True, eq=False)
class Keypoints:
    """What a detector finds in one picture.

    Attributes
    ----------
    places : ndarray of float64, shape (K, 2)
        x and y, pixels.
    descriptors : ndarray of uint8 or float32, shape (K, L)
    """

    places: Floats
    descriptors: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.places)


def detect(greys: Sequence[Bytes], detector: str) -> list[Keypoints]:
    """Find the keypoints of pictures in grey.

    Parameters
    ----------
    greys : sequence of ndarray of uint8, shape (H, W)
    detector : str
        A name in `DETECTORS`.
    """
    finder, found = DETECTORS[detector](), []
    for grey in greys:
        points, descriptors = finder.detectAndCompute(grey, None)
        places = np.array([point.pt for point in points], dtype=np.float64).reshape(-1, 2)
        found.append(Keypoints(places, np.zeros((0, 1)) if descriptors is None else descriptors))
    return found


def matches(query: Keypoints, other: Keypoints, ratio: float) -> npt.NDArray[np.int64]:
    """Match each keypoint of one picture with the nearest of another, if it is much the nearest.

    Lowe's test (2004): a match counts if its distance is below `ratio` times that of the
    second nearest. Without a second one there is no test, and no match.

    Returns
    -------
    ndarray of int64, shape (M, 2)
        Rows of keypoints in the one picture and in the other.
    """
    if len(query) == 0 or len(other) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    norm = cv2.NORM_HAMMING if query.descriptors.dtype == np.uint8 else cv2.NORM_L2
    nearest = cv2.BFMatcher(norm).knnMatch(query.descriptors, other.descriptors, k=2)
    kept = [
        (first.queryIdx, first.trainIdx)
        for first, second in nearest
        if first.distance < ratio * second.distance
    ]
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def homography(query: Keypoints, other: Keypoints, ratio: float, seed: int) -> Floats | None:
    """Find the plane projection that lays one picture over another.

    By RANSAC (Fischler and Bolles 1981) over the matches of :func:`matches`.

    Parameters
    ----------
    query, other : Keypoints
    ratio : float
        For the test of matches.
    seed : int
        Of OpenCV's own generator, set anew for every pair: no pair moves another's draws.

    Returns
    -------
    ndarray of float64, shape (3, 3), or None
        None where fewer than `MIN_MATCHES` matches are found or agree, or the picture
        would be mirrored or folded: then there is nothing to align by.
    """
    pairs = matches(query, other, ratio)
    if len(pairs) < MIN_MATCHES:
        return None
    cv2.setRNGSeed(seed)
    matrix, agree = cv2.findHomography(
        query.places[pairs[:, 0]], other.places[pairs[:, 1]], cv2.RANSAC, _REPROJECTION
    )
    if matrix is None or int(agree.sum()) < MIN_MATCHES:
        return None
    found = np.asarray(matrix, dtype=np.float64)
    # Left and right stay, and nothing that was seen comes to lie behind the camera.
    depth = query.places @ found[2, :2] + found[2, 2]
    return found if np.linalg.det(found) > 0 and (depth > 0).all() else None


def aligned(grey: Bytes, matrix: Floats, shape: tuple[int, int]) -> Bytes:
    """Lay a picture in grey over another of shape (H, W); white where it does not reach."""
    height, width = shape
    return np.asarray(cv2.warpPerspective(grey, matrix, (width, height), borderValue=_WHITE))
