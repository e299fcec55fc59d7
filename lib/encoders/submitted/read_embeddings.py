"""Embeddings from a stranger: nothing is believed before it is checked, nothing is run.

Sizes are checked before anything is read, on disk and unpacked.
"""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from lib.core.errors import BenchError
from lib.encoders.submitted.npy import HOW, read_data, read_header

NPY, NPZ = "embeddings.npy", "embeddings.npz"

MAX_BYTES = 100 * 2**20
"""GitHub takes no larger file. It holds 8,547 vectors of 3,066 float32."""

_DIRECTORY = 1024
"""Bytes that a zip's list of files may take; two names take 130."""

_MEMBERS = ({"embeddings.npy"}, {"embeddings.npy", "ids.npy"})
_SMALLER = "use float16, or fewer dimensions"

Vectors = npt.NDArray[np.float16] | npt.NDArray[np.float32]


def read_embeddings(path: Path, object_ids: Sequence[str]) -> Vectors:
    """Read ``embeddings.npy``, or ``embeddings.npz`` with `embeddings` and perhaps `ids`.

    Parameters
    ----------
    path : Path
        Of a file, not of a link.
    object_ids : sequence of str, length N
        Of the manifest, in its order.

    Returns
    -------
    ndarray of float16 or float32, shape (N, D)
        As in the file; values are not looked at.

    Raises
    ------
    BenchError
        If the file is too large, damaged or holds anything else: pickled
        objects, another dtype, another shape, other ids or ids in another order.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BenchError(f"{path} has {size:,} bytes, at most {MAX_BYTES:,} are taken", _SMALLER)
    with path.open("rb") as stream:
        if path.suffix == ".npz":
            return _read_npz(stream, path, object_ids)
        return _read_vectors(stream, size, str(path), len(object_ids))


def _read_npz(stream: IO[bytes], path: Path, object_ids: Sequence[str]) -> Vectors:
    _require_short_directory(stream, path)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = {info.filename: info for info in archive.infolist()}
            _require_members(archive.infolist(), path)
            if "ids.npy" in members:
                with archive.open(members["ids.npy"]) as member:
                    _require_ids(member, members["ids.npy"].file_size, f"{path}, ids", object_ids)
            info = members["embeddings.npy"]
            with archive.open(info) as member:
                where = f"{path}, embeddings"
                return _read_vectors(member, info.file_size, where, len(object_ids))
    except BenchError:
        raise
    # Zip and its decompressors have many ways to say that bytes are damaged.
    except Exception as error:
        raise BenchError(
            f"{path} cannot be read as .npz: {str(error) or type(error).__name__}",
            "write it with np.savez(path, ids=ids, embeddings=vectors)",
        )


def _require_short_directory(stream: IO[bytes], path: Path) -> None:
    """Refuse a list of files that is longer than two take: each takes memory to read."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - 42))
    tail = stream.read()
    record = tail[-22:]
    plain = record[:4] == b"PK\x05\x06" and record[-2:] == b"\0\0" and tail[:4] != b"PK\x06\x07"
    if not plain or int.from_bytes(record[12:16], "little") > _DIRECTORY:
        raise BenchError(
            f"{path} is no .npz file as np.savez writes it: it does not end with a short list of "
            "what is in it",
            "write it with np.savez(path, ids=ids, embeddings=vectors)",
        )
    stream.seek(0)


def _require_members(infos: Sequence[zipfile.ZipInfo], path: Path) -> None:
    names = [info.filename for info in infos]
    if len(set(names)) < len(names) or set(names) not in _MEMBERS:
        shown = ", ".join(repr(name.removesuffix(".npy")) for name in names[:5]) or "nothing"
        raise BenchError(
            f"{path} holds {shown}", "it takes `embeddings`, `ids` beside it, and nothing else"
        )
    for info in infos:
        if info.flag_bits & 1 or info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise BenchError(
                f"{path}: {info.filename} is encrypted or packed in an unusual way",
                "write it with np.savez or np.savez_compressed",
            )
    # Python reads no more of a member than is declared here, whatever it unpacks to.
    declared = sum(info.file_size for info in infos)
    if declared > MAX_BYTES:
        raise BenchError(
            f"{path} unpacks to {declared:,} bytes, at most {MAX_BYTES:,} are taken", _SMALLER
        )


def _read_vectors(stream: IO[bytes], size: int, where: str, rows: int) -> Vectors:
    header = read_header(stream, size, where)
    if header.dtype.kind != "f" or header.dtype.itemsize not in (2, 4):
        raise BenchError(f"{where}: dtype {header.dtype}, float16 and float32 are taken", HOW)
    if len(header.shape) != 2 or header.shape[0] != rows or header.shape[1] < 1:
        raise BenchError(
            f"{where}: shape {header.shape}, the manifest asks for ({rows}, dimension)",
            "one row for each row of objects.csv, in its order",
        )
    values = read_data(stream, size, header, where)
    return np.ascontiguousarray(values, dtype=header.dtype.newbyteorder("="))


def _require_ids(stream: IO[bytes], size: int, where: str, object_ids: Sequence[str]) -> None:
    header = read_header(stream, size, where)
    if header.dtype.kind != "U" or header.shape != (len(object_ids),):
        raise BenchError(
            f"{where}: dtype {header.dtype} and shape {header.shape}, text of shape "
            f"({len(object_ids)},) is needed",
            "write the column object_id of objects.csv with ids.astype(str)",
        )
    values = read_data(stream, size, header, where)
    points = values.view(np.dtype(np.uint32).newbyteorder(header.dtype.byteorder))
    if points.max() > 0x10FFFF:
        raise BenchError(f"{where}: holds bytes that are no text", "write it again")
    found = values.tolist()
    for row, (one, other) in enumerate(zip(found, object_ids, strict=True)):
        if one != other:
            known = sorted(found) == sorted(object_ids)
            raise BenchError(
                f"{where}: row {row} is {one!r}, the manifest has {other!r} there",
                "the ids are in another order: sort ids and embeddings as objects.csv is"
                if known
                else "take the ids from the column object_id of objects.csv, in its order",
            )
