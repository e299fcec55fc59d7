import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks import encoders
from lib.core.errors import BenchError
from lib.core.params import load_params
from tests.benchmarks.synthetic_run import write_run
from tests.evaluation import samples

NAMES = ("pointnet_proxy", "hog_multiview")
SPEED: list[dict[str, Any]] = [
    {
        "encoder": name,
        "reads": reads,
        "bytes": size,
        "ms_per_object": ms,
        "over_views": ms / 60,
        "with_views": ms + 60 * (reads == "views"),
    }
    for name, reads, size, ms in (
        (encoders.VIEWS, "mesh", 0, 60.0),
        ("pointnet_proxy", "mesh", 76, 3.0),
        ("hog_multiview", "views", 5196, 15.0),
    )
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with params.yaml, and times that are known."""
    shutil.copy("params.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(encoders, "_times", lambda quick: SPEED)  # noqa: ARG005
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def _write(folder: Path) -> None:
    write_run(folder, dict(zip(NAMES, (samples.vectors(n) for n in samples.ENCODERS), strict=True)))


def test_times_are_told_without_a_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoders.main(json_path=folder / "out.json")
    printed = capsys.readouterr().out
    assert "hog_multiview" in printed
    assert "5,196" in printed
    assert "Quality is left out: data/parametric40/objects.csv is not there" in printed
    assert "make repro" in printed
    written = json.loads((folder / "out.json").read_text())
    assert written == {"speed": SPEED, "quality": []}


def test_a_picture_without_a_run_is_an_error(folder: Path) -> None:
    with pytest.raises(BenchError, match="no quality to draw"):
        encoders.main(picture=folder / "out.png")
    assert not (folder / "out.png").exists()


def test_quality_beside_cost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(folder)
    encoders.main(json_path=folder / "out.json", picture=folder / "out.png", gallery="test")
    printed = capsys.readouterr().out
    rows = json.loads((folder / "out.json").read_text())["quality"]
    assert len(rows) == 2 * 4 * 5 * 2
    line = next(one for one in printed.splitlines() if one.split()[:2] == [NAMES[0], "int8"])
    chosen = [
        row
        for row in rows
        if (row["encoder"], row["stored_as"], row["gallery"]) == (NAMES[0], "int8", "test")
    ]
    assert line.split()[2:] == ["4", *(f"{row['map']:.3f}" for row in chosen)]
    # The others on the list have no embeddings here.
    assert printed.count("Quality is left out") == len(load_params().encoders) - len(NAMES)
    with Image.open(folder / "out.png") as picture:
        assert picture.width == 1350


@pytest.mark.usefixtures("folder")
def test_a_gallery_that_is_not_there() -> None:
    with pytest.raises(BenchError, match="no gallery 'some'"):
        encoders.main(gallery="some")


@pytest.mark.slow
def test_measured_costs_fit_together() -> None:
    rows = {row["encoder"]: row for row in encoders._measure(quick=True)}
    views = rows.pop(encoders.VIEWS)
    assert views["over_views"] == 1
    assert views["with_views"] == views["ms_per_object"]
    for row in rows.values():
        ms = row["ms_per_object"]
        assert row["bytes"] > 0
        # Both are rounded, each by itself; on a busy machine the ratio may be large.
        ratio = ms / views["ms_per_object"]
        assert row["over_views"] == pytest.approx(ratio, abs=1e-3, rel=1e-2)
        extra = views["ms_per_object"] if row["reads"] == "views" else 0.0
        assert row["with_views"] == pytest.approx(ms + extra, abs=0.01)
    assert {row["reads"] for row in rows.values()} == {"mesh", "views"}
