import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score

from lib.core.vectors import unit
from lib.evaluation import ranking
from lib.evaluation.ranking import average_precision, ranks_from_scores
from lib.evaluation.reference import chance


def relevant_ranks(queries, gallery, *rest, **options):
    return ranking.relevant_ranks(unit(queries), unit(gallery), *rest, **options)


def rivals(queries, gallery, *rest, **options):
    return ranking.rivals(unit(queries), unit(gallery), *rest, **options)


def _problem(seed, n_queries=30, n_gallery=40, dim=6, levels=None):
    """Random vectors; few levels make many exact ties."""
    rng = np.random.default_rng(seed)
    draw = rng.standard_normal if levels is None else lambda shape: rng.integers(1, levels, shape)
    return draw((n_queries, dim)), draw((n_gallery, dim)), rng.integers(0, n_gallery, n_queries)


def _random_junk(seed, relevant, n_gallery, share=0.2):
    mask = np.random.default_rng(seed).random((len(relevant), n_gallery)) < share
    mask[np.arange(len(relevant)), relevant] = False
    return np.argwhere(mask)


def test_ranks_of_a_known_case():
    scores = np.array([[0.9, 0.5, 0.1, 0.5], [0.2, 0.2, 0.2, 0.2], [0.1, 0.2, 0.3, 0.4]])
    assert ranks_from_scores(scores, [1, 0, 3]).tolist() == [2.5, 2.5, 1.0]
    assert ranks_from_scores(scores, [1, 0, 3], [[0, 3], [1, 1], [1, 2]]).tolist() == [2, 1.5, 1]


def test_average_precision_agrees_with_scikit_learn():
    queries, gallery, relevant = _problem(0)
    scores = unit(queries) @ unit(gallery).T
    expected = [
        average_precision_score(np.arange(40) == target, row)
        for row, target in zip(scores, relevant, strict=True)
    ]
    assert_allclose(average_precision(relevant_ranks(queries, gallery, relevant)), expected)


@pytest.mark.slow
def test_average_precision_agrees_with_ranx():
    ranx = pytest.importorskip("ranx")
    queries, gallery, relevant = _problem(1)
    scores = unit(queries) @ unit(gallery).T
    run = {f"q{q}": {f"d{g}": float(s) for g, s in enumerate(row)} for q, row in enumerate(scores)}
    qrels = {f"q{q}": {f"d{g}": 1} for q, g in enumerate(relevant)}
    expected = ranx.evaluate(ranx.Qrels(qrels), ranx.Run(run), "map")
    ours = average_precision(relevant_ranks(queries, gallery, relevant))
    assert ours.mean() == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 2**32), st.booleans())
def test_ties_share_their_rank_as_scipy_shares_it(seed, tied):
    queries, gallery, relevant = _problem(seed, 5, 12, 3, levels=3 if tied else None)
    scores = np.round(unit(queries) @ unit(gallery).T, 9)
    expected = rankdata(-scores, axis=1)[np.arange(5), relevant]
    assert_array_equal(relevant_ranks(queries, gallery, relevant), expected)


@pytest.mark.parametrize("n", [*range(1, 60), 800, 12_311])
def test_a_constant_encoder_is_no_better_than_chance(n):
    constant = np.full((1, 3), 0.1)
    for target in {0, n // 2, n - 1}:
        ap = average_precision(relevant_ranks(constant, np.repeat(constant, n, axis=0), [target]))
        assert ap[0] == pytest.approx(2 / (n + 1))
        assert ap[0] <= chance(n) + 1e-15


@given(st.integers(0, 2**32), st.permutations(range(20)), st.sampled_from([None, 2, 4]))
def test_gallery_order_changes_nothing(seed, order, levels):
    queries, gallery, relevant = _problem(seed, 8, 20, 4, levels)
    before = relevant_ranks(queries, gallery, relevant)
    moved = np.argsort(order)[relevant]
    assert_array_equal(relevant_ranks(queries, gallery[order], moved), before)


@given(st.integers(0, 2**32), st.integers(1, 40), st.sampled_from([None, 3]))
def test_block_size_changes_nothing(seed, block, levels):
    problem = _problem(seed, levels=levels)
    junk = _random_junk(seed, problem[2], 40)
    assert_array_equal(relevant_ranks(*problem, junk, block), relevant_ranks(*problem, junk))
    for one, other in zip(rivals(*problem, junk, block), rivals(*problem, junk), strict=True):
        assert_array_equal(one, other)


def test_a_gallery_larger_than_a_block_is_ranked(monkeypatch):
    problem = _problem(3, 9, 50)
    whole = relevant_ranks(*problem)
    monkeypatch.setattr("lib.evaluation.ranking.BLOCK_SCORES", 7)
    assert_array_equal(relevant_ranks(*problem), whole)


def test_ties_survive_the_last_bits():
    rng = np.random.default_rng(5)
    twin = rng.standard_normal(128)
    # Scaled copies have the same direction, but not the same bits.
    gallery = np.stack([twin, 3.3 * twin, twin / 7, rng.standard_normal(128)])
    queries = rng.standard_normal((200, 128)) + 3 * twin
    assert_array_equal(relevant_ranks(queries, gallery, np.zeros(200, int)), np.full(200, 2.0))


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.sampled_from([None, 3]), st.floats(0, 1))
def test_junk_equals_deleting_its_columns(seed, levels, share):
    queries, gallery, relevant = _problem(seed, 6, 15, 4, levels)
    junk = _random_junk(seed, relevant, 15, share)
    ranks = relevant_ranks(queries, gallery, relevant, junk, block=2)
    for query, target in enumerate(relevant):
        kept = np.setdiff1d(np.arange(15), junk[junk[:, 0] == query, 1])
        place = [int(np.flatnonzero(kept == target)[0])]
        assert ranks[query] == relevant_ranks(queries[[query]], gallery[kept], place)[0]


