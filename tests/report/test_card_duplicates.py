from pathlib import Path

import pandas as pd

from lib.core.paths import Paths
from lib.report.card_duplicates import card_duplicates
from tests.report.promised_tables import planted, promises, relations


def section(**changed: pd.DataFrame) -> dict[str, object]:
    tables = {"promises": promises(), "planted": planted(), "relations": relations()} | changed
    return card_duplicates(Paths("folder"), lambda path: tables[Path(path).stem])


def test_the_section_counts_what_was_planted_and_who_keeps_the_promise() -> None:
    found = section()
    assert (found["n_items"], found["n_copies"]) == (1100, 100)
    assert found["kept"] == ["`good`"]
    assert found["n_encoders"] == 2
    lines = str(found["promises"]).splitlines()
    cells = [cell.strip() for cell in lines[2].split("|")]
    assert cells[1:7] == [
        "`good`",
        "0.912346",
        "certified",
        "98",
        "0.980 (0.930 to 0.995)",
        "0.960 (0.900 to 0.990)",
    ]
    # What there is no number for is a dash, never a zero.
    assert [cell.strip() for cell in lines[3].split("|")][2:6] == ["-", "none", "0", "-"]
    assert "mirrored (40)" in str(found["planted"]).splitlines()[0]
    assert "0.900" in str(found["planted"]).splitlines()[2]
    assert "| rescaled" in str(found["relations"])


def test_nothing_planted_is_no_section() -> None:
    assert section(promises=promises().iloc[:0]) == {}
