"""OpenCV with one code path for every processor."""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2


@contextmanager
def steady() -> Iterator[None]:
    """Let OpenCV compute the same bytes on every x86-64 processor; restored afterwards.

    It has a kernel for each generation of processors, and Intel's library besides, and
    these differ in the last bits of float32: keypoints, homographies and Marr-Hildreth
    hashes come out otherwise. Without them it is as fast here, within a tenth. One
    thread, because a picture is too small for two.
    """
    threads, optimised, ipp = cv2.getNumThreads(), cv2.useOptimized(), cv2.ipp.useIPP()
    cv2.setNumThreads(1)
    cv2.setUseOptimized(False)
    cv2.ipp.setUseIPP(False)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)
        cv2.setUseOptimized(optimised)
        cv2.ipp.setUseIPP(ipp)
