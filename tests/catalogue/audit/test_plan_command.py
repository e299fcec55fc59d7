import numpy as np
import pandas as pd
import pytest

from tests.catalogue.audit.samples import label, stream_table


def test_plan_draws_fifty_of_each_band(call, stream, tmp_path):
    out = tmp_path / "sample.csv"
    code, printed, _ = call("plan", stream, "--out", out)
    assert code == 0
    assert "from 0.9 on" in printed
    sample = pd.read_csv(out, dtype={"id": str})
    assert list(sample.columns) == [
        "id", "score", "band", "band_share", "band_size", "band_edges", "label",
    ]  # fmt: skip
    assert sample["label"].isna().all()
    assert sample["id"].str.len().eq(5).all()
    assert sample["id"].is_unique
    counts = sample["band"].value_counts()
    assert counts.to_dict() == {"below 0.7": 50, "0.7 to 0.9": 50, "from 0.9 on": 50}
    scores = stream_table().set_index("id")["score"]
    np.testing.assert_array_equal(scores.loc[sample["id"]], sample["score"])
    sizes = np.histogram(scores, [-np.inf, 0.7, 0.9, np.inf])[0]
    found = sample.drop_duplicates("band").set_index("band")
    assert found.loc[["below 0.7", "0.7 to 0.9", "from 0.9 on"], "band_size"].tolist() == [*sizes]
    assert found["band_share"].sum() == pytest.approx(1, abs=1e-12)


def test_plan_depends_on_the_seed_and_not_on_order_or_format(call, stream, tmp_path):
    shuffled = tmp_path / "stream.parquet"
    stream_table().sample(frac=1, random_state=3).to_parquet(shuffled)
    outs = []
    for number, (path, seed) in enumerate([(stream, 0), (shuffled, 0), (stream, 1)]):
        out = tmp_path / f"sample{number}.csv"
        assert call("plan", path, "--out", out, "--seed", seed)[0] == 0
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] != outs[2]


def test_plan_by_variance_spends_the_budget(call, stream, labelled, tmp_path):
    out = tmp_path / "next.csv"
    arguments = ["plan", stream, "--out", out, "--budget", 100, "--previous", labelled]
    assert call(*arguments)[0] == 0
    counts = pd.read_csv(out)["band"].value_counts()
    assert counts.sum() == 100
    assert counts.min() >= 2
    assert counts.nunique() > 1


STREAMS = {
    "id,score\n": "no rows",
    "": "is empty",
    "name,value\na,0.5\n": "has the columns name, value: there is no 'id'",
    "id;score\na;0,5,1\n": "line 2: score is '0,5,1'",
    "id\tscore\na\t0.5\n": "is separated by tabs",
    "id,score\na,0.5\nb,nan\n": "line 3: score is nan; a score must be finite",
    "id,score\na,0.5\nb,inf\n": "line 3: score is inf; a score must be finite",
    "id,score\na,0.5\nb,high\nc,\n": "line 3: score is 'high'; it must be a number (at least 2",
    "id,score\na,0.5\n\nb,\n": "line 4: score is empty",
    "id,score\na,0.5\na,0.6\n": "2 of 2 rows share their id with another: 'a' (line 2)",
    "id,score\na,0.5\n,0.6\n": "line 3: id is empty",
    "id,score\na,0.5\nb,0.6,7,8\n": "line 3: 4 cells, the header has 2",
}


@pytest.mark.parametrize("text", STREAMS)
def test_plan_explains_a_bad_stream(call, tmp_path, text):
    path, out = tmp_path / "stream.csv", tmp_path / "sample.csv"
    path.write_text(text)
    code, _, errors = call("plan", path, "--out", out)
    assert code == 2
    assert STREAMS[text] in errors
    assert "hint:" in errors
    assert not list(tmp_path.glob("*sample*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bands", "0.9,0.7"], "do not rise"),
        (["--bands", "0.7,0.7"], "do not rise"),
        (["--bands", "a,b"], "are not numbers"),
        (["--bands", "nan"], "do not rise"),
        (["--budget", "100"], "go together"),
        (["--per-band", "1"], "--per-band"),
    ],
)
def test_plan_explains_bad_options(call, stream, tmp_path, arguments, words):
    code, _, errors = call("plan", stream, "--out", tmp_path / "sample.csv", *arguments)
    assert code == 2
    assert words in errors
    assert not (tmp_path / "sample.csv").exists()


def test_plan_explains_a_missing_file_and_a_small_budget(call, stream, labelled, tmp_path):
    code, _, errors = call("plan", tmp_path / "no.csv", "--out", tmp_path / "s.csv")
    assert code == 2
    assert "no.csv cannot be read" in errors
    arguments = ["--budget", 5, "--previous", labelled]
    code, _, errors = call("plan", stream, "--out", tmp_path / "s.csv", *arguments)
    assert code == 2
    assert "at least 6" in errors


def test_plan_points_out_a_band_without_items(call, stream, tmp_path):
    code, printed, _ = call("plan", stream, "--out", tmp_path / "s.csv", "--bands", "0.7,0.9,1.5")
    assert code == 0
    assert "No item scores from 1.5 on" in printed
    label(tmp_path / "s.csv", stream_table())
    code, _, _ = call("estimate", tmp_path / "s.csv", "--out", tmp_path / "audit.json")
    assert code == 0
    code, _, errors = call("watch", tmp_path / "audit.json", tmp_path / "audit.json")
    assert code == 2
    assert "has no labels" in errors


def test_plan_does_not_overwrite_labels(call, stream, labelled):
    before = labelled.read_bytes()
    code, _, errors = call("plan", stream, "--out", labelled)
    assert code == 2
    assert "already holds 150 labels" in errors
    assert labelled.read_bytes() == before
