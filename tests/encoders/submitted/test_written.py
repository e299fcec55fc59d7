from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.core.files import read_vectors, write_vectors
from lib.encoders.submitted.written import DECIMALS, as_written

# From far below the last digit that is kept to far above what float32 holds of nine.
LENGTHS = st.floats(2.0**-20, 2.0**20, width=32)


@given(arrays(np.float32, (5, 3), elements=LENGTHS))
def test_as_written_is_what_the_file_gives_back(
    tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray
) -> None:
    path = tmp_path_factory.getbasetemp() / "v.npy"
    wide = vectors.astype(np.float64)
    write_vectors(path, wide / np.median(np.sqrt((wide**2).sum(axis=1))), decimals=9)
    made = as_written(vectors)
    assert made.dtype == np.float64
    np.testing.assert_array_equal(made, read_vectors(path))
    before = path.read_bytes()
    # Stage `embed` writes what was rounded before.
    write_vectors(path, made, DECIMALS)
    assert path.read_bytes() == before


def test_half_precision_is_taken_as_well(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((50, 8)).astype(np.float16)
    write_vectors(tmp_path / "v.npy", as_written(vectors), DECIMALS)
    np.testing.assert_array_equal(read_vectors(tmp_path / "v.npy"), as_written(vectors))


@given(arrays(np.float32, (5, 3), elements=st.floats(1, 1000, width=32)), st.integers(-9, 9))
def test_the_scale_is_not_told(vectors: np.ndarray, power: int) -> None:
    made = as_written(vectors)
    assert np.median(np.linalg.norm(made, axis=1)) == pytest.approx(1)
    np.testing.assert_array_equal(as_written(vectors * np.float32(4.0**power)), made)
    ratios = vectors.astype(float) / float(vectors[0, 0])
    np.testing.assert_allclose(made / made[0, 0], ratios, rtol=3e-6)
