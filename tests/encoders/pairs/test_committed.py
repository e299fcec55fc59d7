"""What Git holds of the trainings on pairs fits the pictures and the parameters around it."""

import pytest

from lib.core.files import sha256_of
from lib.core.params import load_params
from lib.encoders._trained import read_trained
from lib.encoders.pairs.spaces import SPACES
from lib.encoders.training.pairs.fits import MOST_BYTES, PAIR_FITS
from tests.encoders.training.conftest import ROOT


@pytest.mark.parametrize("name", PAIR_FITS)
def test_a_training_is_of_these_pictures(name: str) -> None:
    path = ROOT / "trained" / name / "pairs.safetensors"
    facts = read_trained(path).facts
    assert facts["images_sha256"] == sha256_of(ROOT / "data" / "patterns" / "patterns.csv")
    assert facts["seed"] == load_params(ROOT / "params.yaml").train.seed
    assert path.stat().st_size < MOST_BYTES
    assert path.with_name("model-card.md").exists()


def test_every_space_has_its_training() -> None:
    assert {training for training, _ in SPACES.values()} == set(PAIR_FITS)
