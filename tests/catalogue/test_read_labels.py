from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.catalogue.read_labels import read_items
from lib.core.errors import BenchError

VECTORS = np.random.default_rng(0).normal(size=(4, 3))


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "class": ["a", "a", "b", "b"],
            "id": ["w", "x", "y", "z"],
            "group": ["g", "g", "h", "i"],
            "reference": [1, 0, 1, 0],
            "severity_angle": [np.nan, 12.5, np.nan, -3.0],
        }
    )


@pytest.fixture
def read(tmp_path: Path):
    """Write vectors and labels, and read them."""

    def called(labels=None, vectors=VECTORS, **options):
        np.save(tmp_path / "v.npy", vectors)
        path = tmp_path / "l.csv"
        if isinstance(labels, str):
            path.write_text(labels, encoding="utf-8")
        else:
            (table() if labels is None else labels).to_csv(path, index=False)
        return read_items(tmp_path / "v.npy", path, **options)

    return called


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_both_formats_give_the_same(tmp_path: Path, suffix: str) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    path = tmp_path / f"l.{suffix}"
    getattr(table(), f"to_{suffix}")(path, index=False)
    items = read_items(tmp_path / "v.npy", path)
    assert items.ignored == ()
    assert items.data.classes.tolist() == ["a", "a", "b", "b"]
    assert items.data.ids.tolist() == ["w", "x", "y", "z"]
    assert items.data.groups.tolist() == ["g", "g", "h", "i"]
    assert items.data.reference is not None
    assert items.data.reference.tolist() == [True, False, True, False]
    np.testing.assert_array_equal(items.data.targets["angle"], [np.nan, 12.5, np.nan, -3])
    np.testing.assert_allclose(np.linalg.norm(items.data.vectors, axis=1), 1)


def test_a_class_is_enough(read) -> None:
    data = read("class\na\n b\nc \na\n").data
    assert data.classes.tolist() == ["a", "b", "c", "a"]
    assert data.ids.tolist() == data.groups.tolist() == ["0", "1", "2", "3"]
    assert data.reference is None
    assert data.targets == {}


@pytest.mark.parametrize(
    "change",
    [
        {"class": pd.Categorical(["a", "a", "b", "b"])},
        {"reference": [True, False, True, False]},
        {"reference": [1.0, 0.0, 1.0, 0.0]},
        {"reference": ["True", "false", " 1", "0"]},
        {"severity_angle": pd.array([None, 12.5, None, -3], dtype="Float64")},
        {"severity_angle": np.array([np.nan, 12.5, np.nan, -3], dtype=np.float32)},
        {"group": ["g ", "g", "h", "i"]},
    ],
)
def test_parquet_may_keep_columns_as_it_likes(tmp_path: Path, change) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    table().assign(**change).to_parquet(tmp_path / "l.parquet", index=False)
    data = read_items(tmp_path / "v.npy", tmp_path / "l.parquet").data
    assert data.classes.tolist() == ["a", "a", "b", "b"]
    assert data.groups.tolist() == ["g", "g", "h", "i"]
    assert data.reference is not None
    assert data.reference.tolist() == [True, False, True, False]
    np.testing.assert_array_equal(data.targets["angle"], [np.nan, 12.5, np.nan, -3])


def test_numbers_are_names_too(tmp_path: Path) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    frame = pd.DataFrame({"class": [7, 7, 8, 8], "id": pd.array([3, 2, 1, 0], dtype="Int64")})
    frame.to_parquet(tmp_path / "l.parquet", index=False)
    data = read_items(tmp_path / "v.npy", tmp_path / "l.parquet").data
    assert data.classes.tolist() == ["7", "7", "8", "8"]
    assert data.ids.tolist() == ["3", "2", "1", "0"]


@pytest.mark.parametrize("dtype", ["float16", "float32", ">f8", "int8", "uint16"])
def test_vectors_of_any_kind_of_number(read, dtype: str) -> None:
    rows = np.array([[1, 0], [0, 1], [1, 1], [3, 4]]).astype(dtype)
    np.testing.assert_allclose(read(vectors=rows).data.vectors[3], [0.6, 0.8])


