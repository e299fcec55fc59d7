from pathlib import Path

import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.files import write_table
from lib.core.tables import COLUMNS
from lib.leaderboard.publish.columns import meaning
from lib.leaderboard.publish.tables import TABLES, Table, describe


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_explained_and_keys_are_columns(table: Table) -> None:
    for column in COLUMNS[table.source]:
        text = meaning(table.name, column)
        assert text.endswith(".")
        assert text[0].isupper() or text.split()[0].rstrip(",:;").islower() or text[0].isdigit()
    assert set(table.key) <= set(COLUMNS[table.source])


def test_an_unexplained_column_is_named() -> None:
    with pytest.raises(BenchError, match=r"'colour' of splits .*\n.*columns\.py"):
        meaning("splits", "colour")


def test_a_table_may_mean_something_else_by_a_shared_name() -> None:
    assert meaning("baseline-results", "rank") != meaning("per-query-ap", "rank")


def test_names_are_unique_and_free_of_what_the_hub_refuses() -> None:
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names)
    assert not set("".join(names)) & set('<>:/\\|?*" ')
    assert all(table.file == f"{table.name}.csv" for table in TABLES)


def test_types_come_from_the_rows(tmp_path: Path) -> None:
    table = Table("scores.csv", "A score.", ("pair_id",))
    frame = pd.DataFrame(
        {
            "pair_id": ["001", "002"],
            "encoder": ["a", "b"],
            "label": [0, 1],
            "cosine": [0.5, None],
            "l2": [1.0, 2.0],
            "l2_unit": [True, False],
        }
    )
    write_table(tmp_path / "scores.csv", frame)
    (described,) = describe(tmp_path, [table])
    assert [column.kind for column in described.columns] == [
        "string",
        "string",
        "int64",
        "float64",
        "float64",
        "bool",
    ]
    assert described.n_rows == 2
