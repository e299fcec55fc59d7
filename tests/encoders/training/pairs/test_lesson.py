import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.corpus.patterns.optics import simulated
from lib.encoders.training.pairs.lesson import Pairs, batches, read_pairs
from tests.encoders.training.pairs.conftest import FEW, TABLE


def test_a_mask_lies_beside_what_is_printed_of_it(pairs: Pairs):
    train = TABLE[(TABLE["split"] == "train") & (TABLE["kind"] == "mask")]
    assert len(pairs) == len(train) == 5 * 3 * 4
    for mask, printed in list(zip(pairs.masks, pairs.printed, strict=True))[::11]:
        np.testing.assert_array_equal(simulated(mask > 0, FEW), printed)
    assert len(np.unique(pairs.groups)) == 15
    assert len(np.unique(pairs.labels)) == 5 * 4
    own = {n: set(pairs.labels[pairs.groups == n]) for n in np.unique(pairs.groups)}
    assert {len(labels) for labels in own.values()} == {4}


@pytest.mark.usefixtures("drawn")
def test_splits_share_nothing():
    seen = [
        {one.tobytes() for one in read_pairs(split).masks} for split in ("train", "val", "test")
    ]
    assert [len(part) for part in seen] == [60, 20, 20]
    assert len(set().union(*seen)) == 100


def test_turned_and_shifted_pairs_are_still_pairs(pairs: Pairs):
    moved = 0
    for batch in batches(pairs, 8, np.random.default_rng(1)):
        assert batch.masks.shape == batch.printed.shape == (8, 1, FEW.size, FEW.size)
        assert batch.masks.dtype == batch.printed.dtype
        for mask, printed in zip(batch.masks[:2, 0], batch.printed[:2, 0], strict=True):
            found = np.round(printed.numpy() * 255)
            again = simulated(mask.numpy() > 0, FEW)
            # Only the far tail of the light is cut off at the border.
            assert np.abs(found - again).max() <= 1
            moved += not (pairs.masks == mask.numpy() * 255).all(axis=(1, 2)).any()
    assert moved > 8


def test_batches_hold_whole_groups_and_each_pair_once(pairs: Pairs):
    seen = list(batches(pairs, 8, np.random.default_rng(2)))
    assert len(seen) == len(pairs) // 8
    numbers = np.concatenate([batch.labels.numpy() for batch in seen])
    assert len(numbers) == 56
    sums = [int(batch.masks.sum()) for batch in seen]
    assert len(set(sums)) > 3
    for batch in seen:
        families = batch.labels.numpy() // 4
        assert (np.bincount(families) % 4 == 0).all()
    again = list(batches(pairs, 8, np.random.default_rng(2)))
    assert all((one.masks == other.masks).all() for one, other in zip(seen, again, strict=True))


def test_without_the_graph_it_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BenchError, match=r"patterns\.csv is not there(.|\n)*dvc repro draw"):
        read_pairs("train")