def test_other_columns_are_read_past_when_asked_for(read) -> None:
    frame = table().assign(note="n", clas="x")
    with pytest.raises(BenchError, match=r"a column 'note'(?s:.)*--ignore-other-columns"):
        read(frame)
    items = read(frame, ignore_other_columns=True)
    assert items.ignored == ("note", "clas")
    assert len(items.data) == 4


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("clas\na\na\nb\nb\n", "a column 'clas'; did you mean 'class'"),
        ("class,refrence\na,1\na,1\nb,0\nb,0\n", "'refrence'; did you mean 'reference'"),
        ("id\n1\n2\n3\n4\n", "there is no 'class'"),
        ("class,class\na,a\na,a\nb,b\nb,b\n", "class is there twice"),
        ("class,severity_a,severity_a\na,1,1\na,,\nb,,\nb,,\n", "severity_a is there twice"),
        ("class\na\nb\n", "4 vectors and .*l.csv 2 rows of labels"),
        ("class\n" + "a\n" * 5, "4 vectors and .*l.csv 5 rows of labels"),
        ("class\n", "no rows"),
        ("", "is empty"),
        ('class,id\na,1\n"",2\nb,3\nb,4\n', "row 2: class is empty"),
        ("class,id\na,1\na,2\nb,\nb,4\n", "row 3: id is empty"),
        ("class,group\na,1\na,2\nb, \nb,4\n", "row 3: group is empty"),
        ("class,id\na,1\na,2\nb,1\nb,4\n", "id '1' comes twice"),
        ("class,reference\na,1\na,0\nb,yes\nb,0\n", "row 3: reference is 'yes'"),
        ("class,reference\na,1\na,0\nb,1\nb,\n", "row 4: reference is ''"),
        ("class,severity_a\na,\na,nan\nb,\nb,1\n", "row 2: severity_a is 'nan'"),
        ("class,severity_a\na,\na,inf\nb,\nb,1\n", "row 2: severity_a is 'inf'"),
        ("class,severity_a\na,\na,\nb,much\nb,1\n", "row 3: severity_a is 'much'"),
        ("class,severity_\na,1\na,\nb,\nb,1\n", "severity_ does not say which change"),
        ("class,severity_class\na,1\na,\nb,\nb,1\n", "severity_class does not say"),
        ("class,severity_novelty\na,1\na,\nb,\nb,1\n", "severity_novelty does not say"),
        ("class,id\na,1\na\nb,3\nb,4\n", "line 3: 1 cells, the header has 2"),
    ],
)
def test_wrong_labels_are_named(read, labels: str, words: str) -> None:
    with pytest.raises(BenchError, match=words) as caught:
        read(labels)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("vectors", "words"),
    [
        (VECTORS[0], r"has the shape \(3,\)"),
        (np.float64(3.0), r"has the shape \(\)"),
        (VECTORS[None], r"has the shape \(1, 4, 3\)"),
        (VECTORS[:0], r"has the shape \(0, 3\)"),
        (VECTORS[:, :0], r"has the shape \(4, 0\)"),
        (VECTORS > 0, "no single array of numbers"),
        (VECTORS + 1j, "no single array of numbers"),
        (VECTORS.astype(str), "no single array of numbers"),
        (np.where(np.arange(4)[:, None] == 2, np.nan, VECTORS), "row 2 is not finite"),
        (np.where(np.arange(4)[:, None] == 1, 0, VECTORS), "row 1 is zero"),
        (VECTORS[:3], "3 vectors and .* 4 rows of labels"),
    ],
)
def test_wrong_vectors_are_named(read, vectors: np.ndarray, words: str) -> None:
    with pytest.raises(BenchError, match=words) as caught:
        read(vectors=vectors)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no NumPy file"),
        (b"1,2,3\n4,5,6\n", "no NumPy file"),
        (b"PK\x03\x04 and no archive", "no NumPy file"),
        (b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'sha", "no NumPy file"),
    ],
)
def test_what_is_no_numpy_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    table().to_csv(tmp_path / "l.csv", index=False)
    (tmp_path / "v.npy").write_bytes(content)
    with pytest.raises(BenchError, match=words):
        read_items(tmp_path / "v.npy", tmp_path / "l.csv")


def test_a_file_that_was_cut_an_archive_and_objects_are_refused(tmp_path: Path) -> None:
    table().to_csv(tmp_path / "l.csv", index=False)
    path = tmp_path / "v.npy"
    np.save(path, VECTORS)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(BenchError, match="no NumPy file"):
        read_items(path, tmp_path / "l.csv")
    np.savez(tmp_path / "v.npz", VECTORS)
    with pytest.raises(BenchError, match="no single array"):
        read_items(tmp_path / "v.npz", tmp_path / "l.csv")
    np.save(path, np.array([[object()] * 3] * 4), allow_pickle=True)
    with pytest.raises(BenchError, match="no NumPy file"):
        read_items(path, tmp_path / "l.csv")
    with pytest.raises(BenchError, match="is not there"):
        read_items(tmp_path / "none.npy", tmp_path / "l.csv")
    with pytest.raises(BenchError, match="no NumPy file"):
        read_items(tmp_path, tmp_path / "l.csv")


def test_a_column_of_lists_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    pq.write_table(pa.table({"class": [["a"], ["a"], ["b"], []]}), tmp_path / "l.parquet")
    with pytest.raises(BenchError, match="class holds list"):
        read_items(tmp_path / "v.npy", tmp_path / "l.parquet")


def test_a_parquet_column_that_is_empty_is_named(tmp_path: Path) -> None:
    np.save(tmp_path / "v.npy", VECTORS)
    table().assign(group=None).to_parquet(tmp_path / "l.parquet", index=False)
    with pytest.raises(BenchError, match="row 1: group is empty"):
        read_items(tmp_path / "v.npy", tmp_path / "l.parquet")
