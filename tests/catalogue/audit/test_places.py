"""Every command of the audit that writes finds out first whether it can."""

import pytest

PLACES = [
    ("afile/below.csv", "afile is a file, "),
    ("/proc/nope.csv", "/proc/nope.csv cannot be written"),
    ("", "is no file that could be replaced"),
    ("/dev/full", "/dev/full is no file that could be replaced"),
]


@pytest.mark.parametrize("command", ["plan", "estimate"])
@pytest.mark.parametrize(("place", "words"), PLACES)
def test_a_place_that_cannot_be_written_is_found_before_anything_is_read(
    call, tmp_path, command, place, words
):
    (tmp_path / "afile").write_text("x")
    code, out, err = call(command, tmp_path / "none.csv", "--out", tmp_path / place)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert "none.csv" not in err
