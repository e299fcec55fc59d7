import cv2
import pytest

from lib.semantics.hashing.steady import steady


@pytest.mark.parametrize("fails", [False, True])
def test_opencv_is_left_as_it_was(fails):
    before = cv2.getNumThreads(), cv2.useOptimized(), cv2.ipp.useIPP()
    try:
        with steady():
            assert (cv2.getNumThreads(), cv2.useOptimized(), cv2.ipp.useIPP()) == (1, False, False)
            if fails:
                raise ValueError
    except ValueError:
        assert fails
    assert (cv2.getNumThreads(), cv2.useOptimized(), cv2.ipp.useIPP()) == before
