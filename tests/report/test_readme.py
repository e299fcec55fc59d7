from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.report.readme import example, renew
from lib.report.readme_cheat_sheet import cheat_sheet
from tests.report.calibration_tables import tables

TEXT = "a\n\n<!-- one: made -->\n\nold\n\n<!-- /one -->\n\nb\n"


def test_only_what_is_between_the_markers_changes() -> None:
    once = renew(TEXT, {"one": "| new |"})
    assert once == TEXT.replace("old", "| new |")
    assert renew(once, {"one": "| new |"}) == once


@pytest.mark.parametrize("text", ["", "<!-- one: made -->\nno end", "<!-- /one -->"])
def test_lost_markers_are_named(text: str) -> None:
    with pytest.raises(BenchError, match="markers of 'one'"):
        renew(text, {"one": "x"})


def test_an_example_that_fails_is_no_example(tmp_path: Path) -> None:
    text = "```sh\npython -m lib no-such-command\n```\n\n<!-- example: x -->"
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "__main__.py").write_text("import sys\nsys.exit(sys.argv[1])\n")
    with pytest.raises(BenchError, match="example fails: no-such-command"):
        example(text, tmp_path)
    with pytest.raises(BenchError, match="lost its example"):
        example("", tmp_path)


@pytest.mark.slow
def test_the_cheat_sheets_ranges_are_those_of_the_tables() -> None:
    given = tables()
    sheet = cheat_sheet(given)
    rows = [line.split(" | ") for line in sheet.splitlines()[2:]]
    assert len(rows) == 6
    cross = given.thresholds.query("negatives == 'cross' and base_rate == 0.05")
    low, high = cross["recall"].min(), cross["recall"].max()
    assert f"recall is {low:.3f} to {high:.3f}" in rows[1][2]
    certified = cross["certificate"].eq("certified").sum()
    assert f"certified for {certified} of 2 encoders" in rows[0][2]
