from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
from lib.encoders._trained import TrainedEncoder, read_trained, trained_file, write_trained
from lib.encoders.contrastive import Contrastive

FACTS = {"corpus": "parametric40", "split_sha256": "5" * 64, "seed": 11, "left_out": []}
ARRAYS = {"b": np.arange(6, dtype=np.float32).reshape(2, 3).T, "a": np.ones(2, dtype=np.float32)}


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _encoder() -> TrainedEncoder:
    return Contrastive(EmbedParams())


def test_what_was_written_is_read() -> None:
    path = trained_file("x")
    write_trained(path, ARRAYS, FACTS)
    found = read_trained(path)
    assert found.facts == FACTS
    assert found.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found.arrays[name], array)


def test_the_same_gives_the_same_bytes() -> None:
    write_trained(Path("one"), ARRAYS, FACTS)
    write_trained(Path("two"), dict(reversed(ARRAYS.items())), dict(reversed(FACTS.items())))
    assert Path("one").read_bytes() == Path("two").read_bytes()
    write_trained(Path("two"), ARRAYS, {**FACTS, "seed": 12})
    assert Path("one").read_bytes() != Path("two").read_bytes()
    assert read_trained(Path("one")).sha256 != read_trained(Path("two")).sha256


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BenchError, match=r"trained/contrastive/all-classes\.safetensors is not"):
        _encoder().prepare()
    with pytest.raises(BenchError, match="python -m lib train contrastive"):
        _encoder().prepare()


@pytest.mark.parametrize("keep", [0, 7, 100, -1])
def test_a_file_cut_short_is_refused(keep: int) -> None:
    path = trained_file("contrastive")
    write_trained(path, ARRAYS, FACTS)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(BenchError, match="does not hold a training"):
        _encoder().prepare()


@pytest.mark.parametrize("text", ["no JSON", None])
def test_a_file_of_others_is_refused(text: str | None) -> None:
    from safetensors.numpy import save_file

    metadata = None if text is None else {"facts": text}
    save_file({"a": np.ones(2)}, "other", metadata=metadata)
    with pytest.raises(BenchError, match="other does not hold a training"):
        read_trained(Path("other"))


def test_facts_are_told() -> None:
    write_trained(trained_file("contrastive"), ARRAYS, FACTS)
    encoder = _encoder()
    assert encoder.trained_on == "parametric40 train"
    assert encoder.provenance() == {
        "model": "trained/contrastive/all-classes.safetensors",
        "revision": "seed 11, split 555555555555",
        "sha256": read_trained(trained_file("contrastive")).sha256,
    }


def test_blind_takes_the_other_file() -> None:
    write_trained(trained_file("contrastive"), ARRAYS, FACTS)
    other = {**FACTS, "left_out": ["bench", "bowl"]}
    write_trained(trained_file("contrastive", blind=True), {"a": np.zeros(2)}, other)
    encoder = _encoder()
    assert len(encoder.learned.arrays) == 2
    blind = encoder.blind_to(["bowl"])
    assert list(blind.learned.arrays) == ["a"]
    assert len(encoder.learned.arrays) == 2
    assert blind.provenance()["model"].endswith("left-out-classes.safetensors")


def test_blind_to_what_it_has_seen_is_refused() -> None:
    write_trained(trained_file("contrastive"), ARRAYS, FACTS)
    with pytest.raises(BenchError, match=r"left-out-classes\.safetensors is not there"):
        _encoder().blind_to(["bench"])
    write_trained(trained_file("contrastive", blind=True), ARRAYS, {**FACTS, "left_out": ["bowl"]})
    with pytest.raises(BenchError, match="was trained on bench, chair,"):
        _encoder().blind_to(["chair", "bowl", "bench"])


def test_blind_to_nothing_is_the_encoder_itself() -> None:
    write_trained(trained_file("contrastive"), ARRAYS, FACTS)
    encoder = _encoder()
    assert encoder.blind_to([]) is encoder
