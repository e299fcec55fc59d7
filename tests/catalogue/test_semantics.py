import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from lib.catalogue.commands import semantics_command
from lib.catalogue.read_labels import Items
from lib.catalogue.semantics import semantics_page, semantics_record, verdict, with_pictures
from lib.core.console import run
from lib.core.errors import BenchError
from lib.semantics.images import Pictures
from lib.semantics.labelled import labelled
from lib.semantics.measures.transfer import rivals, scores
from lib.semantics.pixels import hog_vectors, thumbnails
from tests.semantics.samples import PARAMS, blobs, noise


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    """Run the command as the command line does; returns exit code, output and errors."""
    # Fewer resamples, in a tenth of the time.
    monkeypatch.setattr("lib.catalogue.commands.SemanticsParams", lambda: PARAMS)

    def called(*arguments: object, out: Path = tmp_path / "out") -> tuple[int, str, str]:
        monkeypatch.setattr(
            sys, "argv", ["semantics", *map(str, arguments), "--out", str(out)]
        )  # fmt: skip
        with pytest.raises(SystemExit) as end:
            run(semantics_command)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(end.value.code or 0), printed.out, printed.err

    return called


def labels(data) -> pd.DataFrame:
    return pd.DataFrame({"class": data.classes, "id": [f"item{one}" for one in data.ids]})


@pytest.fixture
def given(tmp_path: Path):
    """Write vectors and a table of labels; gives the command's arguments."""

    def called(vectors=None, frame=None) -> tuple[Path, Path]:
        data = blobs(3, 8)
        np.save(tmp_path / "v.npy", data.vectors if vectors is None else vectors)
        (labels(data) if frame is None else frame).to_csv(tmp_path / "l.csv", index=False)
        return tmp_path / "v.npy", tmp_path / "l.csv"

    return called


def picture(seed: int, size: tuple[int, int] = (40, 40)) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.repeat(np.repeat(rng.integers(0, 255, (5, 5, 3)), 8, 0), 8, 1).astype(np.uint8)[
        : size[0], : size[1]
    ]


def folder(place: Path, names) -> Path:
    for seed, name in enumerate(names):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture(seed)).save(path)
    return place


@pytest.mark.slow
def test_a_good_run_says_what_the_record_and_the_page_say(call, given, tmp_path) -> None:
    data = blobs(3, 8)
    frame = labels(data).assign(
        severity_turn=np.where(np.arange(24) % 4 == 3, data.vectors[:, 0], np.nan),
        reference=((data.labels[1] < 2) & (np.arange(24) % 2 == 0)).astype(int),
    )
    code, out, err = call(*given(frame=frame))
    assert (code, err) == (0, "")
    # Six originals a class: five others each, all of them near.
    assert out.startswith("precision@5 is 1.000 (")
    record = json.loads((tmp_path / "out" / "semantics.json").read_text())
    assert (record["items"], record["dimensions"]) == (24, 8)
    assert (record["classes"], record["groups"]) == (3, 24)
    rows = {(one["measure"], one["quantity"], one["of"]): one for one in record["findings"]}
    assert rows["retrieval", "precision@5", "objects"]["value"] == 1
    assert rows["retrieval", "precision@5", "objects"]["n"] == 18
    assert rows["clusters", "adjusted mutual information", "k-means"]["value"] == 1
    assert ("transfer", "R2", "turn") in rows
    assert rows["novelty", "AUROC", "nearest"]["value"] == 1
    assert rows["clusters", "silhouette", "objects"]["low"] is None
    page = (tmp_path / "out" / "semantics.html").read_text()
    assert "24 items in 3 classes and 24 groups; 8 dimensions." in page
    assert page.count("data:image/png;base64,") == 2
    assert not re.findall(r"(?:src|href)=\"(?!data:)", page)
    assert out.splitlines()[0] in page
    again = page, (tmp_path / "out" / "semantics.json").read_bytes()
    assert call(*given(frame=frame))[0] == 0
    assert (tmp_path / "out" / "semantics.html").read_text() == again[0]
    assert (tmp_path / "out" / "semantics.json").read_bytes() == again[1]


def test_what_is_not_measured_is_printed(call, given) -> None:
    frame = pd.DataFrame({"class": [f"c{one}" for one in range(24)]})
    code, out, _ = call(*given(frame=frame))
    assert code == 0
    assert out.startswith("precision@5 could not be measured: retrieval: no class has two items")
    assert "not measured: novelty, nothing says which items are known" in out
    assert "not measured: clusters, clusters take two classes or more" in out


