import hashlib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.objects.split import SPLITS, assign, split_sha256


def test_800_sources_give_640_80_80():
    assert Counter(assign(800, 42)) == {"train": 640, "val": 80, "test": 80}


def test_position_in_the_shuffled_order_decides():
    order = np.arange(10)
    np.random.default_rng(7).shuffle(order)
    splits = assign(10, 7)
    assert [splits[i] for i in order] == ["train"] * 8 + ["val", "test"]


def test_known_split():
    # PCG64 with seed 42 shuffles 0..9 into 5 6 0 7 3 2, 4 9, 1 8.
    assert assign(10, 42, 0.6, 0.2) == [
        "train", "test", "train", "train", "val", "train", "train", "train", "test", "val",
    ]  # fmt: skip


@given(
    st.integers(0, 300),
    st.integers(0, 2**32),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_every_source_gets_one_split_in_the_stated_shares(n, seed, train, share_of_rest):
    val = (1 - train) * share_of_rest
    splits = assign(n, seed, train, val)
    counts = Counter(splits)
    assert len(splits) == n
    assert set(splits) <= set(SPLITS)
    assert counts["train"] == round(train * n)
    assert counts["val"] == min(round(val * n), n - counts["train"])
    assert splits == assign(n, seed, train, val)


def test_another_seed_gives_another_split():
    assert assign(800, 42) != assign(800, 43)


@pytest.mark.parametrize(("n", "train", "val"), [(-1, 0.8, 0.1), (9, -0.1, 0.1), (9, 0.9, 0.2)])
def test_bad_shares_are_refused(n, train, val):
    with pytest.raises(ValueError, match="must"):
        assign(n, 42, train, val)


def test_hash_of_a_known_split():
    payload = b"chair_0001\ttrain\nchair_0002\tval\ntable_0001\ttest"
    assert hashlib.sha256(payload).hexdigest() == (
        "9ccf9d3a9465035cd876d716c123fe59d34e29d14da89f22ff43d1bfae055284"
    )
    ids = ["table_0001", "chair_0001", "chair_0002"]
    assert split_sha256(ids, ["test", "train", "val"]) == hashlib.sha256(payload).hexdigest()


@given(st.permutations(range(12)))
def test_hash_does_not_depend_on_row_order(order):
    ids, splits = [f"item_{i}" for i in range(12)], assign(12, 1)
    moved = split_sha256([ids[i] for i in order], [splits[i] for i in order])
    assert moved == split_sha256(ids, splits)


@given(st.integers(0, 11), st.booleans())
def test_hash_changes_with_any_row(row, rename):
    ids, splits = [f"item_{i}" for i in range(12)], assign(12, 1)
    before = split_sha256(ids, splits)
    if rename:
        ids[row] += "x"
    else:
        splits[row] = "val" if splits[row] != "val" else "test"
    assert split_sha256(ids, splits) != before


def test_hash_refuses_double_ids_and_unequal_lengths():
    with pytest.raises(ValueError, match="unique"):
        split_sha256(["a", "a"], ["train", "test"])
    with pytest.raises(ValueError, match="zip"):
        split_sha256(["a", "b"], ["train"])
