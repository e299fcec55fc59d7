from pathlib import Path

import pytest

from lib.compare.revision import corpora, old_bytes, resolve, same, tables
from lib.errors import BenchError
from tests.compare.conftest import PATHS


@pytest.mark.usefixtures("repository")
def test_known_and_unknown_revisions() -> None:
    assert resolve("main") == resolve("HEAD")
    assert len(resolve("main")) == 10
    for name in ("nope", "--help", "main:README.md", ""):
        with pytest.raises(BenchError, match="no revision"):
            resolve(name)


def test_no_checkout_is_said_to_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(BenchError, match="no Git checkout"):
        resolve("main")


@pytest.mark.usefixtures("repository")
def test_files_of_a_revision() -> None:
    assert corpora("main") == ["parametric40"]
    assert old_bytes("main", PATHS.objects) == b"object_id\na\n"
    assert old_bytes("main", PATHS.card) is None
    assert same("main", PATHS.objects)
    assert same("main", PATHS.card)
    PATHS.objects.write_text("other\n")
    assert not same("main", PATHS.objects)
    old, new = tables("main", PATHS.results)
    assert old is not None
    assert new is not None
    assert old.equals(new)