def test_junk_may_repeat_and_come_in_any_order():
    problem = _problem(4)
    junk = _random_junk(4, problem[2], 40)
    shuffled = np.random.default_rng(0).permutation(np.concatenate([junk, junk[:20]]))
    assert_array_equal(relevant_ranks(*problem, shuffled), relevant_ranks(*problem, junk))


@given(st.integers(0, 2**32), st.sampled_from([None, 3]))
def test_rivals_are_what_keeps_the_rank_from_1(seed, levels):
    queries, gallery, relevant = _problem(seed, 6, 15, 4, levels)
    junk = _random_junk(seed, relevant, 15)
    named = rivals(queries, gallery, relevant, junk)
    ranks = relevant_ranks(queries, gallery, relevant, junk)
    for query, (rank, found) in enumerate(zip(ranks, named, strict=True)):
        assert (rank == 1) == (len(found) == 0)
        assert relevant[query] not in found
        assert not set(found) & set(junk[junk[:, 0] == query, 1])
        added = np.stack([np.full(len(found), query), found], axis=1)
        without = np.concatenate([junk, added])
        assert relevant_ranks(queries, gallery, relevant, without)[query] == 1


def test_no_queries_no_ranks():
    assert relevant_ranks(np.zeros((0, 3)), np.ones((4, 3)), np.zeros(0, int)).shape == (0,)
    assert rivals(np.zeros((0, 3)), np.ones((4, 3)), np.zeros(0, int)) == []


@pytest.mark.parametrize(
    ("relevant", "junk", "match"),
    [
        ([0], None, "shape"),
        ([0, 4], None, "outside"),
        ([0, -1], None, "outside"),
        ([0.0, 1.0], None, "integers"),
        ([0, 1], [[0, 0]], "relevant item of query 0 is junk"),
        ([0, 1], [[2, 0]], "outside"),
        ([0, 1], [[0, -1]], "outside"),
        ([0, 1], [0, 1, 2], "shape"),
    ],
)
def test_bad_indices_are_refused(relevant, junk, match):
    scores = np.random.default_rng(0).random((2, 4))
    with pytest.raises(ValueError, match=match):
        ranks_from_scores(scores, relevant, junk)
    with pytest.raises(ValueError, match=match):
        relevant_ranks(scores[:, :3], np.eye(4, 3) + 1, relevant, junk)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_scores_that_are_not_finite_are_refused(value):
    scores = np.zeros((2, 3))
    scores[1, 2] = value
    with pytest.raises(ValueError, match="finite"):
        ranks_from_scores(scores, [0, 0])


def test_bad_shapes_and_blocks_are_refused():
    with pytest.raises(ValueError, match="shape"):
        ranks_from_scores(np.zeros(3), [0, 0, 0])
    with pytest.raises(ValueError, match="block"):
        relevant_ranks(np.ones((2, 3)), np.ones((2, 3)), [0, 0], block=0)
    with pytest.raises(ValueError, match="row 1 of gallery has length 0, scale it first"):
        ranking.relevant_ranks(np.eye(2, 3), np.eye(2, 3) * [1, 0, 1], [0, 0])
    with pytest.raises(ValueError, match=r"row 0 of queries has length 1\.7"):
        ranking.relevant_ranks(np.ones((2, 3)), np.eye(2, 3), [0, 0])
    with pytest.raises(ValueError, match=r"queries must have shape \(N, D\)"):
        ranking.relevant_ranks(np.ones(3), np.eye(2, 3), [0, 0])
