"""Read a published folder with the libraries it is made for, without network.

``python -m lib.leaderboard.publish.readback FOLDER`` does it in a process of its own: the
libraries read their settings once, when they are imported.
"""

import importlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lib.core.errors import BenchError
from lib.leaderboard.publish.croissant import FILE
from lib.leaderboard.publish.page import SPLIT
from lib.leaderboard.publish.tables import describe

LIBRARIES = ("datasets", "mlcroissant")

_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Readers:
    """Which libraries have read every table, and which are not installed."""

    done: tuple[str, ...]
    lacking: tuple[str, ...]


def read_back(folder: Path) -> Readers:
    """Load every table of a folder with each library that is installed.

    Raises
    ------
    BenchError
        If a library cannot read a table, or finds other columns or rows in it.
    """
    done = tuple(name for name in LIBRARIES if importlib.util.find_spec(name))
    lacking = tuple(name for name in LIBRARIES if name not in done)
    if done:
        with tempfile.TemporaryDirectory() as cache:
            offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": cache}
            ran = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "lib.leaderboard.publish.readback",
                    str(folder.resolve()),
                    *done,
                ],
                cwd=_ROOT,
                env=os.environ | offline,
                capture_output=True,
                text=True,
                check=False,
            )
        if ran.returncode:
            last = (ran.stderr.strip() or ran.stdout.strip()).splitlines()[-1:]
            raise BenchError(
                f"what was written to {folder} does not read back: {' '.join(last)}",
                "this is a fault of lib/leaderboard/publish: please report it",
            )
    return Readers(done, lacking)


def load_datasets(folder: Path) -> None:
    """Load every configuration with `datasets`, and compare it with the table on disk."""
    datasets = importlib.import_module("datasets")
    for described in describe(folder / "data"):
        name = described.table.name
        loaded = datasets.load_dataset(str(folder), name, split=SPLIT)
        _compare(name, "columns", loaded.column_names, described.table.names)
        _compare(name, "rows", loaded.num_rows, described.n_rows)
        for column in described.table.columns:
            _compare(name, column.name, loaded.features[column.name].dtype, column.kind)


def load_croissant(folder: Path) -> None:
    """Load every record set with `mlcroissant`, which checks the hashes of what it reads."""
    mlcroissant = importlib.import_module("mlcroissant")
    described = {found.table.name: found for found in describe(folder / "data")}
    dataset = mlcroissant.Dataset(jsonld=str(folder / FILE))
    _compare(FILE, "record sets", [r.id for r in dataset.metadata.record_sets], list(described))
    for name, found in described.items():
        records = list(dataset.records(name))
        _compare(name, "rows", len(records), found.n_rows)
        fields = [f"{name}/{column.name}" for column in found.table.columns]
        _compare(name, "fields", sorted(records[0]), sorted(fields))


def _compare(name: str, what: str, found: object, expected: object) -> None:
    if found != expected:
        raise BenchError(f"{name}: {what} read as {found}, written as {expected}")


if __name__ == "__main__":
    _loaders = {"datasets": load_datasets, "mlcroissant": load_croissant}
    for _library in sys.argv[2:]:
        _loaders[_library](Path(sys.argv[1]))
