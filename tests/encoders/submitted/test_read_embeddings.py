"""Malformed arrays: each is refused with its own message, nothing is run or written."""

import io
import os
import pickle
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.encoders.submitted import read_embeddings as module
from lib.encoders.submitted.read_embeddings import read_embeddings

IDS = ["a/1", "a/2", "b/1.t1.0", "b/2"]
VECTORS = np.arange(12, dtype=np.float32).reshape(4, 3) + 1


class Bomb:
    """Leaves a file behind when unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (str(self.mark), 0o700)


def npy(array: np.ndarray, **options: bool) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def raw(header: str, data: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    text = header.encode("latin1") + b"\n"
    width = "<H" if version[0] == 1 else "<I"
    return b"\x93NUMPY" + version + struct.pack(width, len(text)) + text + data


def described(descr: str, shape: str, data: bytes = b"") -> bytes:
    return raw(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}", data)


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f2", ">f2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_good_arrays_come_out_as_they_went_in(tmp_path: Path, dtype: str, order: str) -> None:
    array = np.asarray(VECTORS.astype(dtype), order=order)  # type: ignore[call-overload]
    np.save(tmp_path / "embeddings.npy", array)
    found = read_embeddings(tmp_path / "embeddings.npy", IDS)
    assert found.dtype == np.dtype(dtype).newbyteorder("=")
    assert np.array_equal(found, VECTORS)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_good_archives_with_and_without_ids(tmp_path: Path, save) -> None:
    path = tmp_path / "embeddings.npz"
    save(path, embeddings=VECTORS)
    assert np.array_equal(read_embeddings(path, IDS), VECTORS)
    for ids in (np.array(IDS), np.array(IDS).astype(">U40")):
        save(path, ids=ids, embeddings=VECTORS)
        assert np.array_equal(read_embeddings(path, IDS), VECTORS)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (npy(VECTORS[:3]), r"shape \(3, 3\), the manifest asks for \(4, dimension\)"),
        (npy(VECTORS.T), r"shape \(3, 4\)"),
        (npy(VECTORS.ravel()), r"shape \(12,\)"),
        (npy(VECTORS[:, :0]), r"shape \(4, 0\)"),
        (npy(np.float32(1)), r"shape \(\)"),
        (npy(VECTORS.astype(np.float64)), "dtype float64"),
        (npy(VECTORS.astype(np.int32)), "dtype int32"),
        (npy(VECTORS.astype(np.complex64)), "dtype complex64"),
        (npy(VECTORS.astype("S4")), "dtype"),
        (npy(np.zeros(4, dtype=[("x", "f4"), ("y", "f4")])), "dtype"),
        (npy(np.full((4, 3), None), allow_pickle=True), "pickled objects, which are never"),
        (pickle.dumps(VECTORS), "is a pickle, which is never loaded"),
        (npy(VECTORS)[:-1], "48 bytes; 47 follow"),
        (npy(VECTORS) + b"\0", "48 bytes; 49 follow"),
        (b"", "does not begin as a .npy"),
        (b"\x93NUMPY", "damaged header"),
        (raw("{}", version=b"\x03\x00"), "version is 3.0"),
        (described("'<f4'", "(4, 1000000000000)"), "announces"),
        (described("'<f4'", f"(4, 0x{'f' * 9000})"), "out of all range"),
        (described("'<f4'", f"(4, {'9' * 4400})"), "damaged header"),
        (described("'<f4'", "(-4, -3)", VECTORS.tobytes()), "out of all range"),
        (described("'O'", "(4, 3)"), "pickled objects"),
        (raw("-" * 9000 + "1"), "damaged header"),
        (raw("(" * 9000), "damaged header"),
        (raw("x" * 60000), "damaged header"),
        (raw("__import__('os').mkdir('run')"), "damaged header"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "embeddings.npy"
    path.write_bytes(content)
    with pytest.raises(BenchError, match=what) as caught:
        read_embeddings(path, IDS)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == [tmp_path / "embeddings.npy"]


@pytest.mark.parametrize(
    ("ids", "what", "hint"),
    [
        (["a/1", "a/3", "b/1.t1.0", "b/2"], r"row 1 is 'a/3', the manifest has 'a/2'", "take"),
        (["a/2", "a/1", "b/1.t1.0", "b/2"], "row 0 is 'a/2'", "another order"),
        (IDS[:3], r"shape \(3,\)", ""),
        ([1, 2, 3, 4], "dtype int64", "astype"),
        ([b"a/1"] * 4, r"dtype \|S3", "astype"),
        (["", "", "", ""], "dtype <U1|row 0|announces", ""),
    ],
)
def test_ids_must_be_those_of_the_manifest_in_its_order(
    tmp_path: Path, ids: list, what: str, hint: str
) -> None:
    path = tmp_path / "embeddings.npz"
    np.savez(path, ids=np.array(ids), embeddings=VECTORS)
    with pytest.raises(BenchError, match=what) as caught:
        read_embeddings(path, IDS)
    assert hint in caught.value.hint


def test_ids_that_are_no_text(tmp_path: Path) -> None:
    for points in ([0x110000] * 4, [0xD800] * 4):
        ids = described("'<U1'", "(4,)", np.array(points, dtype="<u4").tobytes())
        path = zipped(tmp_path / "x.npz", {"ids.npy": ids, "embeddings.npy": npy(VECTORS)})
        with pytest.raises(BenchError, match=r"no text|row 0"):
            read_embeddings(path, IDS)
    ids = npy(np.array(IDS, dtype=object), allow_pickle=True)
    zipped(path, {"ids.npy": ids, "embeddings.npy": npy(VECTORS)})
    with pytest.raises(BenchError, match="pickled objects"):
        read_embeddings(path, IDS)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({}, "holds nothing"),
        ({"vectors.npy": b""}, "holds 'vectors'"),
        ({"embeddings.npy": b"", "more.npy": b""}, "holds 'embeddings', 'more'"),
        ({"../embeddings.npy": b""}, "holds '../embeddings'"),
        ({"/etc/embeddings.npy": b""}, "holds '/etc/embeddings'"),
        ({"embeddings.npy": b"\x80\x04N."}, "is a pickle"),
        ({f"{n:03d}.npy": b"" for n in range(100)}, "short list"),
    ],
)
def test_archives_of_other_things(tmp_path: Path, members: dict[str, bytes], what: str) -> None:
    path = zipped(tmp_path / "embeddings.npz", members)
    with pytest.raises(BenchError, match=what):
        read_embeddings(path, IDS)
    assert list(tmp_path.iterdir()) == [tmp_path / "embeddings.npz"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_unpack_without_bound(tmp_path: Path, method: int) -> None:
    path = zipped(tmp_path / "embeddings.npz", {"embeddings.npy": npy(VECTORS)}, method)
    with pytest.raises(BenchError, match="unusual way"):
        read_embeddings(path, IDS)


def test_a_member_twice_and_an_encrypted_one(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("embeddings.npy", npy(VECTORS))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("embeddings.npy", npy(VECTORS))
    with pytest.raises(BenchError, match="holds 'embeddings', 'embeddings'"):
        read_embeddings(path, IDS)
    content = bytearray(zipped(path, {"embeddings.npy": npy(VECTORS)}).read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(BenchError, match="encrypted"):
        read_embeddings(path, IDS)


@pytest.mark.slow
def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    bomb = described("'<f4'", "(4, 50000000)") + b"\0" * (200 << 20)
    path = zipped(tmp_path / "embeddings.npz", {"embeddings.npy": bomb}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(BenchError, match=r"unpacks to 209,7\d\d,\d\d\d bytes"):
        read_embeddings(path, IDS)


def test_a_zip_bomb_that_declares_too_little_is_not_unpacked(tmp_path: Path) -> None:
    good = npy(VECTORS)
    path = zipped(
        tmp_path / "embeddings.npz",
        {"embeddings.npy": good + b"\0" * (8 << 20)},
        zipfile.ZIP_DEFLATED,
    )
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 16 : entry + 20] = struct.pack("<I", zlib.crc32(good))
    content[entry + 24 : entry + 28] = struct.pack("<I", len(good))
    path.write_bytes(content)
    # What was declared is what was read.
    assert np.array_equal(read_embeddings(path, IDS), VECTORS)


def test_a_large_file_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "embeddings.npy"
    with path.open("wb") as stream:
        stream.truncate(module.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(BenchError, match="104,857,601 bytes"):
        read_embeddings(path, IDS)


def test_pickles_are_never_run(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    mark = tmp_path / "run"
    array = np.empty((4, 3), dtype=object)
    array[:] = Bomb(mark)
    saved = npy(array, allow_pickle=True)
    (folder / "1.npy").write_bytes(pickle.dumps(Bomb(mark)))
    (folder / "2.npy").write_bytes(saved)
    (folder / "3.npy").write_bytes(saved.replace(b"'|O'", b"'<f4'"))
    zipped(folder / "4.npz", {"embeddings.npy": saved})
    zipped(
        folder / "5.npz", {"ids.npy": npy(array[:, 0], allow_pickle=True), "embeddings.npy": b""}
    )
    (folder / "6.npz").write_bytes(pickle.dumps(Bomb(mark)))
    for path in sorted(folder.iterdir()):
        with pytest.raises(BenchError):
            read_embeddings(path, IDS)
    assert not mark.exists()


GOOD = npy(VECTORS)
ENDS = {".npy": GOOD}


def _good_npz() -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, ids=np.array(IDS), embeddings=VECTORS)
    return stream.getvalue()


ENDS[".npz"] = _good_npz()


def read_or_refuse(folder: Path, content: bytes, suffix: str) -> None:
    path = folder / f"embeddings{suffix}"
    path.write_bytes(content)
    found, refused = None, None
    try:
        found = read_embeddings(path, IDS)
    except BenchError as error:
        refused = error
    if found is not None:
        assert found.shape[0] == 4
        assert found.dtype in (np.float16, np.float32)
    else:
        assert refused is not None
        assert str(path) in refused.message
        assert refused.hint
        str(refused).encode()
    assert list(folder.iterdir()) == [path]
    path.unlink()


@pytest.fixture
def unpicklable(monkeypatch) -> None:
    """Whoever unpickles fails with what is no BenchError."""

    def load(*_: object, **__: object) -> None:
        raise AssertionError("something was unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, load)


FUZZ = settings(max_examples=300)


@pytest.mark.usefixtures("unpicklable")
@FUZZ
@given(
    st.sampled_from(sorted(ENDS)),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6),
    st.integers(0, 10_000),
    st.binary(max_size=30),
)
def test_damaged_files(tmp_path, suffix, bytes_at, cut, tail) -> None:
    content = bytearray(ENDS[suffix])
    for place, value in bytes_at:
        content[place % len(content)] = value
    read_or_refuse(
        tmp_path, bytes(content[:cut]) + tail if cut < len(content) else bytes(content), suffix
    )


DESCR = st.one_of(
    st.sampled_from(["'<f4'", "'<f2'", "'O'", "'|V0'", "'<U0'", "'<f4,O'", "[('a','O')]", "None"]),
    st.text(alphabet="'<>|fOUVSMmb[](),0123456789abc ", max_size=12),
)
SHAPE = st.one_of(
    st.tuples(st.integers(-2, 2**70), st.integers(-2, 2**70)).map(str),
    st.sampled_from(["(4, 3)", "(4, True)", "(4, None)", "4", "(4,)", "()", "(4, 3, 1)", "[4, 3]"]),
)


@pytest.mark.usefixtures("unpicklable")
@FUZZ
@given(DESCR, SHAPE, st.binary(max_size=60), st.booleans())
def test_crafted_headers(tmp_path, descr, shape, data, packed) -> None:
    content = described(descr, shape, data)
    if packed:
        zipped(tmp_path / "embeddings.npz", {"embeddings.npy": content})
        content = (tmp_path / "embeddings.npz").read_bytes()
    read_or_refuse(tmp_path, content, ".npz" if packed else ".npy")


@pytest.mark.slow
@pytest.mark.usefixtures("unpicklable")
@FUZZ
@given(
    st.dictionaries(
        st.sampled_from(["embeddings.npy", "ids.npy", "../x", "/x", "a/b.npy", "x/"]),
        st.one_of(st.just(GOOD), st.just(npy(np.array(IDS))), st.binary(max_size=80)),
        max_size=3,
    ),
    st.binary(max_size=50),
)
def test_crafted_archives(tmp_path, members, tail) -> None:
    path = zipped(tmp_path / "embeddings.npz", members)
    read_or_refuse(tmp_path, path.read_bytes() + tail, ".npz")


@pytest.mark.usefixtures("unpicklable")
@FUZZ
@given(st.binary(max_size=200), st.sampled_from(sorted(ENDS)))
def test_random_bytes(tmp_path, content, suffix) -> None:
    read_or_refuse(tmp_path, content, suffix)
