from lib.report.readme_promise import promise
from tests.report.promised_tables import planted, promises, relations


def test_every_number_is_the_tables() -> None:
    said = promise(promises(), planted(), relations(), "good")
    assert "1,000 objects and 100 planted copies" in said
    assert "98 of 604,450 pairs" in said
    assert "precision 0.980 (0.930 to 0.995), recall 0.960 (0.900 to 0.990)" in said
    assert "re-exported 60 of 60, mirrored 36 of 40" in said
    assert "1 of 2 encoders keep it" in said
    assert "mirrored is told worst: recall 0.850 (0.700 to 0.940) at precision 1.000" in said


def test_nothing_is_said_of_an_encoder_that_was_not_scanned_with() -> None:
    assert promise(promises(), planted(), relations(), "absent") == ""
