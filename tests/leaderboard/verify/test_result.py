import pytest

from lib.core.errors import BenchError
from lib.leaderboard.verify.result import look


def test_a_check_that_holds_is_one_line() -> None:
    check = look("graph", "chain", "mend it", lambda: ("all is well", []))
    assert check.ok
    assert str(check) == "ok      graph: chain: all is well"


def test_a_check_that_failed_says_what_and_what_to_do() -> None:
    check = look("graph", "chain", "mend it", lambda: ("", [f"line {i}" for i in range(20)]))
    assert not check.ok
    text = str(check)
    assert text.startswith("FAILED  graph: chain: line 0\n")
    assert "and 12 more" in text
    assert text.endswith("hint: mend it")


@pytest.mark.parametrize("error", [KeyError("encoder"), ValueError("could not convert 'x'")])
def test_a_malformed_file_is_a_problem_and_no_crash(error: Exception) -> None:
    def broken() -> tuple[str, list[str]]:
        raise error

    check = look("graph", "rows", "restore it", broken)
    assert "malformed" in str(check)
    assert type(error).__name__ in str(check)
    assert "restore it" in str(check)


def test_the_hint_of_an_error_is_kept() -> None:
    def absent() -> tuple[str, list[str]]:
        raise BenchError("no table", "make one")

    assert str(look("a", "b", "other", absent)).endswith("no table\n          hint: make one")
