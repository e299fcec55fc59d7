from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.catalogue.read_scores import read_scores
from lib.core.errors import BenchError


def table(positives=25, negatives=30):
    return pd.DataFrame(
        {
            "score": np.linspace(0, 1, positives + negatives).round(3),
            "label": [0] * negatives + [1] * positives,
        }
    )


def paired():
    frame = table()
    frame["item_a"] = [f"a{i}" for i in range(len(frame))]
    frame["item_b"] = ["shared"] * len(frame)
    return frame


def csv(tmp_path: Path, text: str | bytes | pd.DataFrame) -> Path:
    path = tmp_path / "scores.csv"
    if isinstance(text, pd.DataFrame):
        text.to_csv(path, index=False)
    elif isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


def lines_of(frame: pd.DataFrame) -> list[str]:
    return frame.to_csv(index=False).splitlines()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_columns_come_in_any_order_and_both_formats(tmp_path, suffix):
    frame = paired()[["item_b", "label", "item_a", "score"]]
    path = tmp_path / f"s.{suffix}"
    getattr(frame, f"to_{suffix}")(path, index=False)
    found = read_scores(path)
    assert found.scores.dtype == np.float64
    assert found.scores.tolist() == frame["score"].tolist()
    assert found.labels.dtype == np.int8
    assert found.labels.tolist() == frame["label"].tolist()
    # One numbering for both columns: the shared item is one, the others differ.
    assert found.groups.shape == (55, 2)
    assert len(np.unique(found.groups[:, 1])) == 1
    assert len(np.unique(found.groups)) == 56
    assert len(found.sha256) == 64


