import json
from pathlib import Path

import pytest

from tests.catalogue.audit.samples import label, stream_table


def result(tmp_path: Path, name: str, positives: list[int], **changes: object) -> Path:
    bands = [
        {"band": band, "size": 1000, "labelled": 50, "positives": k,
         "rate": k / 50, "low": 0.0, "high": 1.0}
        for band, k in zip(["below 0.7", "0.7 to 0.9", "from 0.9 on"], positives, strict=True)
    ]  # fmt: skip
    value = {
        "schema_version": 1, "bands": bands, "prevalence": 0.05, "prevalence_low": 0.01,
        "prevalence_high": 0.1, "confidence": 0.95, "min_precision": 0.95,
        "threshold_from": "labels",
        "recommended": {"base_rate": 0.05, "threshold": None, "recall": None},
        "recommended_at_low": None,
    }  # fmt: skip
    path = tmp_path / name
    path.write_text(json.dumps(value | changes))
    return path


@pytest.mark.parametrize(
    ("this", "code", "words"),
    [
        (45, 0, "Quiet"),
        (41, 0, "Quiet"),
        (40, 1, "alone do not carry it"),
        (20, 1, "50 and 50 labels carry it"),
        (50, 0, "+10.0%"),
    ],
)
def test_watch_rings_by_exit_code(call, tmp_path, this, code, words):
    last = result(tmp_path, "last.json", [0, 10, 45])
    now = result(tmp_path, "this.json", [9, 10, this])
    got, printed, _ = call("watch", last, now)
    assert got == code
    assert words in printed
    assert ("ALARM" in printed) == (code == 1)
    assert "+0.180" in printed


def test_watch_takes_another_alarm(call, tmp_path):
    paths = [result(tmp_path, f"{k}.json", [0, 10, k]) for k in (45, 43)]
    assert call("watch", *paths)[0] == 0
    assert call("watch", *paths, "--alarm", 0.04)[0] == 1


def test_watch_reads_what_estimate_writes(call, labelled, tmp_path):
    out = tmp_path / "audit.json"
    call("estimate", labelled, "--out", out)
    assert call("watch", out, out)[0] == 0


def test_watch_explains_bad_results(call, tmp_path):
    good = result(tmp_path, "good.json", [0, 10, 45])
    bad = {
        "newer.json": ({"schema_version": 2}, "newer version"),
        "older.json": ({"schema_version": None}, "schema_version None"),
        "odd.json": ({"surprise": 1}, "surprise"),
        "none.json": ({"bands": []}, "bands"),
    }
    for name, (changes, words) in bad.items():
        code, _, errors = call("watch", good, result(tmp_path, name, [0, 10, 45], **changes))
        assert code == 2, name
        assert words in errors
    more = result(tmp_path, "more.json", [0, 10, 51])
    code, _, errors = call("watch", good, more)
    assert code == 2
    assert "positives <= labelled" in errors
    for name, text, words in (
        ("a.json", "{}", "no key 'bands'"),
        ("b.json", "no", "not valid JSON"),
    ):
        (tmp_path / name).write_text(text)
        code, _, errors = call("watch", tmp_path / name, good)
        assert code == 2
        assert words in errors
    code, _, errors = call("watch", good, tmp_path / "absent.json")
    assert (code, "absent.json cannot be read" in errors) == (2, True)


def test_watch_refuses_other_bands(call, stream, labelled, tmp_path):
    call("estimate", labelled, "--out", tmp_path / "last.json")
    other = tmp_path / "other.csv"
    call("plan", stream, "--out", other, "--bands", "0.6,0.9")
    label(other, stream_table())
    call("estimate", other, "--out", tmp_path / "this.json")
    code, _, errors = call("watch", tmp_path / "last.json", tmp_path / "this.json")
    assert code == 2
    assert "different bands" in errors
