import hashlib
import re
from pathlib import Path

import pytest

import lib.leaderboard.publish.folder as folder
from lib.core.errors import BenchError
from lib.core.files import read_json, read_table, write_json
from lib.core.paths import Paths
from lib.core.tables import PUBLISHED
from lib.leaderboard.publish.folder import publish
from lib.leaderboard.publish.readback import Readers
from lib.leaderboard.publish.tables import DOCUMENTS, describe
from tests.leaderboard.publish.conftest import CARD, build

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _not_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "read_back", lambda _: Readers((), ()))


def _bytes(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_holds_rows_card_and_the_pictures_shown_and_nothing_else(published: Path) -> None:
    expected = {f"data/{table.published_file}" for table in PUBLISHED} | {
        f"data/{name}" for name in DOCUMENTS
    }
    expected |= {"README.md", "LICENSE", "croissant.json", "figures/shown.png"}
    assert set(_bytes(published)) == expected


def test_tables_are_the_committed_bytes_or_numbers(repository: Path, published: Path) -> None:
    for table in PUBLISHED:
        source = repository / Paths("parametric40").table(table.file)
        target = published / "data" / table.published_file
        if source.suffix == ".csv":
            assert target.read_bytes() == source.read_bytes()
        else:
            again = read_table(target, table.file)
            assert again.equals(read_table(source).astype(again.dtypes)), table.name


def test_bytes_depend_on_neither_place_nor_time(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere" / "again"
    build(other)
    monkeypatch.chdir(other)
    publish(tmp_path / "other", "parametric40")
    assert _bytes(tmp_path / "other") == _bytes(published)
    described = (published / "croissant.json").read_text()
    assert str(tmp_path) not in described
    assert not re.search(r'"date\w*"|\d{4}-\d{2}-\d{2}', described)


@pytest.mark.usefixtures("repository")
def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    made = publish(tmp_path / "empty", "parametric40")
    assert made.n_rows == 3 * len(PUBLISHED)
    assert made.n_files == len(PUBLISHED) + len(DOCUMENTS) + 3


@pytest.mark.parametrize("kind", ["file", "full", "link"])
@pytest.mark.usefixtures("repository")
def test_refuses_what_is_taken(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine")
    elif kind == "full":
        out.mkdir()
        (out / ".mine").write_text("mine")
    else:
        (tmp_path / "target").mkdir()
        out.symlink_to(tmp_path / "target")
    with pytest.raises(BenchError, match=str(out)):
        publish(out, "parametric40")
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []
    if kind == "full":
        assert [path.name for path in out.iterdir()] == [".mine"]


@pytest.mark.parametrize(
    "missing",
    [
        "data/parametric40/splits.csv",
        "data/parametric40/per-query-ap.parquet",
        "data/parametric40/benchmark-summary.json",
        "reports/parametric40/figures/shown.png",
        "reports/parametric40/dataset_card.md",
        "LICENSE",
    ],
)
def test_leaves_nothing_behind_when_something_is_missing(
    repository: Path, tmp_path: Path, missing: str
) -> None:
    (repository / missing).unlink()
    with pytest.raises(BenchError, match=missing):
        publish(tmp_path / "out", "parametric40")
    assert [path.name for path in tmp_path.iterdir()] == ["repository"]


@pytest.mark.usefixtures("repository")
def test_leaves_nothing_behind_when_a_reader_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> Readers:
        raise BenchError("does not read back")

    monkeypatch.setattr(folder, "read_back", fail)
    with pytest.raises(BenchError, match="does not read back"):
        publish(tmp_path / "out", "parametric40")
    assert [path.name for path in tmp_path.iterdir()] == ["repository"]


@pytest.mark.usefixtures("repository")
def test_a_corpus_with_terms_of_its_own_keeps_them(tmp_path: Path) -> None:
    summary = Paths("parametric40").summary
    said = read_json(summary)
    said["corpus"] |= {
        "name": "modelnet40",
        "title": "ModelNet40",
        "licence": "ModelNet terms (academic use only)",
        "licence_notice": "Do not redistribute them.",
    }
    write_json(summary, said)
    publish(tmp_path / "out", "parametric40")
    licence = (tmp_path / "out" / "LICENSE").read_text()
    assert "ModelNet40" in licence
    assert "Do not redistribute them." in licence
    assert licence.endswith("Apache License\n")
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "license: other\n" in readme
    assert "license_name: modelnet-terms-academic-use-only\n" in readme
    assert "rows about meshes and no meshes: they come from their owners" in readme


def test_a_table_without_rows_is_a_file_but_no_configuration(
    repository: Path, tmp_path: Path
) -> None:
    path = repository / "data" / "parametric40" / "duplicates.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    publish(tmp_path / "out", "parametric40")
    assert "config_name: duplicates" not in (tmp_path / "out" / "README.md").read_text()
    assert (tmp_path / "out" / "data" / "duplicates.csv").is_file()


def test_the_readme_is_the_card_under_a_header(published: Path) -> None:
    readme = (published / "README.md").read_text()
    assert readme.startswith("---\nlicense: apache-2.0\n")
    assert CARD.strip() in readme
    assert "no meshes: the benchmark's repository makes them again" in readme
    digest = hashlib.sha256((published / "README.md").read_bytes()).hexdigest()
    assert digest in (published / "croissant.json").read_text()


@pytest.mark.slow
def test_the_committed_run_can_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths("parametric40")
    monkeypatch.chdir(ROOT)
    if not (paths.table("per-query-ap.parquet").exists() and paths.card.exists()):
        pytest.skip("the graph has not been run: make repro")
    publish(tmp_path / "out", "parametric40")
    found = {described.table.name: described for described in describe(tmp_path / "out" / "data")}
    for name, described in found.items():
        table = read_table(
            tmp_path / "out" / "data" / described.table.published_file, described.table.file
        )
        assert not table.duplicated(list(described.table.key)).any(), name


def test_made_up_rows_have_every_kind_of_column(published: Path) -> None:
    found = describe(published / "data")
    kinds = {column.kind for described in found for column in described.table.columns}
    assert kinds == {"string", "int64", "float64", "bool"}