def test_groups_may_be_numbers_or_names_and_bom_and_blanks_do_no_harm(tmp_path):
    frame = table()
    frame["group"] = [i // 2 for i in range(55)]
    text = "\ufeff" + frame.to_csv(index=False).replace(",", " , ").replace("\n", "\r\n") + "\r\n"
    found = read_scores(csv(tmp_path, text))
    assert found.groups.tolist() == frame["group"].tolist()
    frame["group"] = frame["group"].astype("string").astype("category")
    frame["score"] = frame["score"].astype("float32")
    frame["label"] = frame["label"].astype(bool)
    frame.to_parquet(tmp_path / "s.pq", index=False)
    assert read_scores(tmp_path / "s.pq").groups.tolist() == found.groups.tolist()


def test_many_blocks_are_one_table(tmp_path, monkeypatch):
    monkeypatch.setattr("lib.catalogue.score_table._BLOCK", 512)
    frame = pd.concat([paired().assign(item_b=f"b{k}") for k in range(40)])
    path = csv(tmp_path, frame)
    found = read_scores(path)
    assert found.scores.tolist() == frame["score"].tolist()
    assert len(np.unique(found.groups)) == 95
    lines = lines_of(frame)
    lines[1500] = "0.5,2,a1,b1"
    lines.insert(700, "")
    with pytest.raises(BenchError, match="line 1,502: label is '2'"):
        read_scores(csv(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nan,1", "line 4: score is nan"),
        ("inf,1", "line 4: score is inf"),
        ("1e999,1", "line 4: score is inf"),
        (",1", "line 4: score is empty"),
        ("high,1", "line 4: score is 'high'; it must be a number"),
        ("0.5,yes", "line 4: label is 'yes'"),
        ("0.5,", "line 4: label is empty"),
        ("0.5,-1", "line 4: label is '-1'; labels are 0 or 1"),
        ("0.5,0.5", "line 4: label is '0.5'"),
        ("0,5,1", "line 4: 3 cells, the header has 2"),
        ("0.5", "line 4: 1 cells"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path, line, words):
    lines = lines_of(table())
    lines[3] = line
    with pytest.raises(BenchError, match=words) as caught:
        read_scores(csv(tmp_path, "\n".join(lines) + "\n"))
    assert caught.value.hint
    assert str(tmp_path) in caught.value.message


def test_lines_are_counted_past_quoted_line_ends_and_blank_lines(tmp_path):
    lines = lines_of(paired())
    lines[2] = '0.5,0,"two\nlines",b'
    lines[3] = ""
    lines[5] = "x,0,a,b"
    with pytest.raises(BenchError, match="line 7: score is 'x'"):
        read_scores(csv(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("score,label\n", "no rows"),
        ("score,label", "no rows"),
        ("0.1,1\n0.2,0\n", "no header: its first line is 0.1,1"),
        ("1;0,1;2\n0;0,2;2\n", "no header: its first line is 1;0,1;2"),
        ("score;label;note, free\n1;0;\n", "score, label, note, free: 'note, free' is unknown"),
        ("score\tlabel\n1\t0\n", "separated by tabs"),
        ("score,label\n0.1,1\n".encode("utf-16"), "UTF-16"),
        ("score,label,größe\n0.1,1,2\n".encode("latin-1"), "not a CSV file in UTF-8"),
        (b"\x89PNG\0\0", "binary data"),
        (b"PK\x03\x04xl", "binary data"),
        (b"PAR1 cut short", "damaged Parquet"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, words):
    with pytest.raises(BenchError, match=words) as caught:
        read_scores(csv(tmp_path, content))
    assert caught.value.hint


def test_a_bad_byte_far_down_is_a_wrong_encoding(tmp_path):
    text = paired().to_csv(index=False).encode().replace(b"a40", b"\xe9")
    with pytest.raises(BenchError, match="not a CSV file in UTF-8"):
        read_scores(csv(tmp_path, text))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(BenchError, match="No such file"):
        read_scores(tmp_path / "none.csv")
    with pytest.raises(BenchError, match="is a folder"):
        read_scores(tmp_path)


def test_a_parquet_file_that_is_cut_short_is_refused(tmp_path):
    table().to_parquet(tmp_path / "s.parquet")
    data = (tmp_path / "s.parquet").read_bytes()
    (tmp_path / "s.parquet").write_bytes(data[:-20])
    with pytest.raises(BenchError, match="damaged Parquet"):
        read_scores(tmp_path / "s.parquet")


def test_a_parquet_file_with_a_damaged_page_is_refused(tmp_path):
    table().to_parquet(tmp_path / "s.parquet", compression=None)
    data = bytearray((tmp_path / "s.parquet").read_bytes())
    data[4:60] = b"x" * 56
    (tmp_path / "s.parquet").write_bytes(data)
    with pytest.raises(BenchError, match="damaged Parquet"):
        read_scores(tmp_path / "s.parquet")


def test_parquet_rows_are_counted_from_1(tmp_path):
    frame = table().astype({"score": "Float64"})
    frame.loc[2, "score"] = pd.NA
    frame.to_parquet(tmp_path / "s.parquet", index=False)
    with pytest.raises(BenchError, match="row 3: score is empty"):
        read_scores(tmp_path / "s.parquet")


@pytest.mark.parametrize(
    ("rename", "words"),
    [
        ({"score": "scores"}, r"scores, label: there is no 'score'; did you mean 'scores'\?"),
        ({"label": "y"}, "there is no 'label'"),
        ({"item_a": "Group"}, r"'Group' is unknown; did you mean 'group'\?"),
        ({"item_a": "query"}, "'query' is unknown"),
        ({"item_a": "score"}, "score is there twice"),
        ({"item_a": "item_b"}, "item_a and item_b go together"),
    ],
)
def test_columns_are_refused_by_name(tmp_path, rename, words):
    frame = table()
    if "item_a" in rename:
        frame.insert(2, "item_a", range(55))
    with pytest.raises(BenchError, match=words):
        read_scores(csv(tmp_path, frame.rename(columns=rename)))


def test_other_columns_are_passed_over_when_asked_for(tmp_path):
    frame = table().assign(query="q", note="x")
    path = csv(tmp_path, frame)
    with pytest.raises(BenchError, match=r"score, label, query, note(?s:.)*--ignore-other-columns"):
        read_scores(path)
    found = read_scores(path, ignore_other_columns=True)
    assert found.groups is None
    assert len(found.scores) == 55


def test_both_ways_of_sharing_at_once_are_refused(tmp_path):
    with pytest.raises(BenchError, match="two ways"):
        read_scores(csv(tmp_path, paired().assign(group=1)))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (table(25, 0), "all 25 labels are 1"),
        (table(0, 25), "all 25 labels are 0"),
        (table(19, 25), "19 true pairs among 44"),
        (table().assign(score=0.5), "all 55 scores are 0.5"),
        (paired().assign(item_b="a3"), "line 5: item_a and item_b are the same"),
        (paired().assign(item_a=" "), "line 2: item_a is empty"),
    ],
)
def test_tables_that_say_nothing_are_refused(tmp_path, frame, words):
    with pytest.raises(BenchError, match=words):
        read_scores(csv(tmp_path, frame))


def test_a_repeated_pair_is_found_in_either_order(tmp_path):
    frame = paired()
    frame.loc[7, ["item_a", "item_b"]] = ["shared", "a2"]
    frame.loc[9, ["item_a", "item_b"]] = ["a1", "shared"]
    with pytest.raises(BenchError, match=r"line 9: this pair is there already \(line 4\); 2 such"):
        read_scores(csv(tmp_path, frame))


@pytest.mark.parametrize(
    ("similarity", "value"), [("cosine", 1.01), ("cosine", -1.01), ("l2", -0.1), ("l2_unit", 2.1)]
)
def test_scores_outside_the_range_of_the_similarity_are_refused(tmp_path, similarity, value):
    frame = table()
    frame.loc[4, "score"] = value
    with pytest.raises(BenchError, match=f"line 6: score is {value}; {similarity} lies in"):
        read_scores(csv(tmp_path, frame), similarity)
    assert read_scores(csv(tmp_path, frame)).scores[4] == value


@pytest.mark.parametrize("value", [1.0000001192092896, 1.0000019, -1.0000019])
def test_what_rounding_left_beyond_the_range_is_set_to_its_end_and_counted(tmp_path, value):
    frame = table()
    frame.loc[[4, 40, 41], "score"] = value, 1.0, -1.0
    found = read_scores(csv(tmp_path, frame), "cosine")
    assert (found.scores[4], found.clipped) == (np.sign(value), 1)
    assert (read_scores(csv(tmp_path, frame)).scores[4], found.clipped) == (value, 1)
    assert read_scores(csv(tmp_path, table()), "cosine").clipped == 0


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0003815, "1.00038"), (1.0000101, "1.00001"), (1.0009765625, "1.00098")]
)
def test_beyond_rounding_the_value_is_shown_to_be_above_1(tmp_path, value, shown):
    frame = table()
    frame.loc[4, "score"] = value
    words = rf"line 6: score is {shown}; cosine lies in \[-1, 1\], give or take 1e-05"
    with pytest.raises(BenchError, match=words):
        read_scores(csv(tmp_path, frame), "cosine")