def test_classes_of_one_item_are_named(call, given, tmp_path) -> None:
    data = blobs(3, 8)
    frame = labels(data)
    frame.loc[[0, 8], "class"] = ["lone", "single"]
    assert call(*given(frame=frame))[0] == 0
    page = (tmp_path / "out" / "semantics.html").read_text()
    assert "alone in their class" in page
    assert "lone, single" in page


@pytest.mark.slow
def test_constant_vectors_fail_and_do_not_break(call, given, tmp_path) -> None:
    code, out, err = call(*given(vectors=np.ones((24, 3))))
    assert (code, err) == (0, "")
    assert "below the mark of 0.9" in out
    assert json.loads((tmp_path / "out" / "semantics.json").read_text())["passed"] is False
    assert call(*given(vectors=np.ones((24, 1))))[0] == 0


def test_one_class_does_not_pass(call, given, tmp_path) -> None:
    code, out, _ = call(*given(frame=pd.DataFrame({"class": ["a"] * 24})))
    assert code == 0
    assert "could not be measured: retrieval: all items are of one class" in out
    assert json.loads((tmp_path / "out" / "semantics.json").read_text())["passed"] is False


def test_classes_with_any_sign_in_their_names(call, given, tmp_path) -> None:
    data = noise(3, 8)
    words = np.array(["<b>bold</b>", "seat > chair", "$x_1$ & co"])[data.labels[1]]
    code, _, _ = call(*given(vectors=data.vectors, frame=pd.DataFrame({"class": words})))
    assert code == 0
    page = (tmp_path / "out" / "semantics.html").read_text()
    assert "<b>" not in page
    assert "&lt;b&gt;bold" in page


@pytest.mark.parametrize(
    ("vectors", "frame", "words"),
    [
        (None, pd.DataFrame({"class": ["a"] * 23}), "24 vectors and .* 23 rows of labels"),
        (None, pd.DataFrame({"clas": ["a"] * 24}), "'clas'; did you mean 'class'"),
        (None, pd.DataFrame({"class": ["a"] * 23 + [" "]}), "row 24: class is empty"),
        (None, pd.DataFrame({"class": ["a"] * 24, "id": ["x"] * 24}), "id 'x' comes twice"),
        (np.full((24, 2), np.nan), None, "vectors: row 0 is not finite"),
        (np.zeros((24, 2)), None, "vectors: row 0 is zero"),
        (np.array([["a"]] * 24), None, "no single array of numbers"),
    ],
)
def test_wrong_inputs_end_with_2_and_write_nothing(
    call, given, tmp_path, vectors, frame, words
) -> None:
    code, out, err = call(*given(vectors, frame))
    assert (code, out) == (2, "")
    assert re.search(words, err)
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there_end_with_2(call, given, tmp_path) -> None:
    vectors, table = given()
    for arguments, words in (
        ((tmp_path / "none.npy", table), "none.npy is not there"),
        ((vectors, tmp_path / "none.csv"), "none.csv cannot be read"),
        ((table, table), "is no NumPy file"),
        ((vectors, vectors), "holds binary data"),
        ((vectors, table, "--images", tmp_path / "none"), "none is no folder"),
        ((vectors, table, "--images", tmp_path), "no picture that can be read"),
    ):
        code, out, err = call(*arguments)
        assert (code, out) == (2, ""), arguments
        assert words in err
    objects = tmp_path / "o.npy"
    np.save(objects, np.array([None, {}]), allow_pickle=True)
    code, _, err = call(objects, table)
    assert code == 2
    assert "without objects" in err


def test_pictures_are_compared_with_as_far_as_there_are_any(call, given, tmp_path) -> None:
    place = folder(tmp_path / "views", [f"item{one}.png" for one in range(21)])
    (place / "item21.png").write_bytes(b"\x89PNG broken")
    code, out, err = call(*given(), "--images", place)
    assert (code, err) == (0, "")
    assert "21 pictures read, 1 files are none:\n  item21.png: damaged or of an unknown kind" in out
    assert "3 of 24 items have no picture: item21, item22, item23" in out
    record = json.loads((tmp_path / "out" / "semantics.json").read_text())
    gains = [one for one in record["findings"] if one["quantity"] == "gain in accuracy"]
    assert [one["of"] for one in gains] == ["class over HOG", "class over thumbnail"]
    assert {one["n"] for one in gains} == {21}
    assert all(one["value"] > 0 for one in gains)


