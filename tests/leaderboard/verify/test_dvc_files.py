import hashlib
import json
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.leaderboard.verify.dvc_files import (
    Content,
    content,
    corpus_of,
    folder_content,
    read_graph,
    read_lock,
)


def test_a_folder_is_hashed_as_dvc_documents_it() -> None:
    files = {"b/z.txt": Content("1" * 32, 3), "a.txt": Content("2" * 32, 4)}
    entries = [
        {"md5": "2" * 32, "relpath": "a.txt"},
        {"md5": "1" * 32, "relpath": "b/z.txt"},
    ]
    expected = hashlib.md5(json.dumps(entries).encode()).hexdigest() + ".dir"
    assert folder_content(files) == Content(expected, 7, 2)


@pytest.mark.slow
def test_files_and_folders_of_the_lock_are_hashed_alike(clone: Path) -> None:
    lock = read_lock()
    outs = {path: one for stage in lock.values() for path, one in stage.outs.items()}
    for path in ("data/parametric40/objects.csv", "reports/parametric40/figures"):
        assert content(Path(path)) == outs[path]
    (clone / "reports/parametric40/figures/__pycache__").mkdir()
    (clone / "reports/parametric40/figures/__pycache__/x.pyc").write_bytes(b"x")
    assert content(Path("reports/parametric40/figures")) == outs["reports/parametric40/figures"]


@pytest.mark.slow
@pytest.mark.usefixtures("clone")
def test_the_graph_is_that_of_the_lock() -> None:
    graph, lock = read_graph(), read_lock()
    assert set(graph) <= set(lock)
    assert graph["report@parametric40"].cmd == "python -m stages.report parametric40"
    assert set(graph["report@parametric40"].deps) == set(lock["report@parametric40"].deps)


def test_corpora_of_addresses() -> None:
    assert corpus_of("retrieve@parametric40-some-submission") == "parametric40"
    assert corpus_of("report@modelnet40") == "modelnet40"
    assert corpus_of("publish") == ""


@pytest.mark.parametrize("text", ["", "stages: [", "stages:\n  a: {}\n", "stages: 3\n"])
def test_a_broken_lock_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dvc.lock"
    path.write_text(text)
    with pytest.raises(BenchError, match="malformed"):
        read_lock(path)


def test_no_lock_no_check(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="not there"):
        read_lock(tmp_path / "dvc.lock")
