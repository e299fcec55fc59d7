import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.rng import draw_order, generator


def test_draws_depend_on_every_name() -> None:
    draws = [
        generator(seed, *names).random()
        for seed, names in [
            (1, ("a", "b")),
            (1, ("a", "c")),
            (2, ("a", "b")),
            (1, ("a",)),
            (1, ("ab",)),
        ]
    ]
    assert len(set(draws)) == len(draws)
    assert generator(1, "a", "b").random() == draws[0]


@pytest.mark.slow
@given(st.sets(st.text(min_size=1, max_size=6), min_size=2, max_size=30), st.data())
def test_a_new_id_displaces_at_most_one(ids: set[str], data: st.DataObject) -> None:
    pool = sorted(ids)
    k = data.draw(st.integers(1, len(pool) - 1))
    before = set(draw_order(3, "s", pool[:-1])[:k])
    after = set(draw_order(3, "s", pool)[:k])
    assert len(before - after) <= 1
    assert after - before <= {pool[-1]}


def test_samples_are_uniform() -> None:
    ids = [f"i{n}" for n in range(10)]
    counts = np.zeros(10)
    for seed in range(3000):
        counts[[int(name[1:]) for name in draw_order(seed, "s", ids)[:3]]] += 1
    # 900 expected, standard deviation 25.
    assert np.abs(counts - 900).max() < 110
