"""What Git holds of trainings fits the parameters, the split and the code around it."""

import pandas as pd
import pytest

from lib.core.params import load_params
from lib.encoders._trained import read_trained
from lib.encoders.training.fits import MOST_BYTES, trainable
from tests.encoders.training.conftest import ROOT

FILES = [
    ROOT / "trained" / name / f"{fit}.safetensors"
    for name in trainable()
    for fit in ("all-classes", "left-out-classes")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_training_is_of_this_split_and_these_classes(path: object) -> None:
    facts = read_trained(path).facts  # type: ignore[arg-type]
    splits = pd.read_csv(ROOT / "data" / facts["corpus"] / "splits.csv")
    assert facts["split_sha256"] == splits["split_sha256"].iloc[0]
    params = load_params(ROOT / "params.yaml").train
    blind = path.stem == "left-out-classes"  # type: ignore[attr-defined]
    assert facts["left_out"] == (sorted(params.left_out) if blind else [])
    assert facts["seed"] == params.seed
    assert path.stat().st_size <= MOST_BYTES * 1.01  # type: ignore[attr-defined]


def test_every_encoder_that_learns_has_both_and_a_card() -> None:
    assert FILES
    for path in FILES:
        assert path.exists(), path
        assert path.with_name("model-card.md").exists()


def test_the_two_trainings_score_differently_on_classes_that_one_knows() -> None:
    table = pd.read_csv(ROOT / "data" / "parametric40" / "left-out-classes.csv")
    wide = table.pivot_table(index=["encoder", "tier", "gallery"], columns="classes", values="map")
    both = wide.dropna()
    rows_of_the_run = set(load_params(ROOT / "params.yaml").encoders)
    assert set(both.index.get_level_values("encoder")) == set(trainable()) & rows_of_the_run
    for name, rows in both.groupby(level="encoder"):
        assert (rows["seen"] != rows["unseen"]).any(), name
