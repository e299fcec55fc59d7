"""Meshes and ring views in shards, and access to them by key."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

from lib.artifacts import atomic, existing
from lib.geometry.mesh import Mesh

T = TypeVar("T")

SHARD_SIZE = 128
"""Objects in a shard of meshes or views."""


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


def write_views(path: Path, views: Mapping[str, npt.NDArray[np.uint8]]) -> None:
    """Write a shard of ring views: a zip with one PNG an object, its views in two rows.

    Parameters
    ----------
    path : Path
        Ends in ``.zip``.
    views : mapping of str to ndarray of uint8, shape (V, S, S, 3)
    """
    _write_zip(path, ((f"{key}.png", _png(tile(images))) for key, images in views.items()))


def tile(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Lay V views, shape (V, S, S, 3), out in two rows (one row where V is odd)."""
    count, height, width, _ = images.shape
    rows = 2 if count % 2 == 0 else 1
    grid = images.reshape(rows, count // rows, height, width, 3).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(grid.reshape(rows * height, count // rows * width, 3))


def untile(picture: npt.NDArray[np.uint8], size: int) -> npt.NDArray[np.uint8]:
    """Undo :func:`tile` for views of `size` pixels."""
    rows, columns = picture.shape[0] // size, picture.shape[1] // size
    grid = picture.reshape(rows, size, columns, size, 3).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(grid.reshape(rows * columns, size, size, 3))


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
    """Ring views by content hash, from a folder of shards."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        self._place: dict[str, Path] = {}
        for path in sorted(existing(folder).glob("*.zip")):
            with zipfile.ZipFile(path) as shard:
                self._place.update(dict.fromkeys((n[:-4] for n in shard.namelist()), path))

    def __getitem__(self, content: str) -> npt.NDArray[np.uint8]:
        data = _opened(self._place[content]).read(f"{content}.png")
        return untile(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), self.size)


def _write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    with atomic(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as shard:
        for name, data in members:
            # ZipInfo's own default date keeps the clock out of the bytes.
            shard.writestr(zipfile.ZipInfo(name), data)


def _npy(array: npt.NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _png(picture: npt.NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", compress_level=6)
    return stream.getvalue()


@lru_cache(maxsize=2)
def _cached_meshes(path: Path) -> dict[str, Mesh]:
    return read_meshes(path)


@lru_cache(maxsize=4)
def _opened(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)
