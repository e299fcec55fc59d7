"""What comes through a pipe is read whole, by every command that reads scores."""

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from lib.catalogue.audit.weekly_sample import read_scored
from lib.catalogue.read_scores import read_scores
from lib.catalogue.spooled import regular
from lib.core.errors import BenchError


@contextmanager
def piped(content: bytes) -> Iterator[Path]:
    """A pipe that holds less than is written to it, as `<(zcat scores.csv.gz)` gives it."""
    out, into = os.pipe()

    def write() -> None:
        with os.fdopen(into, "wb") as stream:
            stream.write(content)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield Path(f"/dev/fd/{out}")
    finally:
        os.close(out)
        writer.join()


@pytest.fixture(autouse=True)
def spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "spare"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.mark.parametrize("rows", [60, 30_000])
def test_a_pipe_gives_every_row_and_the_hash_of_the_file(
    rows: int, spare: Path, tmp_path: Path
) -> None:
    noise = np.random.default_rng(0).random(rows).tolist()
    lines = ["id,score,label", *(f"{k},{one!r},{k % 2}" for k, one in enumerate(noise))]
    content = "\n".join(lines).encode()
    (tmp_path / "s.csv").write_bytes(content)
    expected = read_scores(tmp_path / "s.csv", ignore_other_columns=True)
    with piped(content) as path:
        found = read_scores(path, ignore_other_columns=True)
    assert found.scores.tolist() == noise == expected.scores.tolist()
    assert found.sha256 == expected.sha256
    with piped(content) as path:
        audited = read_scored(path, ("id", "score"))
        assert audited.scores.tolist() == noise
        # The copy is there as long as a message may have to name a line of it.
        assert audited.table.line(2) == "line 4"
        assert len(list(spare.iterdir())) == 1
        del audited
    gc.collect()
    assert list(spare.iterdir()) == []


def test_a_bad_row_is_named_by_the_pipe() -> None:
    with (
        piped(b"score,label\n0.5,1\nx,0\n") as path,
        pytest.raises(BenchError, match=rf"{path}, line 3: score is 'x'"),
    ):
        read_scores(path)


def test_parquet_comes_through_a_pipe(tmp_path: Path) -> None:
    from tests.catalogue.test_read_scores import table

    table().to_parquet(tmp_path / "s.parquet", index=False)
    with piped((tmp_path / "s.parquet").read_bytes()) as path:
        assert read_scores(path).scores.tolist() == table()["score"].tolist()


def test_a_file_is_not_copied_and_a_device_is_refused(tmp_path: Path, spare: Path) -> None:
    (tmp_path / "s.csv").write_text("a")
    (tmp_path / "link.csv").symlink_to("s.csv")
    for name in ("s.csv", "link.csv"):
        assert regular(tmp_path / name)[0] == tmp_path / name
    assert list(spare.iterdir()) == []
    with pytest.raises(BenchError, match="neither a file nor a pipe"):
        regular(Path("/dev/zero"))


def test_no_room_for_the_copy_is_said_and_leaves_nothing(
    spare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with piped(b"score,label\n") as path, pytest.raises(BenchError, match="disk is full") as caught:
        read_scores(path)
    assert "set TMPDIR to a folder on another disk" in caught.value.hint
    del caught
    gc.collect()
    assert list(spare.iterdir()) == []
