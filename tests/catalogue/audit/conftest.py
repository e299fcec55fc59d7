"""A week's stream, its labelled sample, and the command."""

import json
import sys
from pathlib import Path

import pytest

from lib.catalogue.audit import app
from lib.core.console import run
from lib.thresholds.curves import curve
from tests.catalogue.audit.samples import label, stream_table


@pytest.fixture
def call(monkeypatch, capsys):
    """Run the sub-app as the command line does; returns exit code, output and errors."""

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["audit", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run(app)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    path = tmp_path / "stream.csv"
    stream_table().to_csv(path, index=False)
    return path


@pytest.fixture
def labelled(call, stream: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sample.csv"
    assert call("plan", stream, "--out", path)[0] == 0
    label(path, stream_table())
    return path


@pytest.fixture
def calibration(tmp_path: Path) -> Path:
    table = stream_table(40000, 0.5, seed=1)
    c = curve(*(table.loc[table["truth"] == truth, "score"] for truth in (1, 0)))
    parts = {"thresholds": c.thresholds, "tpr": c.tpr, "fpr": c.fpr}
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"curve": {key: part.tolist() for key, part in parts.items()}}))
    return path
