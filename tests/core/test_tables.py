import string
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.files import read_table
from lib.core.paths import Paths
from lib.core.tables import DECIMALS, PUBLISHED, SWEEP, TABLES, Table, declared

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ("parametric40", "modelnet40", "patterns")
PLACES = [
    (table, path)
    for table in TABLES
    for path in dict.fromkeys(Paths(corpus).table(table.file) for corpus in CORPORA)
    if (ROOT / path).exists() and path.suffix == ".csv"
]
committed = pytest.mark.parametrize(
    ("table", "path"), PLACES, ids=lambda one: one.as_posix() if isinstance(one, Path) else ""
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_column_has_a_meaning_and_keys_are_columns(table: Table) -> None:
    for text in (table.row, *(column.meaning for column in table.columns)):
        assert text.endswith(".")
        assert text[0].isupper() or text.split()[0].rstrip(",:;").isalnum()
    assert set(table.key) <= set(table.names)
    assert len(set(table.names)) == len(table.names)
    assert list(table.empty().columns) == table.names


def test_each_table_is_said_once() -> None:
    assert len({table.file for table in TABLES}) == len(TABLES)
    for places in (
        [Paths("c").table(table.file) for table in TABLES],
        [Paths("c").table(table.file, "e") for table in TABLES if table.part],
    ):
        assert len(set(places)) == len(places)


def test_an_undeclared_table_is_refused_by_name() -> None:
    for ask in (declared, Paths("parametric40").table, lambda name: read_table(ROOT / name)):
        with pytest.raises(BenchError, match=r"no table is called 'split\.csv'\n.*lib/core/tables"):
            ask("split.csv")


def test_every_committed_csv_is_declared() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a Git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "data/*.csv"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    known = {path.as_posix() for _, path in PLACES}
    found = {name for name in listed.stdout.split() if not name.startswith("data/submissions/")}
    assert found <= known


@committed
def test_committed_tables_have_their_columns_and_a_unique_key(table: Table, path: Path) -> None:
    rows = read_table(ROOT / path, table.file)
    assert list(rows.columns) == table.names
    # Where no columns name a row, its number does.
    assert not table.key or not rows.duplicated(list(table.key)).any()


@committed
def test_committed_tables_hold_their_types_and_digits(table: Table, path: Path) -> None:
    # Read as text: what a reader makes of it must not hide what is written.
    rows = pd.read_csv(ROOT / path, dtype=str, keep_default_na=False)
    for column in table.columns:
        cells = rows[column.name]
        if column.kind == "float64":
            digits = {len(cell.partition(".")[2]) for cell in cells if cell}
            assert digits <= {column.digits}, column.name
        elif column.kind == "int64":
            assert cells.str.fullmatch(r"-?\d+").all(), column.name
        elif column.kind == "bool":
            assert set(cells) <= {"True", "False"}, column.name


def test_thresholds_have_the_digits_of_scores() -> None:
    # What pixels alone give for an object is no score of a pair.
    tables = [table for table in TABLES if table.file != "pixel-scores.parquet"]
    digits = {name: count for table in tables for name, count in table.digits.items()}
    finer = {name for name, count in digits.items() if count > DECIMALS}
    assert {"cosine", "l2", "l2_unit", "score"} <= finer
    assert {name for name in digits if "threshold" in name} <= finer


def test_a_table_may_mean_something_else_by_a_shared_name() -> None:
    one, other = (
        next(column for column in declared(name).columns if column.name == "rank")
        for name in ("baseline-results.csv", "per-query-ap.parquet")
    )
    assert one.meaning != other.meaning
    assert (one.kind, other.kind) == ("int64", "float64")


def test_published_names_are_unique_and_free_of_what_the_hub_refuses() -> None:
    names = [table.name for table in PUBLISHED]
    assert len(set(names)) == len(names)
    assert set("".join(names)) <= set(string.ascii_lowercase + string.digits + "-")
    assert all(table.published_file == f"{table.name}.csv" for table in PUBLISHED)


def test_places_are_those_of_the_graph() -> None:
    paths = Paths("parametric40")
    data = Path("data/parametric40")
    assert paths.table("splits.csv") == data / "splits.csv"
    assert paths.table("eval-bucket.csv") == Path("data/eval-bucket/parametric40.csv")
    assert paths.table("pair-scores.parquet", "e") == data / "pair-scores" / "e.parquet"
    assert [paths.table(name, "e") for name in SWEEP] == [
        data / "sweeps" / "e" / name for name in SWEEP
    ]
