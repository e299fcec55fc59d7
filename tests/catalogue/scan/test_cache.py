import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalogue.scan.cache import Cache, pack, unpack, write_entries

ENTRIES = {f"key {number}": {"row": [number, "\udcff"]} for number in range(20)}


def only_file(root: Path) -> Path:
    (path,) = root.glob("kind-*/*.jsonl")
    return path


def filled(root: Path) -> Cache:
    cache = Cache.open(root, "kind", ["version"])
    cache.add(ENTRIES)
    return cache


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    cache = filled(tmp_path)
    write_entries(cache.folder, {"other": 1})
    again = Cache.open(tmp_path, "kind", ["version"])
    assert again.entries == ENTRIES | {"other": 1}
    assert again.damaged == 0
    assert Cache.open(tmp_path, "kind", ["another version"]).entries == {}
    assert cache.again().entries == again.entries


@pytest.mark.parametrize("place", [0, 30, 70, 90, -1])
def test_a_flipped_byte_is_seen_counted_and_gone(tmp_path: Path, place: int) -> None:
    filled(tmp_path)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    again = Cache.open(tmp_path, "kind", ["version"])
    assert again.damaged == 1
    assert len(again.entries) == 19
    assert all(ENTRIES[key] == value for key, value in again.entries.items())
    assert Cache.open(tmp_path, "kind", ["version"]).damaged == 0


@pytest.mark.slow
@given(st.integers(min_value=0, max_value=2000))
def test_whatever_is_cut_off_no_other_value_comes_out(tmp_path: Path, length: int) -> None:
    root = tmp_path / str(length)
    filled(root)
    path = only_file(root)
    data = path.read_bytes()
    path.write_bytes(data[:length])
    again = Cache.open(root, "kind", ["version"])
    assert again.entries.items() <= ENTRIES.items() or all(
        ENTRIES[key] == value for key, value in again.entries.items()
    )
    cut = 0 < length < len(data) and data[length - 1 : length + 1] not in (b"\n", data[-1:])
    whole = data[:length].count(b"\n") + int(data[length : length + 1] == b"\n")
    assert len(again.entries) == whole
    assert again.damaged <= 1
    assert again.damaged >= int(length == 0)
    assert not cut or again.damaged + len(again.entries) >= whole


def test_numbers_keep_single_precision() -> None:
    rows = np.random.default_rng(1).standard_normal(40).astype(np.float32)
    np.testing.assert_array_equal(unpack(pack(rows)), rows.astype(np.float64))
    assert json.loads(json.dumps(pack(rows))) == pack(rows)
