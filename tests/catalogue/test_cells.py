"""One reader: `calibrate` and `audit` understand a table alike, and refuse the same cells."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.catalogue.audit.weekly_sample import COLUMNS, read_labelled, read_scored
from lib.catalogue.read_scores import read_scores
from lib.core.errors import BenchError

LABELS = {
    "digits": ("0", "1"),
    "floats": ("0.0", "1.0"),
    "Python": ("False", "True"),
    "JSON": ("false", "true"),
    "a spreadsheet": ("FALSE", "TRUE"),
    "a hurried hand": ("fAlSe", "tRUE"),
    "blanks around": (" 0", " true "),
}


def sample(labels: tuple[str, str] = ("0", "1")) -> pd.DataFrame:
    """A labelled sample of one band, which `calibrate` can read, too."""
    truth = np.arange(60) % 2
    return pd.DataFrame(
        {
            "id": [f"{number:03d}" for number in range(60)],
            "score": (np.arange(60) / 59).round(9),
            "band": "all scores",
            "band_share": 1.0,
            "band_size": 60,
            "band_edges": "",
            "label": [labels[one] for one in truth],
        }
    )


def both(path: Path) -> list[tuple[list[float], list[int]]]:
    file = read_scores(path, ignore_other_columns=True)
    audited = read_labelled(path)
    return [
        (file.scores.tolist(), file.labels.tolist()),
        (audited.scores.tolist(), audited.truth.astype(int).tolist()),
    ]


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("form", ["csv", "bom", "gz", "parquet"])
def test_both_commands_read_the_same(tmp_path: Path, labels: str, form: str) -> None:
    table = sample(LABELS[labels])
    path = tmp_path / {"bom": "s.csv", "gz": "s.csv.gz"}.get(form, f"s.{form}")
    if form == "parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False, encoding="utf-8-sig" if form == "bom" else "utf-8")
    plain = sample()
    expected = plain["score"].tolist(), plain["label"].astype(int).tolist()
    assert both(path) == [expected, expected]


@pytest.mark.parametrize("comma", [",", "."])
@pytest.mark.parametrize("edges", ["", "0.5"])
def test_both_take_semicolons_with_either_decimal_sign(
    tmp_path: Path, comma: str, edges: str
) -> None:
    table = sample()
    expected = table["score"].tolist(), table["label"].astype(int).tolist()
    if edges:
        high = table["score"] >= float(edges)
        table["band"] = np.where(high, "from 0.5 on", "below 0.5")
        table["band_share"], table["band_size"] = 0.5, 30
        table["band_edges"] = edges.replace(".", comma)
    table["id"] = [f"part;{number}, left" for number in table["id"]]
    path = tmp_path / "s.csv"
    table.to_csv(path, index=False, sep=";", decimal=comma, encoding="utf-8-sig")
    assert '"part;000, left";' in path.read_text(encoding="utf-8-sig")
    assert both(path) == [expected, expected]
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[4] = lines[4].replace(table["id"][3], "x").replace(f"0{comma}", "1,0,")
    path.write_text("\n".join(lines))
    with pytest.raises(BenchError, match=r"line 5: score is '1,0,"):
        read_scored(path, ("id", "score"))


@pytest.mark.parametrize("kind", ["bool", "int8", "float32", "boolean", "Int64", "category"])
def test_both_take_labels_of_any_type(tmp_path: Path, kind: str) -> None:
    table = sample()
    whole = table["label"].astype(int)
    table["label"] = whole.astype(kind)  # type: ignore[call-overload]
    table.to_parquet(tmp_path / "s.parquet", index=False)
    assert [labels for _, labels in both(tmp_path / "s.parquet")] == [whole.tolist()] * 2


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("score", "", "line 5: score is empty"),
        ("score", "nan", "line 5: score is nan; a score must be finite"),
        ("score", "-inf", "line 5: score is -inf"),
        ("score", "high", "line 5: score is 'high'; it must be a number"),
        ("score", "0,5", "line 5: score is '0,5'"),
        ("score", "True", "line 5: score is 'True'"),
        ("label", "2", "line 5: label is '2'; labels are 0 or 1"),
        ("label", "yes", "line 5: label is 'yes'; labels are 0 or 1"),
        ("label", "nan", "line 5: label is 'nan'; labels are 0 or 1"),
    ],
)
def test_both_refuse_the_same_cell(tmp_path: Path, column: str, cell: str, words: str) -> None:
    path, table = tmp_path / "s.csv", sample().astype(str)
    table.loc[3, column] = cell
    table.to_csv(path, index=False)
    messages = []
    for read in (lambda: read_scores(path, ignore_other_columns=True), lambda: read_labelled(path)):
        with pytest.raises(BenchError, match=words) as caught:
            read()
        assert caught.value.hint
        messages.append(str(caught.value))
    assert messages[0] == messages[1]


@pytest.mark.parametrize("column", ["score", "label"])
def test_missing_cells_of_parquet_are_empty_and_nan_is_no_label(
    tmp_path: Path, column: str
) -> None:
    path, table = tmp_path / "s.parquet", sample()
    table["label"] = table["label"].astype(float)
    table.loc[3, column] = np.nan
    table.astype({column: "Float64"}).to_parquet(path, index=False)
    with pytest.raises(BenchError, match=f"row 4: {column} is empty"):
        read_scores(path, ignore_other_columns=True)
    with pytest.raises(
        BenchError, match=r"row 4: score is empty|1 of 60 rows have no label: '003'"
    ):
        read_labelled(path)
    cells = {name: table[name].to_list() for name in table}
    pq.write_table(pa.table(cells), path)
    with pytest.raises(BenchError, match=f"row 4: {column} is nan"):
        read_scores(path, ignore_other_columns=True)
    with pytest.raises(BenchError, match=r"row 4: score is nan|1 of 60 rows have no label: '003'"):
        read_labelled(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"id,score,label\n", "a header and no rows"),
        (b"id;score;label\na;1;0\nb;1\n", "line 3: 2 cells, the header has 3"),
        (b"id\tscore\tlabel\na\t1\t0\n", "separated by tabs"),
        ("id,score,label\na,1,0\n".encode("utf-16"), "UTF-16"),
        ("id,score,label\né,1,0\n".encode("latin-1"), "not a CSV file in UTF-8"),
        (b"id,score,label\na,1,0\nb,1\n", "line 3: 2 cells, the header has 3"),
        (b"id,score,score,label\na,1,1,0\n", "score is there twice"),
        (b"id,scores,label\na,1,0\n", "no 'score'; did you mean 'scores'"),
    ],
)
def test_both_refuse_the_same_file(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    with pytest.raises(BenchError, match=words):
        read_scored(path, ("id", "score", "label"))
    with pytest.raises(BenchError, match=words):
        read_scores(path, ignore_other_columns=True)


def test_a_packed_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.csv.gz"
    noise = np.random.default_rng(0).random(40_000)
    text = "\n".join(["id,score", *(f"{k},{one}" for k, one in enumerate(noise))])
    path.write_bytes(gzip.compress(text.encode())[:-2000])
    for data in (path.read_bytes(), b"no gzip"):
        path.write_bytes(data)
        with pytest.raises(BenchError, match=r"s\.csv\.gz"):
            read_scored(path, ("id", "score"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_ids_stand_as_they_are_and_once(tmp_path: Path, form: str) -> None:
    path, table = tmp_path / f"s.{form}", sample()[["id", "score"]]
    table.loc[0, "id"] = " NA "
    getattr(table, f"to_{form}")(path, index=False)
    assert read_scored(path, ("id", "score")).ids.tolist() == table["id"].tolist()
    table.loc[7, "id"] = "005"
    getattr(table, f"to_{form}")(path, index=False)
    places = "line 7.*line 9" if form == "csv" else "row 6.*row 8"
    with pytest.raises(BenchError, match=f"2 of 60 rows share their id with another.*{places}"):
        read_scored(path, ("id", "score"))
    table.loc[7, "id"] = " "
    getattr(table, f"to_{form}")(path, index=False)
    with pytest.raises(BenchError, match=r"(line 9|row 8): id is"):
        read_scored(path, ("id", "score"))


def test_ids_of_parquet_may_be_numbers_or_bytes(tmp_path: Path) -> None:
    path = tmp_path / "s.parquet"
    for ids in ([3, 1], [b"\xff", b"b"], [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-01-03")]):
        pd.DataFrame({"id": ids, "score": [0.1, 0.2]}).to_parquet(path, index=False)
        found = read_scored(path, ("id", "score")).ids.tolist()
        assert len(set(found)) == 2
        assert all(isinstance(one, str) for one in found)
    pd.DataFrame({"id": [3, 1], "score": [0.1, 0.2]}).to_parquet(path, index=False)
    assert read_scored(path, ("id", "score")).ids.tolist() == ["3", "1"]


def test_the_sample_needs_its_own_columns(tmp_path: Path) -> None:
    sample()[["id", "score", "label"]].to_csv(tmp_path / "s.csv", index=False)
    with pytest.raises(BenchError, match="there is no 'band'") as caught:
        read_labelled(tmp_path / "s.csv")
    assert all(name in str(caught.value.hint) for name in COLUMNS)
