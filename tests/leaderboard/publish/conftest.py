"""A repository of three rows a table, in which everything that is published can be found."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.core.files import write_json, write_table, write_text
from lib.core.paths import Paths
from lib.core.tables import PUBLISHED, Table
from lib.leaderboard.publish.tables import DOCUMENTS

CARD = """# A benchmark 0.1: Parametric-40

![Shown.](figures/shown.png)

| a | b |
| --- | --- |
| 1 | 2 |

## Citation

```bibtex
@misc{a_benchmark,
  title = {A benchmark}
}
```
"""

SUMMARY: dict[str, Any] = {
    "benchmark": "A-Benchmark",
    "version": "0.1",
    "corpus": {
        "name": "parametric40",
        "title": "Parametric-40",
        "licence": "Apache-2.0",
        "licence_notice": "",
    },
}


def rows(table: Table) -> pd.DataFrame:
    """Three rows with words, whole numbers, fractions, truth values and a gap."""
    made: dict[str, Any] = {}
    for place, column in enumerate(table.columns):
        gap = 0.75 if column.name in table.key else np.nan
        made[column.name] = {
            "string": [f'{column.name}, "one"', "zwei 2³", f"{column.name} 3"],
            "bool": [True, False, True],
            "int64": [1, 2, 10_000_000_000],
            "float64": [0.5, gap, 1.0 / (place + 1)],
        }[column.kind]
    return pd.DataFrame(made)


def build(root: Path) -> None:
    """Write the repository."""
    data, reports = root / "data" / "parametric40", root / "reports" / "parametric40"
    for table in PUBLISHED:
        write_table(root / Paths("parametric40").table(table.file), rows(table))
    for name in DOCUMENTS:
        write_json(data / name, SUMMARY)
    (data / "meshes").mkdir()
    (data / "meshes" / "shard-00.npz").write_bytes(b"meshes")
    write_text(reports / "dataset_card.md", CARD)
    (reports / "figures").mkdir()
    (reports / "figures" / "shown.png").write_bytes(b"\x89PNG shown")
    (reports / "figures" / "not-shown.png").write_bytes(b"\x89PNG not shown")
    write_text(root / "LICENSE", "Apache License\n")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "repository"
    build(root)
    return root


@pytest.fixture
def repository(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(template, tmp_path / "repository"))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def published(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, without the reading back, which takes seconds and has tests of its own."""
    import lib.leaderboard.publish.folder as folder
    from lib.leaderboard.publish.readback import Readers

    monkeypatch.chdir(repository)
    monkeypatch.setattr(folder, "read_back", lambda _: Readers((), ()))
    folder.publish(tmp_path / "published", "parametric40")
    return tmp_path / "published"
