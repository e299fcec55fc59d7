import json
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.core.tables import PUBLISHED
from lib.leaderboard.publish.croissant import FILE, files, verify

ABSENT = "the library is not installed: it is listed in requirements.in under Development"


def _described(folder: Path) -> dict:
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def _flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_what_is_written_verifies(published: Path) -> None:
    assert verify(published) == len(files(published)) == len(_described(published)["distribution"])


def test_one_other_bit_in_any_file_is_found(published: Path) -> None:
    for path in files(published):
        for place in (0, -1):
            _flip(path, place)
            with pytest.raises(BenchError, match=f"{path.name} is not what {FILE} says"):
                verify(published)
            _flip(path, place)
    verify(published)


def test_missing_and_added_files_are_found(published: Path) -> None:
    (published / "meshes.npz").write_bytes(b"")
    with pytest.raises(BenchError, match=r"meshes\.npz is not described"):
        verify(published)
    (published / "meshes.npz").unlink()
    (published / "LICENSE").unlink()
    with pytest.raises(BenchError, match="LICENSE is missing"):
        verify(published)


def test_a_wrong_size_is_found_though_the_hash_is_right(published: Path) -> None:
    described = _described(published)
    described["distribution"][0]["contentSize"] = "1 B"
    (published / FILE).write_text(json.dumps(described))
    with pytest.raises(BenchError, match="described as 1 B"):
        verify(published)


def test_says_licence_citation_and_version_but_no_date_or_address(published: Path) -> None:
    described = _described(published)
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert described["license"] == "https://spdx.org/licenses/Apache-2.0"
    assert described["citeAs"] == "@misc{a_benchmark,\n  title = {A benchmark}\n}"
    assert described["version"] == "0.1"
    assert {"url", "datePublished", "dateModified", "creator"}.isdisjoint(described)


def test_every_column_is_a_field_with_a_type_and_a_meaning(published: Path) -> None:
    sets = {found["@id"]: found for found in _described(published)["recordSet"]}
    assert list(sets) == [table.name for table in PUBLISHED]
    for table in PUBLISHED:
        fields = {field["@id"]: field for field in sets[table.name]["field"]}
        header = (published / "data" / table.published_file).read_text().splitlines()[0].split(",")
        assert list(fields) == [f"{table.name}/{column}" for column in header]
        assert {key["@id"] for key in sets[table.name]["key"]} <= set(fields)
        for field in fields.values():
            assert field["description"]
            assert field["source"]["fileObject"]["@id"] == f"data/{table.published_file}"
    kinds = {field["name"]: field["dataType"] for field in sets["audit-weeks"]["field"]}
    assert (kinds["week"], kinds["event"]) == ("sc:Integer", "sc:Text")
    assert (kinds["alarm"], kinds["estimate"]) == ("sc:Boolean", "sc:Float")


@pytest.mark.slow
def test_mlcroissant_loads_it_and_asks_for_no_more_than_a_date(published: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason=ABSENT)
    dataset = mlcroissant.Dataset(jsonld=str(published / FILE))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert [warning for warning in issues.warnings if "datePublished" not in warning] == []
    (first, *_) = dataset.records("audit-weeks")
    assert first["audit-weeks/week"] == 1
    assert first["audit-weeks/event"] == b'event, "one"'
    assert first["audit-weeks/estimate"] == 0.5
    assert first["audit-weeks/alarm"] is True


@pytest.mark.slow
def test_mlcroissant_really_checks_the_hashes(published: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason=ABSENT)
    _flip(published / "data" / "splits.csv", -2)
    dataset = mlcroissant.Dataset(jsonld=str(published / FILE))
    with pytest.raises(Exception, match=r"data/splits\.csv") as caught:
        list(dataset.records("splits"))
    assert "Hash of downloaded file" in str(caught.value.__cause__)
