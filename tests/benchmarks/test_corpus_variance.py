"""The spread between corpora, of tables that are made up."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.corpus_variance import KEY, gathered, main, printed, spread
from lib.core.errors import BenchError


def _table(score: float) -> pd.DataFrame:
    rows = [("b", 2, "test"), ("a", 1, "all")]
    table = pd.DataFrame(rows, columns=KEY).assign(map=[score, 1.0], n_queries=4)
    return table.assign(map_low=table["map"] - 0.1, map_high=table["map"] + 0.2)


def test_seeds_of_a_row_lie_together_and_in_order() -> None:
    whole = gathered({42: _table(0.5), 40: _table(0.7)})
    assert whole.columns.tolist() == [*KEY, "seed", "map", "map_low", "map_high"]
    assert whole["encoder"].tolist() == ["a", "a", "b", "b"]
    assert whole["seed"].tolist() == [40, 42, 40, 42]
    assert whole["map"].tolist() == [1.0, 1.0, 0.7, 0.5]


def test_the_spread_is_that_of_the_seeds() -> None:
    found = spread(gathered({40: _table(0.7), 41: _table(0.6), 42: _table(0.2)})).set_index(KEY)
    row = found.loc[("b", 2, "test")]
    assert row["mean"] == pytest.approx(0.5)
    assert row["deviation"] == pytest.approx(np.std([0.7, 0.6, 0.2], ddof=1))
    assert (row["lowest"], row["highest"]) == (0.2, 0.7)
    assert row["half_width"] == pytest.approx(0.15)
    assert found.loc[("a", 1, "all"), "deviation"] == 0


def test_a_row_that_one_corpus_lacks_is_named() -> None:
    with pytest.raises(BenchError, match="not every corpus has a score of b 2 test"):
        gathered({40: _table(0.7), 41: _table(0.6).iloc[1:]})


def test_every_row_is_printed_with_its_columns() -> None:
    header, rows = printed(spread(gathered({40: _table(0.7), 41: _table(0.6)})))
    assert rows[1] == ["`b`", "T2", "test", "0.650", "0.600", "0.700", "0.071", "0.150"]
    assert {len(row) for row in rows} == {len(header)}


def test_one_corpus_is_refused_before_anything_runs() -> None:
    with pytest.raises(BenchError, match="one corpus has no spread"):
        main(seed=[40, 40])
