import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.vectors import unit
from lib.evaluation.hard_gallery import score_hard
from lib.evaluation.metrics import score
from lib.semantics.explain.misses import flag_hard_negatives, flag_misses
from tests.evaluation import samples

MADE = samples.tables()
OBJECTS, DUPLICATES = MADE["objects.csv"], MADE["duplicates.csv"]
NEGATIVES, LOOKALIKES = MADE["hard-negatives.csv"], MADE["lookalikes.csv"]
NAMES = OBJECTS["object_id"].to_numpy()


def units(encoder="one"):
    return unit(samples.vectors(encoder))


@pytest.mark.parametrize("encoder", samples.ENCODERS)
def test_misses_are_those_of_the_score(encoder) -> None:
    found = flag_misses(OBJECTS, DUPLICATES, units(encoder), 99)
    table = score(OBJECTS, DUPLICATES, samples.vectors(encoder), encoder)
    asked = table[(table["tier"] == 5) & (table["gallery"] == "all")]
    missed = asked[asked["rank"] > 1].set_index("query_id")
    assert (found.n_looked_at, found.n_flagged) == (len(asked), len(missed))
    assert {NAMES[flag.row] for flag in found.shown} == set(missed.index)
    for flag in found.shown:
        row = missed.loc[NAMES[flag.row]]
        assert flag.why.startswith(f"place {row['rank']:g} of {len(flag.gallery)} sources")
        assert NAMES[flag.other] == row["source_id"]
        assert flag.other in flag.gallery
        assert set(OBJECTS["role"].iloc[flag.gallery]) == {"source"}
    # One a class, the worst of it.
    ranks = [missed.loc[NAMES[flag.row], "rank"] for flag in found.shown]
    first = ranks[: len(set(missed["class"]))]
    assert first == sorted(first, reverse=True)


@pytest.mark.parametrize("miner", samples.ENCODERS)
def test_hard_negatives_are_those_of_the_hard_gallery(miner) -> None:
    own = NEGATIVES[NEGATIVES["miner"] == miner]
    found = flag_hard_negatives(OBJECTS, own, units(), 99)
    table = score_hard(OBJECTS, own, LOOKALIKES, samples.vectors("one"), "one")
    asked = table[table["tier"] == 3]
    missed = asked[asked["rank"] > 1].set_index("query_id")
    assert len(missed) > 0
    assert (found.n_looked_at, found.n_flagged) == (len(asked), len(missed))
    assert {NAMES[flag.row] for flag in found.shown} == set(missed.index)
    for flag in found.shown:
        assert f"place {missed.loc[NAMES[flag.row], 'rank']:g} for its source" in flag.why
        assert len(flag.gallery) == missed.loc[NAMES[flag.row], "n_items"]


def test_the_gallery_holds_what_any_miner_chose_once() -> None:
    flag = flag_hard_negatives(OBJECTS, NEGATIVES, units(), 1).shown[0]
    source = NAMES[flag.other]
    chosen = set(NEGATIVES.loc[NEGATIVES["query_id"] == source, "negative_id"])
    assert set(NAMES[flag.gallery]) == chosen | {source}
    assert len(np.unique(flag.gallery)) == len(flag.gallery)


def test_constant_vectors_miss_every_query() -> None:
    same = unit(np.ones((len(OBJECTS), 4)))
    found = flag_misses(OBJECTS, DUPLICATES, same, 2)
    assert (found.n_flagged, len(found.shown)) == (found.n_looked_at, 2)
    assert flag_hard_negatives(OBJECTS, NEGATIVES, same, 2).n_flagged > 0


def test_without_queries_there_is_a_note() -> None:
    sources = OBJECTS[OBJECTS["role"] == "source"].reset_index(drop=True)
    few = units()[: len(sources)]
    assert "no queries of Tier 5" in flag_misses(sources, DUPLICATES, few, 2).note
    assert "no Tier 3 query" in flag_hard_negatives(OBJECTS, NEGATIVES[:0], units(), 2).note
    clones = NEGATIVES.assign(query_id="bench_0")
    assert "no Tier 3 query" in flag_hard_negatives(OBJECTS, clones, units(), 2).note


def test_a_negative_that_is_not_in_the_manifest_is_refused_by_name() -> None:
    strange = NEGATIVES.assign(negative_id="bench_99")
    with pytest.raises(BenchError, match=r"hard-negatives\.csv names bench_99"):
        flag_hard_negatives(OBJECTS, strange, units(), 2)
