import io
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from lib.core.errors import BenchError
from lib.report.results_table import markdown_table, print_results
from lib.report.wording import number, signed
from tests.report import samples

CARD = Path("reports/parametric40/dataset_card.md")


def _printed(results, summary, width, color=False):
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=color, color_system="truecolor" if color else None
    )
    print_results(results, summary, CARD, console)
    return stream.getvalue()


def _short_names():
    results = samples.results()
    return results[results["encoder"] != "pointnet_proxy_normals"]


def _low_t1(score=0.998438):
    results = _short_names()
    row = (results["encoder"] == "pointnet_proxy") & (results["tier"] == 1)
    return results.assign(
        map=results["map"].mask(row & (results["gallery"] == "all"), score)
    ), samples.summary() | {"t1_failures": [samples.failure()]}


def parse(markdown):
    """Rows of a pipe table as lists of plain cells."""
    lines = [line.strip("|").split("|") for line in markdown.splitlines()]
    return [[cell.strip(" `*") for cell in line] for line in (lines[0], *lines[2:])]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1.000"), (0.99951, "<1.000"), (0.9994, "0.999"), (0.0, "0.000"), (np.nan, "-")],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0123, "+0.012"), (-0.0123, "-0.012"), (-0.0004, "0.000"), (np.nan, "-")]
)
def test_signed(value, text):
    assert signed(value) == text


@pytest.mark.parametrize("galleries", [("test",), ("all",), ("test", "all")])
def test_markdown_parses_back_to_the_frame(galleries):
    results = samples.results()
    head, *rows = parse(markdown_table(results, samples.summary(), galleries))
    assert len(head) == 2 + 5 * len(galleries)
    cells = {row[0]: [float(cell) for cell in row[2:]] for row in rows}
    learned = {row[0]: row[1] for row in rows}
    assert learned["clip"] == "nothing"
    assert learned[samples.ENCODERS[1]] == "ImageNet"
    columns = [(tier, gallery) for tier in range(1, 6) for gallery in galleries]
    frame = results.set_index(["encoder", "tier", "gallery"])["map"]
    for encoder in samples.ENCODERS:
        expected = [frame[encoder, tier, gallery] for tier, gallery in columns]
        assert cells[encoder] == pytest.approx(expected, abs=5e-4)
    recognizer = {"test": 0.641, "all": 0.18}
    assert cells["class recogniser"] == [recognizer[gallery] for _, gallery in columns]


def test_what_shares_the_first_rank_is_bold_and_a_column_of_equals_has_none():
    table = markdown_table(samples.results(), samples.summary(), ["test"])
    assert table.count("**") == 2 * 2 * 4
    frame = samples.results().query("gallery == 'test' and tier == 5").set_index("encoder")
    for encoder, row in frame.iterrows():
        line = next(line for line in table.splitlines() if f"`{encoder}`" in line)
        assert (f"**{row['map']:.3f}**" in line) == (row["rank"] == 1)


def test_a_missing_score_is_a_dash():
    results = samples.results().query("not (encoder == 'clip' and tier == 5)")
    _head, *rows = parse(markdown_table(results, samples.summary(), ["test"]))
    assert next(row for row in rows if row[0] == "clip")[-1] == "-"


@pytest.mark.parametrize("width", [80, 120])
def test_one_table_holds_every_number_on_one_line_an_encoder(width):
    results = _short_names()
    text = _printed(results, samples.summary(), width)
    assert max(map(len, text.splitlines())) <= width
    for encoder, rows in results.groupby("encoder"):
        (line,) = [line for line in text.splitlines() if line.startswith(encoder + " ")]
        expected = rows.sort_values(["tier", "gallery"], ascending=[True, False])["map"]
        assert line.split()[1:] == [f"{value:.3f}" for value in expected]
    assert "…" not in text


@pytest.mark.parametrize("width", [80, 60, 45])
def test_a_narrow_terminal_gets_a_table_a_gallery(width):
    text = _printed(samples.results(), samples.summary(), width)
    assert text.count("mAP") == 2
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    assert text.count("0.641") == 5


def test_a_line_says_what_was_learned_from():
    text = _printed(samples.results(), samples.summary(), 120)
    assert f"Trained: {samples.ENCODERS[1]} on ImageNet." in text
    summary = samples.summary()
    for one in summary["encoders"]:
        one["trained_on"] = "nothing"
    assert "Trained: none of them." in _printed(samples.results(), summary, 120)


def test_no_escape_codes_when_piped():
    assert "\x1b" not in _printed(*_low_t1(), 80)


def test_a_tier_1_failure_is_red_and_named():
    assert "ALARM" not in _printed(_short_names(), samples.summary(), 200)
    text = _printed(*_low_t1(), 200, color=True)
    assert "\x1b[1;31m0.998" in text
    assert "ALARM: pointnet_proxy misses identical objects (gallery all)" in text


def test_a_narrow_terminal_does_not_break_the_path_into_the_card():
    line = _printed(*_low_t1(), 60).splitlines()[-1]
    assert line.startswith("ALARM: pointnet_proxy")
    assert f" {CARD}#alarm" in line


def test_a_tiny_tier_1_failure_is_not_rounded_away():
    text = _printed(*_low_t1(0.99999), 200, color=True)
    assert "\x1b[1;31m<1.000" in text


def test_a_summary_without_reference_lines_is_refused_by_name():
    summary = samples.summary()
    del summary["reference"]
    with pytest.raises(BenchError, match="reference"):
        _printed(samples.results(), summary, 80)
