import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.files import read_table
from lib.leaderboard.publish import readback
from lib.leaderboard.publish.readback import Readers, read_back
from lib.leaderboard.publish.tables import describe

ABSENT = "the library is not installed: it is listed in requirements.in under Development"

LOAD = """
import sys, datasets
folder, name, out = sys.argv[1:]
datasets.load_dataset(folder, name, split="full").to_pandas().to_parquet(out)
"""


def test_libraries_that_are_not_installed_are_named(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert read_back(published) == Readers((), ("datasets", "mlcroissant"))


@pytest.mark.slow
def test_every_table_is_read_by_every_library(published: Path) -> None:
    found = read_back(published)
    assert set(found.done) | set(found.lacking) == {"datasets", "mlcroissant"}


@pytest.mark.slow
@pytest.mark.parametrize("library", readback.LIBRARIES)
def test_a_table_that_has_lost_a_row_is_not_read(
    published: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    pytest.importorskip(library, reason=ABSENT)
    monkeypatch.setattr(readback, "LIBRARIES", (library,))
    path = published / "README.md"
    path.write_text(path.read_text().replace("data/splits.csv", "data/objects.csv"))
    described = published / "croissant.json"
    described.write_text(
        described.read_text().replace('"column": "split_sha256"', '"column": "nowhere"')
    )
    with pytest.raises(BenchError, match="does not read back"):
        read_back(published)


@pytest.mark.slow
def test_datasets_gives_the_same_values_offline(published: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasets", reason=ABSENT)
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")}
    for described in describe(published / "data"):
        if described.table.name not in ("audit-weeks", "objects", "per-query-ap"):
            continue
        out = tmp_path / "loaded.parquet"
        subprocess.run(
            [sys.executable, "-c", LOAD, str(published), described.table.name, str(out)],
            env=os.environ | offline,
            check=True,
            capture_output=True,
        )
        path = published / "data" / described.table.published_file
        pd.testing.assert_frame_equal(
            pd.read_parquet(out), read_table(path, described.table.file), check_dtype=False
        )
