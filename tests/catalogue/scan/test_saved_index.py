import json
from pathlib import Path

import numpy as np
import pytest

from lib.catalogue.scan.in_force import by_hand
from lib.catalogue.scan.result import Item
from lib.catalogue.scan.saved_index import read_index, write_index
from lib.core.errors import BenchError

VECTORS = np.eye(3)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    items = [Item(f"{number}.off", f"sha{number}", 1, 0, 0) for number in range(3)]
    (tmp_path / "meshes").mkdir()
    threshold = by_hand(0.9, "cosine", "gram3d", "abc").threshold
    write_index(tmp_path / "out", items, VECTORS, threshold, "../meshes")
    return tmp_path / "out"


def test_what_was_written_is_read_again(out: Path) -> None:
    index = read_index(out)
    assert index.ids == ("0.off", "1.off", "2.off")
    assert index.sha256 == ("sha0", "sha1", "sha2")
    assert (index.encoder, index.encoder_sha256) == ("gram3d", "abc")
    assert (index.similarity, index.threshold) == ("cosine", 0.9)
    assert index.folder is not None
    assert index.folder.resolve() == out.parent / "meshes"
    np.testing.assert_array_equal(index.vectors, VECTORS)
    (out.parent / "meshes").rmdir()
    assert read_index(out).folder is None


def test_another_version_and_damage_are_refused(out: Path) -> None:
    path = out / "index.json"
    text = path.read_text()
    path.write_text(text.replace('"schema_version": 1', '"schema_version": 2'))
    with pytest.raises(BenchError, match="of version 2, this one reads 1"):
        read_index(out)
    path.write_text(text[:100])
    with pytest.raises(BenchError, match="not valid JSON"):
        read_index(out)
    path.write_text(json.dumps({"schema_version": 1}))
    with pytest.raises(BenchError, match="missing"):
        read_index(out)
    path.write_text(text)
    data = bytearray((out / "vectors.npy").read_bytes())
    data[-1] ^= 1
    (out / "vectors.npy").write_bytes(data)
    with pytest.raises(BenchError, match="it is damaged"):
        read_index(out)
    (out / "vectors.npy").unlink()
    with pytest.raises(BenchError, match="has lost"):
        read_index(out)
    path.unlink()
    with pytest.raises(BenchError, match="holds no index"):
        read_index(out)
