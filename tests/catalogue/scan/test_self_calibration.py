import json
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh

from lib.catalogue.scan import command
from lib.core.console import run
from tests.catalogue.scan.folders import quick, turned  # noqa: F401

pytestmark = [pytest.mark.usefixtures("quick"), pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty different stones, and another export of two of them."""
    place = tmp_path_factory.mktemp("stones")
    for number in range(40):
        rng = np.random.default_rng(number)
        points = rng.standard_normal((14, 3)) * rng.uniform(0.5, 2.5, 3)
        stone = trimesh.Trimesh(points, process=False).convex_hull.subdivide().subdivide()
        stone.export(place / f"{number:02d}.off")
        if number in (3, 7):
            turned(stone, number).export(place / f"{number:02d}-again.off")
    return place


def test_a_folder_calibrates_itself(folder, tmp_path, monkeypatch, capsys) -> None:
    def scan(*more: object) -> tuple[int, str, str]:
        asked = ["--encoder", "gram3d", "--out", tmp_path / "out", *more]
        monkeypatch.setattr(sys, "argv", ["scan", str(folder), *map(str, asked)])
        with pytest.raises(SystemExit) as end:
            run(command.app)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    code, out, err = scan()
    assert code == 0, err
    assert "The folder has calibrated itself" in out
    assert "where 5 % of the meshes have a duplicate" in out
    record = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert record["threshold"]["rate_of"] == "candidates"
    assert record["threshold"]["base_rate"] <= 0.05
    assert record["pair_base_rate"] == pytest.approx(0.05 / 41)
    assert record["expected_false_alarms"] <= record["false_alarms_high"]
    assert record["counts"]["groups"] == 2
    groups = (tmp_path / "out" / "groups.csv").read_text()
    assert all(name in groups for name in ("03.off", "03-again.off", "07.off", "07-again.off"))

    # The duplicates are no false candidates: the threshold lies below them.
    pairs = np.genfromtxt(tmp_path / "out" / "pairs.csv", delimiter=",", skip_header=1, dtype=str)
    assert record["threshold"]["value"] <= pairs[:, 2].astype(float).max()

    kept = {name: (tmp_path / "out" / name).read_bytes() for name in ("pairs.csv", "groups.csv")}
    code, out, _ = scan()
    assert code == 0
    assert "42 unchanged since an earlier scan, 0 embedded" in out
    assert kept == {name: (tmp_path / "out" / name).read_bytes() for name in kept}

    # Its own record, given back, is the same threshold; for another encoder it is none.
    given = "--calibration", tmp_path / "out" / "calibration.json"
    assert "It comes from calibration.json" in scan(*given)[1]
    code, _, err = scan(*given, "--encoder", "zernike3d")
    assert code == 2
    assert "this threshold is for encoder gram3d" in err
