"""A few small pairs, and a folder in which they lie as the graph has drawn them."""

from pathlib import Path

import pytest

from lib.core.params.sections import PatternsParams
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS, all_images, as_views
from lib.encoders.training.pairs.lesson import Pairs, read_pairs
from lib.objects.store import write_views

FEW = PatternsParams(per_family=5, severities=(0.5, 1.0), per_defect=1, size=160)
TABLE, PIXELS = all_images(FEW)


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    paths = Paths(CORPUS)
    paths.write("patterns.csv", TABLE)
    write_views(paths.views / "shard-0.zip", {key: as_views(one) for key, one in PIXELS.items()})
    return tmp_path


@pytest.fixture
def pairs(drawn: Path) -> Pairs:  # noqa: ARG001
    return read_pairs("train")
