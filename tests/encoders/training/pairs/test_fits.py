"""Trainings on a few small pairs: what they write, and that they go on where they were."""

from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params import Params
from lib.encoders._trained import read_trained
from lib.encoders.pairs.spaces import ALIGNMENT, SPACES
from lib.encoders.training.ground import unfinished
from lib.encoders.training.pairs import fits, learn, patterns_contrastive
from lib.encoders.training.pairs.fits import PAIR_FITS, fit_pairs
from lib.encoders.training.pairs.learn import Course, Knobs
from lib.encoders.training.pairs.lesson import Pairs

pytestmark = pytest.mark.slow

PARAMS = Params(corpora=("parametric40",), encoders=("hog_multiview", "zernike3d"), workers=1)
SHORT = Knobs(epochs=2, batch=16, warm=2)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("name", PAIR_FITS)
def test_a_training_leaves_weights_course_and_card(name: str):
    written = fit_pairs(name, PARAMS, SHORT)
    folder = Path("trained") / name
    assert set(written) == set(folder.iterdir())
    assert {path.name for path in written} == {
        "pairs.safetensors",
        "training.csv",
        "training.png",
        "model-card.md",
    }
    learned = read_trained(folder / "pairs.safetensors")
    assert learned.facts["n_pairs"] == 60
    assert learned.facts["seed"] == PARAMS.train.seed
    assert (folder / "pairs.safetensors").stat().st_size < fits.MOST_BYTES
    card = (folder / "model-card.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {name}\n")
    assert "60 pairs" in card
    assert "15 clean layouts" in card
    assert learned.facts["code_sha256"] in card
    assert not unfinished(name).exists()
    pictures = np.zeros((2, 160, 160), dtype=np.uint8)
    pictures[1, 40:90, 40:60] = 255
    if ALIGNMENT in learned.arrays:
        assert np.linalg.matrix_rank(learned.arrays[ALIGNMENT]) > 1
    for training, space in SPACES.values():
        if training == name:
            masks, printed = space(learned.arrays, pictures, pictures)
            assert np.isfinite([masks, printed]).all()


def test_an_interrupted_training_goes_on_and_ends_alike(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    whole = patterns_contrastive.fit(pairs, Course(SHORT, 3, Path("whole"), "key"))
    usual, calls = learn.batches, []

    def stops(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return usual(*arguments)

    monkeypatch.setattr(learn, "batches", stops)
    course = Course(SHORT, 3, Path("parts"), "key")
    with pytest.raises(KeyboardInterrupt):
        patterns_contrastive.fit(pairs, course)
    monkeypatch.setattr(learn, "batches", usual)
    parts = patterns_contrastive.fit(pairs, course)
    assert "going on after epoch 1" in capsys.readouterr().out
    assert parts.history.equals(whole.history)
    for name, array in whole.arrays.items():
        np.testing.assert_array_equal(array, parts.arrays[name])


def test_training_brings_pairs_together(pairs: Pairs):
    knobs = Knobs(epochs=8, batch=20, warm=2, temperature=0.05)
    history = patterns_contrastive.fit(pairs, Course(knobs, 3, Path("kept"), "key")).history
    assert history["epoch"].tolist() == list(range(1, 9))
    assert history["pair_loss"].iloc[-1] < history["pair_loss"].iloc[0]


@pytest.mark.usefixtures("drawn")
def test_a_file_too_large_for_git_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fits, "MOST_BYTES", 1000)
    with pytest.raises(BenchError, match="Git is to hold at most 1,000"):
        fit_pairs("patterns_contrastive", PARAMS, Knobs(epochs=1, batch=30))
    assert not Path("trained").exists()
