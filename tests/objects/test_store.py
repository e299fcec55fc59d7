import zipfile
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.geometry.mesh import Mesh
from lib.objects import store


def test_meshes_survive_at_stored_precision(tmp_path: Path, cone: Mesh, torus: Mesh) -> None:
    path = tmp_path / "shard.npz"
    store.write_meshes(path, {"a.t1.0": cone, "b": torus})
    first = path.read_bytes()
    found = store.read_meshes(path)
    assert {key: mesh.sha256() for key, mesh in found.items()} == {
        "a.t1.0": cone.sha256(),
        "b": torus.sha256(),
    }
    store.write_meshes(path, {"a.t1.0": cone, "b": torus})
    assert path.read_bytes() == first


def test_shards_have_the_headers_that_every_python_writes(tmp_path: Path, cone: Mesh) -> None:
    """Of those that np.savez writes, Python 3.11.2 and 3.11.7 make different bytes."""
    store.write_meshes(tmp_path / "shard.npz", {"a": cone})
    store.write_views(tmp_path / "shard.zip", {"a": np.zeros((1, 4, 4, 3), np.uint8)})
    for path in sorted(tmp_path.iterdir()):
        with zipfile.ZipFile(path) as shard:
            for info in shard.infolist():
                assert info.extract_version == 20
                assert info.date_time == (1980, 1, 1, 0, 0, 0)
                assert not info.extra
                assert path.read_bytes()[info.header_offset + 4] == 20


def test_store_finds_objects_across_shards(tmp_path: Path, cone: Mesh, torus: Mesh) -> None:
    ids = [f"o{n}" for n in range(store.SHARD_SIZE + 1)]
    meshes = dict.fromkeys(ids[:-1], cone) | {ids[-1]: torus}
    for name, keys in store.shards(ids):
        store.write_meshes(tmp_path / f"{name}.npz", {key: meshes[key] for key in keys})
    found = store.MeshStore(tmp_path, ids)
    assert found[ids[0]].sha256() == cone.sha256()
    assert found[ids[-1]].sha256() == torus.sha256()


@pytest.mark.parametrize("count", [1, 3, 8])
def test_views_are_lossless(tmp_path: Path, count: int) -> None:
    rng = np.random.default_rng(0)
    views = {name: rng.integers(256, size=(count, 16, 16, 3)).astype(np.uint8) for name in "ab"}
    path = tmp_path / "shard-0.zip"
    store.write_views(path, views)
    found = store.ViewStore(tmp_path)
    assert list(found.checksums) == ["a", "b"]
    assert all((found[name] == views[name]).all() for name in views)
    first = path.read_bytes()
    store.write_views(path, views)
    assert path.read_bytes() == first


def test_shards_cover_everything_in_order() -> None:
    cut = store.shards(list(range(300)), 128)
    assert [name for name, _ in cut] == ["shard-0", "shard-1", "shard-2"]
    assert [x for _, rows in cut for x in rows] == list(range(300))
    names = [name for name, _ in store.shards(list(range(2000)), 128)]
    assert names == sorted(names)


def test_rows_are_found_by_content(tmp_path: Path) -> None:
    matrix = np.arange(6, dtype=np.float32).reshape(3, 2)
    np.save(tmp_path / "rows.npy", matrix)
    found = store.RowStore(tmp_path / "rows.npy", ["a", "b", "c"])
    assert found["b"].tolist() == [2.0, 3.0]
    assert found["b"].dtype == np.float64
    with pytest.raises(KeyError):
        found["d"]


def test_rows_of_a_file_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="rows"):
        store.RowStore(tmp_path / "rows.npy", ["a"])["a"]
