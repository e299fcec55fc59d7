import pytest

from lib.leaderboard.compare.revision import corpora, same, tables
from tests.leaderboard.compare.conftest import PATHS


@pytest.mark.usefixtures("repository")
def test_files_of_a_revision() -> None:
    assert corpora("main") == ["parametric40"]
    assert same("main", PATHS.table("objects.csv"))
    assert same("main", PATHS.card)
    PATHS.table("objects.csv").write_text("other\n")
    assert not same("main", PATHS.table("objects.csv"))
    old, new = tables("main", PATHS.table("baseline-results.csv"))
    assert old is not None
    assert new is not None
    assert old.equals(new)
