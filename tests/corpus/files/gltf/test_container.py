import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.corpus.files.contents import Refused
from tests.corpus.files.gltf.build import File, read

WHOLE = (lambda file: file.show(file.primitive()))(File()).bytes()


def test_every_shortened_file_is_refused(tmp_path: Path) -> None:
    assert len(read(tmp_path, WHOLE).parts[0].faces) == 4
    for length in [*range(4, 40), *range(40, len(WHOLE), 7), len(WHOLE) - 1]:
        with pytest.raises(Refused, match="the file ends before"):
            read(tmp_path, WHOLE[:length])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"glTF" + struct.pack("<II", 1, 12), "version 1, only version 2"),
        (b"glTF" + struct.pack("<II", 3, 12), "version 3, only version 2"),
        (b"glTF" + struct.pack("<II", 2, 12), "before its JSON chunk"),
        (b"glTF" + struct.pack("<II4s", 2, 100, b"    "), "before its 100 bytes, 16 are there"),
        (b"glTF" + struct.pack("<III4s", 2, 20, 0, b"BIN\0"), "first chunk is not JSON"),
        (b"glTF" + struct.pack("<III4s", 2, 20, 9, b"JSON"), "chunk of 9 bytes"),
        (b'{"asset": {"version": "2.0"}', "ends before its JSON"),
        (b'{"asset": {"version": "2.', "ends before its JSON"),
        (b'{"asset" {"version": "2.0"}}', "damaged in line 1"),
        (b"\xff\xfe\xfd{}", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"[1]", "no object"),
        (b"{}", r"asset\.version\) is missing"),
        (b'{"asset": {"version": "1.0"}}', r"is 1\.0, only version 2\.0"),
        (b'{"asset": {"version": "3.0"}}', r"is 3\.0, only version 2\.0"),
        (b'{"asset": {"version": "2.1", "minVersion": "2.1"}}', r"minVersion\) is 2\.1"),
        (b'{"asset": 2}', "object under asset"),
    ],
)
def test_what_is_no_gltf_2_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(tmp_path, data)


def text_of(file: File) -> bytes:
    file.bytes()
    return json.dumps(file.doc).encode()


def test_byte_order_mark_padding_and_wrong_ending_do_not_matter(tmp_path: Path) -> None:
    file = File()
    file.show(file.primitive())
    text = text_of(file)
    file.doc["buffers"][0]["uri"] = "a.bin"
    (tmp_path / "a.bin").write_bytes(file.data)
    for data in (b"\xef\xbb\xbf" + text_of(file), text_of(file) + b"\n\0"):
        assert len(read(tmp_path, data, "a.gltf").parts[0].faces) == 4
    padded = text + b"\0" * (-len(text) % 4)
    data = struct.pack("<I4s", len(padded), b"JSON") + padded
    data += struct.pack("<I4s", 4, b"MORE") + b"more"
    data += struct.pack("<I4s", len(file.data), b"BIN\0") + file.data
    data = struct.pack("<4sII", b"glTF", 2, 12 + len(data)) + data
    assert len(read(tmp_path, data, "a.gltf").parts[0].faces) == 4
    assert len(read(tmp_path, data + b"more than announced").parts[0].faces) == 4


def test_minor_versions_and_whole_floats_are_read(tmp_path: Path) -> None:
    file = File()
    file.doc["asset"] = {"version": "2.1", "minVersion": "2.0"}
    file.show(file.primitive())
    file.doc["accessors"][0]["count"] = 4.0
    assert len(file.read(tmp_path).parts[0].faces) == 4


@settings(max_examples=60)
@given(st.binary(min_size=0, max_size=200), st.booleans())
def test_noise_is_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, headed: bool
) -> None:
    head = struct.pack("<4sII", b"glTF", 2, 12 + len(noise)) if headed else b"{"
    with pytest.raises(Refused):
        read(tmp_path_factory.mktemp("noise"), head + noise)
