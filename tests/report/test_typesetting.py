from pathlib import Path

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import findfont

from lib.report.typesetting import fit, width, wrap


def test_the_font_is_the_one_that_matplotlib_ships():
    # findfont follows links, and an environment may be one.
    shipped = Path(matplotlib.get_data_path()).resolve()
    assert Path(findfont("DejaVu Sans")).is_relative_to(shipped)
    assert Path(findfont("DejaVu Sans Mono")).is_relative_to(shipped)


def test_width_is_proportional_to_size():
    assert width("gallery", 18) == pytest.approx(2 * width("gallery", 9), rel=1e-3)
    assert width("gallery", 9, "bold") > width("gallery", 9)


@settings(max_examples=40)
@given(st.lists(st.text("abcdefgh_", min_size=1, max_size=12), max_size=20))
def test_wrapped_lines_fit_and_lose_no_word(words):
    lines = wrap(" ".join(words), 1.5, 8)
    assert " ".join(lines).split() == words
    assert all(width(line, 8) <= 1.5 for line in lines)


def test_fit_shortens_in_the_middle_only_where_it_must():
    assert fit("chair_0001", 2, 8) == "chair_0001"
    short = fit("a_very_long_class_name_from_a_folder_0001", 1, 8)
    assert width(short, 8) <= 1
    assert short.startswith("a_very")
    assert short.endswith("0001")
    assert "…" in short
