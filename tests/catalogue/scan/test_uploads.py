import time
from pathlib import Path

import numpy as np
import pytest
import trimesh

from lib.catalogue.scan.saved_index import Index
from lib.catalogue.scan.uploads import MOST, Checker
from lib.duplicates.relations.names import POLICY
from tests.catalogue.scan.folders import ENCODER, LIMITS, params

_SIZE = 100_000


def index(vectors: np.ndarray, threshold: float, encoder: str = ENCODER) -> Index:
    names = tuple(f"{number}.off" for number in range(len(vectors)))
    return Index(names, names, vectors, encoder, "", "cosine", threshold, None)


def upload(folder: Path) -> Path:
    """A mesh of about 5,000 faces."""
    path = folder / "new.off"
    trimesh.creation.torus(1.0, 0.3, major_sections=50, minor_sections=50).export(path)
    return path


def test_the_nearest_are_looked_at_and_the_others_counted(tmp_path: Path) -> None:
    path = upload(tmp_path)
    rng = np.random.default_rng(0)
    probe = Checker(index(rng.standard_normal((2, 28)), 2.0), LIMITS, params())
    row = probe.vector("new", trimesh_mesh(path))
    vectors = np.concatenate([rng.standard_normal((50, len(row))), np.tile(row, (8, 1))])
    (found,) = Checker(index(vectors, 0.999), LIMITS, params()).check([path])
    assert [match.item for match in found.matches] == [f"{50 + n}.off" for n in range(MOST)]
    assert found.further == 3
    assert found.nearest is not None
    assert found.nearest.similarity == pytest.approx(1.0)
    # Without the originals nothing speaks against it.
    assert len(found.duplicates(POLICY)) == MOST


def trimesh_mesh(path: Path):
    from lib.corpus.files import load_mesh

    return load_mesh(path)


@pytest.mark.slow
def test_one_upload_against_a_hundred_thousand_takes_less_than_a_second(tmp_path: Path) -> None:
    path = upload(tmp_path)
    encoder = params().scan.encoder
    rng = np.random.default_rng(0)
    small = Checker(index(rng.standard_normal((2, 439)), 0.9, encoder), LIMITS, params())
    dim = len(small.vector("new", trimesh_mesh(path)))
    rows = rng.standard_normal((_SIZE, dim)).astype(np.float32)
    checker = Checker(index(rows, 0.9, encoder), LIMITS, params())

    def seconds() -> float:
        start = time.process_time()
        checker.check([path])
        return time.process_time() - start

    seconds()
    assert min(seconds() for _ in range(3)) < 1.0
