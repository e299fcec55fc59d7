import json
from pathlib import Path

import pytest

from lib.catalogue.scan.decisions import Decided, Decision, read_decisions, write_decisions
from lib.catalogue.scan.result import Item
from lib.core.errors import BenchError


def item(name: str, sha: str) -> Item:
    return Item(name, sha, 10, 0, 0)


def said(a: str, b: str, decision: str = "reject", shas: tuple[str, str] = ("", "")) -> Decision:
    return Decision(item_a=a, item_b=b, sha256_a=shas[0], sha256_b=shas[1], decision=decision)


ITEMS = [item("a", "A"), item("b", "B"), item("c", "A"), item("d", "D")]


def test_contents_go_before_paths() -> None:
    renamed = Decided([said("old", "gone", shas=("A", "D"))], ITEMS)
    assert renamed.of(0, 3) == renamed.of(3, 2) == "reject"
    assert renamed.of(0, 1) == ""
    # Another file now has the name of the rejected one.
    changed = Decided([said("a", "b", shas=("A", "other"))], ITEMS)
    assert changed.of(0, 1) == ""
    assert changed.gone == 1


def test_of_the_same_bytes_the_paths_say_which_are_meant() -> None:
    items = [*ITEMS, item("e", "A")]
    decided = Decided([said("a", "c", shas=("A", "A"))], items)
    assert decided.of(0, 2) == "reject"
    assert decided.of(0, 4) == decided.of(2, 4) == ""


def test_paths_alone_are_enough() -> None:
    decided = Decided([said("b", "a", "accept"), said("a", "x")], ITEMS)
    assert decided.accepted == [(0, 1)]
    assert decided.labelled == [((0, 1), 1)]
    assert decided.gone == 1


def test_both_forms_are_read(tmp_path: Path) -> None:
    wanted = (said('a,"\n', "b", shas=("A", "B")), said("c", "d", "accept"))
    write_decisions(tmp_path / "d.json", wanted)
    assert read_decisions(tmp_path / "d.json") == wanted
    (tmp_path / "d.csv").write_bytes(
        b'\xef\xbb\xbfitem_a,item_b,decision,similarity\r\n"a,""\n",b,reject,\r\nc,d,accept,0.5\r\n'
    )
    one, two = read_decisions(tmp_path / "d.csv")
    assert (one.item_a, one.similarity) == ('a,"\n', None)
    assert (two.decision, two.similarity) == ("accept", 0.5)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("d.json", "[]", "no JSON object"),
        ("d.json", "{", "not valid JSON"),
        ("d.json", '{"schema_version": 2}', "newer version"),
        ("d.json", '{"schema_version": 1}', "no list"),
        ("d.json", '{"schema_version": 1, "decisions": [{"item_a": "a"}]}', "decision 1"),
        ("d.csv", "item_a,item_b,verdict\na,b,reject\n", "columns"),
        ("d.csv", "item_a,item_b,decision\na,b\n", "not as many cells"),
        ("d.csv", "item_a,item_b,decision\na,b,maybe\n", "decision 1"),
        ("d.csv", "item_a,item_b,decision,similarity\na,b,reject,high\n", "similarity"),
        ("d.csv", "item_a,item_b,decision\na,b,reject\nb,a,accept\n", "both accepts and rejects"),
    ],
)
def test_files_that_are_no_decisions(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BenchError, match=told):
        read_decisions(tmp_path / name)


def test_what_the_page_saves_has_these_keys() -> None:
    keys = {"item_a", "item_b", "sha256_a", "sha256_b", "similarity", "decision"}
    assert set(json.loads(said("a", "b").model_dump_json())) == keys
