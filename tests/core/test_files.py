import errno
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.core import files
from lib.core.errors import BenchError
from lib.core.tables import TABLES, declared


def splits() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source_id": ["0001", "nan"],
            "class": ["1e5", "bed"],
            "split": ["train", "test"],
            "split_sha256": ["ab", "ab"],
            "scratch": [1, 2],
        }
    )


def test_csv_keeps_declared_columns_and_ids_as_text(tmp_path: Path) -> None:
    path = tmp_path / "splits.csv"
    files.write_table(path, splits())
    assert path.read_bytes() == (
        b"source_id,class,split,split_sha256\n0001,1e5,train,ab\nnan,bed,test,ab\n"
    )
    table = files.read_table(path)
    assert table["source_id"].tolist() == ["0001", "nan"]
    assert table["class"].tolist() == ["1e5", "bed"]


def test_floats_are_rounded_once_and_never_minus_zero(tmp_path: Path) -> None:
    table = pd.DataFrame(
        [("q", 1, "n", "c", -1e-9, "m", 3)], columns=declared("hard-negatives.csv").names
    )
    files.write_table(tmp_path / "hard-negatives.csv", table)
    assert (tmp_path / "hard-negatives.csv").read_text().splitlines()[1] == "q,1,n,c,0.000000,m,3"


def test_numbers_come_back_as_numbers_and_words_as_words(tmp_path: Path) -> None:
    example = {"string": "1", "int64": 2, "float64": 0.25, "bool": True}
    for table in TABLES:
        if table.file.endswith(".csv"):
            row = {column.name: [example[column.kind]] for column in table.columns}
            files.write_table(tmp_path / table.file, pd.DataFrame(row))
            again = files.read_table(tmp_path / table.file)
            assert again.to_dict("list") == row, table.file
            assert [str(dtype) for dtype in again.dtypes] == [c.dtype for c in table.columns]


def test_another_thing_in_a_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "duplicates.csv"
    path.write_text("item_a,item_b,class_a,class_b,kind,iou\na,b,c,c,shape,high\n")
    with pytest.raises(BenchError, match=r"duplicates\.csv is no table: .*high"):
        files.read_table(path)


def test_empty_numbers_are_nan_and_empty_words_stay_empty(tmp_path: Path) -> None:
    columns = declared("threshold-recipes.csv").names
    row = {column: [np.nan] for column in columns} | {
        "encoder": ["e"],
        "recipe": ["dip"],
        "negatives": ["same"],
        "note": [""],
    }
    files.write_table(tmp_path / "threshold-recipes.csv", pd.DataFrame(row))
    again = files.read_table(tmp_path / "threshold-recipes.csv").iloc[0]
    assert again["note"] == ""
    assert np.isnan(again["threshold"])
    assert np.isnan(again["precision"])


def test_thresholds_keep_the_digits_of_scores(tmp_path: Path) -> None:
    table = pd.DataFrame(
        [("e", "cross", 0.05, 0.123456789, 0.95, 0.5)],
        columns=declared("threshold-vs-precision-baserate.csv").names,
    )
    path = tmp_path / "threshold-vs-precision-baserate.csv"
    files.write_table(path, table)
    assert path.read_text().splitlines()[1] == "e,cross,0.050000,0.123456789,0.950000,0.500000"
    assert files.read_table(path)["threshold"][0] == 0.123456789


def test_missing_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "splits.csv").write_text("source_id,class\na,b\n")
    with pytest.raises(BenchError, match="lacks the columns split, split_sha256; it has source_id"):
        files.read_table(tmp_path / "splits.csv")


def test_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"is not there\n.*make repro"):
        files.read_table(tmp_path / "splits.csv")


def test_vectors_are_rounded_float32(tmp_path: Path) -> None:
    path = tmp_path / "e.npy"
    files.write_vectors(path, np.array([[0.1234567, -1e-9]]), 3)
    stored = np.load(path)
    assert stored.dtype == np.float32
    assert stored.tolist() == [[np.float32(0.123), 0.0]]
    assert not np.signbit(stored[0, 1])
    with pytest.raises(BenchError, match="1 rows, the manifest 2"):
        files.read_vectors(path, 2)


def test_vectors_never_come_from_a_pickle(tmp_path: Path) -> None:
    np.save(tmp_path / "e.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        files.read_vectors(tmp_path / "e.npy")


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old\n")

    def interrupted() -> None:
        with files.atomic(path) as part:
            part.write_text("half")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        interrupted()
    assert path.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(BenchError, match=r"the disk is full, .*a\.txt"), files.atomic(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_really_full_device_is_said_plainly(tmp_path: Path) -> None:
    with (
        pytest.raises(BenchError, match="the disk is full"),
        files.atomic(tmp_path / "a.txt"),
        Path("/dev/full").open("w") as stream,
    ):
        stream.write("x" * 100_000)


def test_strays_are_removed(tmp_path: Path) -> None:
    keep = tmp_path / "a.json"
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("{}")
    files.drop_strays(tmp_path, [keep])
    assert list(tmp_path.iterdir()) == [keep]
