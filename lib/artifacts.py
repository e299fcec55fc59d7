"""How every file under data/ and reports/ is read and written.

Writes are atomic: a file appears under its name complete or not at all. Tables
have LF line ends, columns in a declared order and floats rounded once.
"""

import errno
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from PIL import Image

from lib.errors import BenchError
from lib.geometry.mesh import Mesh

T = TypeVar("T")

SHARD_SIZE = 128
"""Objects in a shard of meshes or views."""

DECIMALS = 6
"""Digits after the point in every table."""

_PLAN = (
    "object_id",
    "role",
    "class",
    "source_id",
    "item_id",
    "split",
    "tier",
    "seed",
    "recipe",
)
_ITEMS = (
    "item_id",
    "class",
    "split",
    "n_vertices",
    "n_faces",
    "geometry_sha256",
    "shape_sha256",
    "occupancy",
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "splits.csv": ("source_id", "class", "split", "split_sha256"),
    "items.parquet": _ITEMS,
    "inspection.parquet": (*_ITEMS, "error"),
    "plan.parquet": _PLAN,
    "objects.csv": (*_PLAN, "n_vertices", "n_faces", "geometry_sha256", "content_sha256"),
    "duplicates.csv": ("item_a", "item_b", "class_a", "class_b", "kind", "iou"),
    "hard-negatives.csv": (
        "query_id",
        "rank",
        "negative_id",
        "class",
        "similarity",
        "miner",
        "pool_size",
    ),
    "baseline-results.csv": (
        "encoder",
        "tier",
        "gallery",
        "map",
        "map_with_duplicates",
        "n_queries",
        "split_sha256",
        "corpus",
    ),
    "per-query-ap.parquet": (
        "query_id",
        "source_id",
        "class",
        "encoder",
        "tier",
        "gallery",
        "rank",
        "ap",
        "ap_with_duplicates",
        "n_junk",
        "rivals",
    ),
}
"""Columns of each table, by file name."""


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; rename it to `path` if all went well.

    Raises
    ------
    BenchError
        If the disk is full; what was there before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BenchError(
                f"the disk is full, {path} could not be written",
                "free some space and run the same command again: finished shards are kept",
            )
        raise
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with LF line ends."""
    with atomic(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write JSON, two spaces deep, keys in the order given."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> Any:
    """Read what :func:`write_json` wrote."""
    return json.loads(_existing(path).read_text(encoding="utf-8"))


def write_table(path: Path, table: pd.DataFrame, name: str | None = None) -> None:
    """Write a CSV or Parquet table in the columns declared for its file name.

    Parameters
    ----------
    path : Path
        Ends in ``.csv`` or ``.parquet``.
    table : pandas.DataFrame
        Has at least the declared columns; others are left out.
    name : str, optional
        Key into `COLUMNS` where it is not the file's own name.
    """
    columns = list(COLUMNS[name or path.name])
    rounded = table.loc[:, columns].copy()
    for column in rounded.select_dtypes("floating"):
        rounded[column] = rounded[column].round(DECIMALS) + 0.0
    with atomic(path) as part:
        if path.suffix == ".parquet":
            rounded.to_parquet(part, index=False, compression="zstd")
        else:
            rounded.to_csv(
                part,
                index=False,
                lineterminator="\n",
                float_format=f"%.{DECIMALS}f",
                encoding="utf-8",
            )


def read_table(path: Path, name: str | None = None) -> pd.DataFrame:
    """Read a CSV or Parquet table and require its declared columns.

    Ids stay strings, whatever they look like.
    """
    _existing(path)
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
    else:
        text = {"source_id", "object_id", "item_id", "query_id", "negative_id", "class"}
        table = pd.read_csv(path, dtype=dict.fromkeys(text, str), keep_default_na=False)
    missing = [column for column in COLUMNS[name or path.name] if column not in table.columns]
    if missing:
        raise BenchError(
            f"{path} lacks the columns {', '.join(missing)}; it has {', '.join(table.columns)}",
            "it was written by another version: run dvc repro",
        )
    return table


def write_meshes(path: Path, meshes: Mapping[str, Mesh]) -> None:
    """Write a shard of meshes, keyed by object id, at stored precision (float32, int32)."""
    counts = np.array(
        [[len(mesh.vertices), len(mesh.faces)] for mesh in meshes.values()], dtype="<i8"
    )
    with atomic(path) as part, part.open("wb") as stream:
        np.savez(
            stream,
            ids=np.array(list(meshes), dtype=np.str_),
            counts=counts.reshape(-1, 2),
            vertices=np.concatenate([m.vertices.astype("<f4") for m in meshes.values()]),
            faces=np.concatenate([m.faces.astype("<i4") for m in meshes.values()]),
            colors=np.concatenate([m.colors for m in meshes.values()]),
        )


def read_meshes(path: Path) -> dict[str, Mesh]:
    """Read a shard of meshes written by :func:`write_meshes`."""
    with np.load(_existing(path), allow_pickle=False) as shard:
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
    with atomic(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as shard:
        for key, images in views.items():
            stream = io.BytesIO()
            Image.fromarray(tile(images)).save(stream, "PNG", compress_level=6)
            # ZipInfo's own default date keeps the clock out of the bytes.
            shard.writestr(zipfile.ZipInfo(f"{key}.png"), stream.getvalue())


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
        for path in sorted(_existing(folder).glob("*.zip")):
            with zipfile.ZipFile(path) as shard:
                self._place.update(dict.fromkeys((n[:-4] for n in shard.namelist()), path))

    def __getitem__(self, content: str) -> npt.NDArray[np.uint8]:
        data = _opened(self._place[content]).read(f"{content}.png")
        return untile(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), self.size)


def write_vectors(path: Path, vectors: npt.NDArray[np.floating], decimals: int) -> None:
    """Write embeddings as float32, rounded to `decimals` digits after the point."""
    rounded = (np.round(np.asarray(vectors, dtype=np.float64), decimals) + 0.0).astype("<f4")
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, rounded, allow_pickle=False)


def read_vectors(path: Path, rows: int | None = None) -> npt.NDArray[np.float64]:
    """Read embeddings, shape (N, D), as float64; check the number of rows if given."""
    vectors = np.load(_existing(path), allow_pickle=False)
    if rows is not None and len(vectors) != rows:
        raise BenchError(
            f"{path} has {len(vectors)} rows, the manifest {rows}",
            "run dvc repro to bring it up to date",
        )
    return np.asarray(vectors, dtype=np.float64)


def shards(rows: Sequence[T], size: int = SHARD_SIZE) -> list[tuple[str, Sequence[T]]]:
    """Cut `rows` into runs of `size` and name each run."""
    starts = range(0, len(rows), size)
    width = len(str(len(starts)))
    return [
        (f"shard-{number:0{width}d}", rows[start : start + size])
        for number, start in enumerate(starts)
    ]


def drop_strays(folder: Path, keep: Sequence[Path]) -> None:
    """Remove what a cell of the matrix left behind that is no longer on the list.

    A stage that depends on the folder would otherwise hash files which the
    parameters do not ask for. DVC's cache still has them.
    """
    for path in sorted(folder.iterdir()):
        if path not in keep:
            print(f"{path} is not asked for by params.yaml: removed")
            path.unlink()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with _existing(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=2)
def _cached_meshes(path: Path) -> dict[str, Mesh]:
    return read_meshes(path)


@lru_cache(maxsize=4)
def _opened(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise BenchError(f"{path} is not there", "make it with: make repro")
    return path
