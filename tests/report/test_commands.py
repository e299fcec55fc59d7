import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from PIL import Image

from lib.core.console import run
from lib.core.files import write_table, write_vectors
from lib.core.paths import Paths
from lib.report.commands import layouts
from lib.semantics.layouts import METHODS
from lib.semantics.measures.clusters import layout_quality, pca_layout
from tests.encoders.training.conftest import manifest

PATHS = Paths("parametric40")
ENCODERS = ("hog_multiview", "zernike3d")


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """A run of twelve sources under two encoders, in the folder that the test runs in."""
    monkeypatch.chdir(tmp_path)
    given = {"corpora": ["parametric40"], "encoders": list(ENCODERS)}
    Path("params.yaml").write_text(yaml.safe_dump(given))
    objects = manifest()
    write_table(PATHS.table("objects.csv"), objects)
    rng = np.random.default_rng(0)
    for encoder in ENCODERS:
        write_vectors(PATHS.embeddings(encoder), rng.normal(size=(len(objects), 5)), 6)
    monkeypatch.setattr(sys, "argv", ["layouts"])
    return objects


def test_every_encoder_is_laid_out_by_every_method(
    ran: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def laid_out(method: str, vectors: np.ndarray, seed: int) -> np.ndarray:
        asked.append((method, vectors, seed))
        return pca_layout(vectors)

    monkeypatch.setattr("lib.semantics.layouts.neighbour_layout", laid_out)
    with pytest.raises(SystemExit) as end:
        run(layouts)
    assert end.value.code == 0
    folder = PATHS.reports / "layouts"
    table = pd.read_csv(folder / "layouts.csv")
    sources = (ran["role"] == "source").sum()
    expected = []
    for method, vectors, seed in asked:
        assert vectors.shape == (sources, 5)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1)
        assert seed == 37
        expected += [(method, *pair) for pair in layout_quality(vectors, pca_layout(vectors))]
    assert [one[0] for one in asked] == [method for method in METHODS for _ in ENCODERS]
    found = table[["method", "quantity", "value"]].itertuples(index=False, name=None)
    assert [(m, q, pytest.approx(v, abs=1e-4)) for m, q, v in expected] == list(found)
    said = capsys.readouterr().out
    for name in ("t-sne.png", "umap.png"):
        assert Image.open(folder / name).size[0] > 1000
        assert f"{folder / name}\n" in said


def test_without_a_run_it_ends_with_a_message(
    ran: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(ran)
    PATHS.embeddings(ENCODERS[0]).unlink()
    with pytest.raises(SystemExit) as end:
        run(layouts)
    assert end.value.code == 2
    assert "hog_multiview" in capsys.readouterr().err
