import shutil
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from lib.core.errors import BenchError
from lib.core.params.names import encoder_names
from lib.encoders._trained import read_trained, trained_file
from lib.encoders.training import contrastive, fits
from lib.encoders.training.commands import train
from lib.encoders.training.ground import Fit, Ground, unfinished
from lib.encoders.training.pairs import fits as pair_fits

FOLDER = Path("trained/contrastive")
FILES = {
    "all-classes.safetensors",
    "left-out-classes.safetensors",
    "model-card.md",
    "training.csv",
    "training.png",
}


class Stub:
    """A training that takes no time, and remembers what it was asked."""

    def __init__(self, size: int = 4, epochs: int | None = 3) -> None:
        self.size, self.epochs = size, epochs
        self.asked: list[list[str]] = []
        self.fails_at = 0

    def __call__(self, ground: Ground, left_out: Collection[str]) -> Fit:  # noqa: ARG002
        self.asked.append(sorted(left_out))
        if len(self.asked) == self.fails_at:
            raise KeyboardInterrupt
        (unfinished("contrastive") / "clouds").mkdir(parents=True, exist_ok=True)
        history = None
        if self.epochs:
            epochs = range(1, self.epochs + 1)
            loss = [3 / n + len(left_out) / 10 for n in epochs]
            history = pd.DataFrame({"epoch": list(epochs), "pair_loss": loss, "found": 0.5})
        facts = {"n_shapes": 12 - 4 * len(left_out), "n_copies": 3600, "knobs": {"rate": "0.1"}}
        return Fit({"w": np.full(self.size, len(self.asked), dtype=np.float32)}, facts, history)


@pytest.fixture
def stub(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Stub:
    found = Stub()
    monkeypatch.setattr(contrastive, "fit", found)
    monkeypatch.setattr("lib.encoders.training.commands.load_params", lambda: ground.params)
    return found


def test_both_fits_with_their_facts(stub: Stub, ground: Ground) -> None:
    train(["contrastive"])
    assert stub.asked == [[], ["bench", "vase"]]
    assert {path.name for path in FOLDER.iterdir()} == FILES
    one, two = (read_trained(trained_file("contrastive", blind)) for blind in (False, True))
    assert one.facts["left_out"] == []
    assert two.facts["left_out"] == ["bench", "vase"]
    for fit in (one, two):
        assert fit.facts["corpus"] == "parametric40"
        assert fit.facts["split_sha256"] == "5" * 64
        assert fit.facts["seed"] == ground.params.train.seed
        assert len(fit.facts["code_sha256"]) == 64
    assert [float(fit.arrays["w"][0]) for fit in (one, two)] == [1, 2]
    assert not list(Path(".work").rglob("*.safetensors"))
    assert not unfinished("contrastive").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("stub")
def test_the_card_says_what_was_learned_from() -> None:
    train(["contrastive"])
    card = (FOLDER / "model-card.md").read_text(encoding="utf-8")
    assert card.startswith("# contrastive\n")
    assert "| `all-classes.safetensors` | 12 | 3,600 |" in card
    assert "| `left-out-classes.safetensors` | 4 | 3,600 |" in card
    assert "never seen the classes bench, vase." in card
    assert read_trained(FOLDER / "all-classes.safetensors").facts["code_sha256"] in card
    assert "| rate | 0.1 |" in card
    assert "(training.png)" in card
    assert "-S 'corpora=[folder]'" in card
    assert "near-duplicate" in card


@pytest.mark.slow
def test_the_course_is_a_table_and_a_picture(stub: Stub) -> None:
    train(["contrastive"])
    table = pd.read_csv(FOLDER / "training.csv")
    assert table.columns.tolist() == ["fit", "epoch", "pair_loss", "found"]
    assert table["fit"].tolist() == ["all-classes"] * 3 + ["left-out-classes"] * 3
    assert table["pair_loss"].tolist() == [3, 1.5, 1, 3.2, 1.7, 1.2]
    before = (FOLDER / "training.png").read_bytes()
    with Image.open(FOLDER / "training.png") as image:
        assert image.size == (1350, 420)
        assert len(image.convert("RGB").getcolors(2**20)) > 10
    train(["contrastive"])
    assert (FOLDER / "training.png").read_bytes() == before
    stub.epochs = None
    train(["contrastive"])
    assert {path.name for path in FOLDER.iterdir()} == FILES - {"training.csv", "training.png"}
    assert "training.png" not in (FOLDER / "model-card.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_interrupted_run_keeps_the_first_fit(stub: Stub) -> None:
    stub.fails_at = 2
    with pytest.raises(KeyboardInterrupt):
        train(["contrastive"])
    assert not FOLDER.exists()
    assert unfinished("contrastive").exists()
    stub.fails_at = 0
    train(["contrastive"])
    assert stub.asked == [[], ["bench", "vase"], ["bench", "vase"]]
    assert float(read_trained(FOLDER / "all-classes.safetensors").arrays["w"][0]) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("stub")
def test_a_corpus_without_these_classes_has_one_fit(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    train(["contrastive"])
    other = ground.params.train.model_copy(update={"left_out": ("vase", "xbox")})
    params = ground.params.model_copy(update={"train": other})
    monkeypatch.setattr("lib.encoders.training.commands.load_params", lambda: params)
    capsys.readouterr()
    train(["contrastive"])
    assert {path.name for path in FOLDER.iterdir()} == FILES - {"left-out-classes.safetensors"}
    said = capsys.readouterr().out
    assert "none of the classes of train.left_out" in said
    assert "left-out-classes.safetensors was of other classes: removed" in said


def test_a_file_too_large_for_git_is_refused(stub: Stub) -> None:
    stub.size = 500_001
    with pytest.raises(BenchError, match="2,000,004 bytes"):
        train(["contrastive"])
    assert not FOLDER.exists()


def test_unknown_names_are_refused(stub: Stub) -> None:
    with pytest.raises(BenchError, match="'contrastiv' has nothing to train; did you mean"):
        train(["contrastiv"])
    with pytest.raises(BenchError, match="'zernike3d' has nothing to train"):
        train(["contrastive", "zernike3d"])
    with pytest.raises(BenchError, match="does not list the corpus 'modelnet40'"):
        train(["contrastive"], corpus="modelnet40")
    assert stub.asked == []


@pytest.mark.slow
def test_all_that_can_be_trained(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "contrastive" in fits.trainable()
    assert set(fits.trainable()) <= set(encoder_names())
    monkeypatch.setattr(fits, "trainable", lambda: ("contrastive",))
    on_pairs: list[str] = []
    monkeypatch.setattr(pair_fits, "fit_pairs", lambda name, _: on_pairs.append(name) or [])
    train()
    assert len(stub.asked) == 2
    assert on_pairs == ["patterns_contrastive", "patterns_two_branch"]


def test_what_learns_from_pictures_needs_no_objects(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree("data")
    on_pairs: list[str] = []
    monkeypatch.setattr(pair_fits, "fit_pairs", lambda name, _: on_pairs.append(name) or [])
    train(["patterns_two_branch"])
    assert on_pairs == ["patterns_two_branch"]
    with pytest.raises(BenchError, match="did you mean 'patterns_contrastive'"):
        train(["pattern_contrastive"])
    assert stub.asked == []


@pytest.mark.parametrize("gone", ["objects.csv", "duplicates.csv", "splits.csv", "meshes", "views"])
def test_without_the_graph_it_says_what_to_run(stub: Stub, gone: str) -> None:
    path = Path("data/parametric40") / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(BenchError, match=rf"{path} is not there(.|\n)*run dvc repro"):
        train(["contrastive"])
    assert stub.asked == []