def test_pictures_of_other_items_are_an_error(call, given, tmp_path) -> None:
    place = folder(tmp_path / "views", ["other.png"])
    code, _, err = call(*given(), "--images", place)
    assert code == 2
    assert "none of the 24 items has a picture" in err
    assert "such as item0.png" in err


def test_two_pictures_of_one_item_are_an_error(call, given, tmp_path) -> None:
    place = folder(tmp_path / "views", ["item0.png", "item0.jpg", "other.png", "other.jpg"])
    code, _, err = call(*given(), "--images", place)
    assert code == 2
    assert "item item0 has two pictures" in err


def test_rivals_are_what_pixels_give_to_the_items_that_have_some() -> None:
    data = noise(2, 15)
    found = Pictures({f"{one}.png": picture(int(one)) for one in data.ids[:20]}, {})
    both, words = with_pictures(data, found, PARAMS)
    assert words == "10 of 30 items have no picture: 20, 21, 22, 23 and 6 more"
    part = data.take(np.arange(20))
    rings = [picture(one)[None] for one in range(20)]
    for method, vectors in (("thumbnail", thumbnails(rings)), ("HOG", hog_vectors(rings))):
        expected = scores(vectors, part, PARAMS)["class"]
        np.testing.assert_array_equal(both.rivals[f"{method}/class"][:20], expected)
        assert np.isnan(both.rivals[f"{method}/class"][20:]).all()
    assert set(both.rivals) == set(
        rivals({"thumbnail": thumbnails(rings), "HOG": hog_vectors(rings)}, part, PARAMS)
    )
    whole = Pictures({f"{one}.png": picture(int(one)) for one in data.ids}, {})
    assert with_pictures(data, whole, PARAMS)[1] == ""


def test_ids_may_have_dots_and_slashes() -> None:
    data = noise(2, 6)
    ids = [f"shop/chair.v{one}" for one in range(12)]
    data = labelled(data.vectors, data.classes, ids=ids)
    found = Pictures({f"{one}.jpeg": picture(row) for row, one in enumerate(ids)}, {})
    both, words = with_pictures(data, found, PARAMS)
    assert words == ""
    assert np.isfinite(both.rivals["HOG/class"]).all()


def _table(value: float, low: float) -> pd.DataFrame:
    row = ("retrieval", "precision@5", "objects", value, low, 0.99, 40, "")
    names = ["measure", "quantity", "of", "value", "low", "high", "n", "note"]
    return pd.DataFrame([row], columns=names)


@pytest.mark.parametrize(
    ("value", "low", "words"),
    [
        (0.95, 0.91, "precision@5 is 0.950 (0.910 to 0.990): above the mark of 0.9, with all of"),
        (0.95, 0.9, "above the mark of 0.9, with all of the interval."),
        (0.95, 0.89, "above the mark of 0.9, but its interval is not."),
        (0.85, 0.8, "below the mark of 0.9."),
    ],
)
def test_the_verdict_is_a_sentence(value: float, low: float, words: str) -> None:
    assert words in verdict(_table(value, low), PARAMS)


def test_the_verdict_says_what_could_be_had() -> None:
    record, table = semantics_record(Items(blobs(4, 4), ()), PARAMS)
    assert record["passed"] is False
    assert "No more than 0.600 could be had" in verdict(table, PARAMS)


def test_a_pass_takes_all_of_the_interval() -> None:
    record, _ = semantics_record(Items(blobs(3, 60), ()), PARAMS)
    assert record["passed"] is True
    # As good, but too few for the interval.
    few = semantics_record(Items(blobs(3, 6), ()), PARAMS)[0]
    assert few["passed"] is False
    json.dumps(record, allow_nan=False)


def test_ignored_columns_are_named_on_the_page() -> None:
    items = Items(blobs(2, 8), ("note", "weight"))
    record, table = semantics_record(items, PARAMS)
    assert "Columns read past: note, weight." in semantics_page(items, record, table, PARAMS)
    plain = replace(items, ignored=())
    record, table = semantics_record(plain, PARAMS)
    assert "Columns read past" not in semantics_page(plain, record, table, PARAMS)


def test_pictures_of_none_of_the_items_are_refused() -> None:
    with pytest.raises(BenchError, match="none of the 12 items"):
        with_pictures(noise(2, 6), Pictures({"x.png": picture(0)}, {}), PARAMS)
