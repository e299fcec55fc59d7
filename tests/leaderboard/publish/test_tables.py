from pathlib import Path

import pandas as pd

from lib.core.files import write_table
from lib.core.tables import declared
from lib.leaderboard.publish.tables import describe


def test_tables_without_rows_are_left_out(tmp_path: Path) -> None:
    tables = [declared("splits.csv"), declared("miner-overlap.csv")]
    rows = pd.DataFrame({"miner_a": ["a"] * 2, "miner_b": ["a", "b"], "share": 0.5, "by_chance": 0})
    write_table(tmp_path / "miner-overlap.csv", rows)
    write_table(tmp_path / "splits.csv", declared("splits.csv").empty())
    (described,) = describe(tmp_path, tables)
    assert (described.table.name, described.n_rows) == ("miner-overlap", 2)
