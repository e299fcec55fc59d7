from pathlib import Path

import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.leaderboard.compare.page import page
from lib.leaderboard.compare.revision import corpora
from tests.leaderboard.compare.conftest import PATHS, commit, histograms, results, thresholds

pytestmark = pytest.mark.usefixtures("repository")


def _page(revision: str = "main") -> str:
    return page(corpora(revision), revision, "0123456789")


def _row(text: str, *start: str) -> list[str]:
    lines = ([cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines())
    (found,) = (cells for cells in lines if cells[: len(start)] == list(start))
    return found


def test_nothing_changed() -> None:
    text = _page()
    assert "8 rows: none changed." in text
    assert "Recall at the thresholds has not changed." in text
    assert "▲" not in text
    assert text.count("<details>") == text.count("</details>") == 1


def test_a_change_beyond_both_intervals_is_marked_and_explained() -> None:
    PATHS.write("baseline-results.csv", results(one=0.55, two=0.69))
    PATHS.write("rank-histograms.csv", histograms([50, 10, 20, 10, 10]))
    text = _page()
    assert "8 rows: 2 changed; 1 of the changes larger than their interval; 6 as before." in text
    first = ["`one`", "T2", "test", "0.500 (0.480 to 0.520)", "0.550 (0.530 to 0.570)"]
    assert _row(text, "`one`", "T2", "test") == [*first, "+0.050", "▲"]
    assert _row(text, "`two`", "T2", "test")[5:] == ["-0.010", ""]
    assert "`one` T2 test, gain of +0.050: rank-2 hits turned into hits (net: +10 at 1" in text


def test_one_interval_counts_where_the_other_side_has_none() -> None:
    old = PATHS.table("baseline-results.csv").read_text().splitlines()
    bare = [",".join(line.split(",")[:4] + line.split(",")[7:]) for line in old]
    PATHS.table("baseline-results.csv").write_text("\n".join(bare) + "\n")
    assert "map_low" not in bare[0]
    commit("without intervals")
    PATHS.write("baseline-results.csv", results(one=0.55, two=0.71))
    text = _page()
    assert _row(text, "`one`", "T2", "test")[3:] == [
        "0.500 (-)",
        "0.550 (0.530 to 0.570)",
        "+0.050",
        "▲",
    ]
    assert _row(text, "`two`", "T2", "test")[6] == ""


def test_small_changes_do_not_read_as_none() -> None:
    PATHS.write("baseline-results.csv", results(one=0.500012, two=0.7))
    assert _row(_page(), "`one`", "T2", "test")[5] == "+0.000012"


def test_rows_come_and_go() -> None:
    PATHS.write("baseline-results.csv", results(one=0.5, three=0.8))
    text = _page()
    assert "12 rows: 4 added, 4 gone; 4 as before." in text
    assert _row(text, "`three`", "T2", "test")[3:] == ["-", "0.800 (0.780 to 0.820)", "-", "new"]
    assert _row(text, "`two`", "T2", "test")[4:] == ["-", "-", "gone"]


def test_another_split_cannot_be_compared() -> None:
    PATHS.write("baseline-results.csv", results(one=0.9).assign(split_sha256="cd" * 32))
    text = _page()
    assert "NOT COMPARABLE" in text
    assert "abababababab before, cdcdcdcdcdcd now" in text
    assert "▲" not in text
    assert "0.500" not in text


def test_other_objects_are_another_task() -> None:
    PATHS.table("objects.csv").write_text("object_id\nb\n")
    assert "objects.csv changed, so that the task itself is another" in _page()


def test_other_numbers_of_queries_have_no_change() -> None:
    PATHS.write("baseline-results.csv", results(one=0.9, two=0.7).assign(n_queries=50))
    assert _row(_page(), "`one`", "T2", "test")[5:] == ["-", "other queries"]


def test_thresholds_that_moved() -> None:
    PATHS.write("threshold-by-base-rate.csv", thresholds(0.7))
    assert _row(_page(), "`one`", "cross")[2:] == ["0.990", "0.600 → 0.700 ▲"]
    PATHS.write("threshold-by-base-rate.csv", thresholds(float("nan")))
    assert _row(_page(), "`one`", "cross")[2:] == ["0.990", "0.600 → -"]


def test_a_corpus_is_new_or_gone() -> None:
    PATHS.table("baseline-results.csv").rename("kept.csv")
    commit("gone")
    Path("kept.csv").rename(PATHS.table("baseline-results.csv"))
    text = _page()
    assert "**A new corpus:**" in text
    assert _row(text, "`one`", "T1", "all")[6] == "new"
    PATHS.table("baseline-results.csv").unlink()
    assert "**The corpus is gone:**" in _page("main~1")


def test_without_histograms_the_reason_is_not_guessed() -> None:
    PATHS.write("baseline-results.csv", results(one=0.55, two=0.7))
    PATHS.table("rank-histograms.csv").unlink()
    assert "cannot be said" in _page()


def test_no_table_is_refused_by_name() -> None:
    PATHS.table("baseline-results.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BenchError, match="lacks encoder, tier, gallery"):
        _page()


def test_the_page_is_the_same_every_time() -> None:
    PATHS.write("baseline-results.csv", results(one=0.55, three=0.7))
    assert _page() == _page()


def _lookalikes(score: float, listed: str = "a") -> None:
    columns = ["miner", "encoder", "tier", "map", "map_low", "map_high", "rank", "n_queries"]
    rows = [("m", "one", tier, score, score - 0.02, score + 0.02, 1, 100) for tier in (3, 6)]
    PATHS.write("hard-gallery.csv", pd.DataFrame(rows, columns=columns))
    PATHS.table("lookalikes.csv").write_text(f"lookalike_id\n{listed}\n")


def test_tier_6_is_compared_among_the_same_lookalikes_alone() -> None:
    assert "T6" not in _page()
    _lookalikes(0.5)
    assert "Tier 6 is left out" in _page()
    commit("with lookalikes")
    _lookalikes(0.6)
    text = _page()
    assert "9 rows: 1 changed; 1 of the changes" in text
    changed = ["0.500 (0.480 to 0.520)", "0.600 (0.580 to 0.620)", "+0.100", "▲"]
    assert _row(text, "`one`", "T6", "lookalikes of m")[3:] == changed
    _lookalikes(0.6, "b")
    text = _page()
    assert "Tier 6 is left out" in text
    assert "8 rows: none changed." in text


def test_tier_6_of_a_new_corpus_is_new() -> None:
    PATHS.table("baseline-results.csv").unlink()
    commit("no results")
    PATHS.write("baseline-results.csv", results(one=0.5))
    _lookalikes(0.6)
    assert _row(_page(), "`one`", "T6", "lookalikes of m")[6] == "new"
