"""Meshes and ring views in shards, and access to them by key."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lib.core.arrays import Bytes, Floats
from lib.core.files import atomic, existing
from lib.geometry.mesh import Mesh

T = TypeVar("T")

SHARD_SIZE = 128
"""Objects in a shard of meshes or views."""

_PACKED = ".npy.zst"


def shards(rows: Sequence[T], size: int = SHARD_SIZE) -> list[tuple[str, Sequence[T]]]:
    """Cut `rows` into runs of `size` and name each run."""
    starts = range(0, len(rows), size)
    width = len(str(len(starts)))
    return [
        (f"shard-{number:0{width}d}", rows[start : start + size])
        for number, start in enumerate(starts)
    ]


def write_meshes(path: Path, meshes: Mapping[str, Mesh]) -> None:
    """Write a shard of meshes, keyed by object id, at stored precision (float32, int32)."""
    counts = np.array(
        [[len(mesh.vertices), len(mesh.faces)] for mesh in meshes.values()], dtype="<i8"
    )
    arrays = {
        "ids": np.array(list(meshes), dtype=np.str_),
        "counts": counts.reshape(-1, 2),
        "vertices": np.concatenate([m.vertices.astype("<f4") for m in meshes.values()]),
        "faces": np.concatenate([m.faces.astype("<i4") for m in meshes.values()]),
        "colors": np.concatenate([m.colors for m in meshes.values()]),
    }
    # Not np.savez: its zip headers differ between patch releases of Python.
    _write_zip(path, ((f"{name}.npy", _npy(array)) for name, array in arrays.items()))


def read_meshes(path: Path) -> dict[str, Mesh]:
    """Read a shard of meshes written by :func:`write_meshes`."""
    with np.load(existing(path), allow_pickle=False) as shard:
        ends = np.cumsum(shard["counts"], axis=0)[:-1]
        return {
            str(key): Mesh.build(vertices, faces, colors)
            for key, vertices, faces, colors in zip(
                shard["ids"],
                np.split(shard["vertices"], ends[:, 0]),
                np.split(shard["faces"], ends[:, 1]),
                np.split(shard["colors"], ends[:, 1]),
                strict=True,
            )
        }


def write_views(path: Path, views: Mapping[str, Bytes]) -> None:
    """Write a shard of ring views: a zip with one ``.npy.zst`` an object.

    Zstandard, because it packs flat-shaded pictures tighter than PNG in a twentieth
    of the time, and the same way on every processor.

    Parameters
    ----------
    path : Path
        Ends in ``.zip``.
    views : mapping of str to ndarray of uint8, shape (V, S, S, 3)
    """
    pack = pa.Codec("zstd", compression_level=1)
    _write_zip(
        path,
        (
            (f"{key}{_PACKED}", pack.compress(_npy(images), asbytes=True))
            for key, images in views.items()
        ),
    )


class MeshStore:
    """Meshes by object id, from a folder of shards in manifest order."""

    def __init__(self, folder: Path, object_ids: Sequence[str]) -> None:
        self.folder = folder
        self.shard_of = {
            key: f"{name}.npz" for name, keys in shards(object_ids, SHARD_SIZE) for key in keys
        }

    def __getitem__(self, object_id: str) -> Mesh:
        return _cached_meshes(self.folder / self.shard_of[object_id])[object_id]


class ViewStore:
    """Ring views by content hash, from a folder of shards.

    Attributes
    ----------
    checksums : dict of str to int
        CRC-32 of what is stored, by content hash, shard by shard.
    """

    def __init__(self, folder: Path) -> None:
        self.checksums: dict[str, int] = {}
        self._place: dict[str, Path] = {}
        for path in sorted(existing(folder).glob("*.zip")):
            with zipfile.ZipFile(path) as shard:
                for info in shard.infolist():
                    content = info.filename.removesuffix(_PACKED)
                    self.checksums[content], self._place[content] = info.CRC, path

    def __getitem__(self, content: str) -> Bytes:
        data = _opened(self._place[content]).read(f"{content}{_PACKED}")
        stream = pa.CompressedInputStream(pa.BufferReader(data), "zstd")
        return np.asarray(np.load(io.BytesIO(stream.read())))


class RowStore:
    """Rows of a matrix by content hash.

    Parameters
    ----------
    path : Path
        An ``.npy`` file; opened when the first row is asked for.
    contents : iterable of str
        Content hashes in the order of the rows.
    """

    def __init__(self, path: Path, contents: Iterable[str]) -> None:
        self.path = path
        self._row = {content: row for row, content in enumerate(contents)}

    def __getitem__(self, content: str) -> Floats:
        return np.asarray(_mapped(self.path)[self._row[content]], dtype=np.float64)


def _write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    with atomic(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as shard:
        for name, data in members:
            # ZipInfo's own default date keeps the clock out of the bytes.
            shard.writestr(zipfile.ZipInfo(name), data)


def _npy(array: npt.NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


@lru_cache(maxsize=2)
def _cached_meshes(path: Path) -> dict[str, Mesh]:
    return read_meshes(path)


@lru_cache(maxsize=1)
def _mapped(path: Path) -> npt.NDArray[Any]:
    return np.asarray(np.load(existing(path), mmap_mode="r", allow_pickle=False))


@lru_cache(maxsize=4)
def _opened(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)
