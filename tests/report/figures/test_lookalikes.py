import pandas as pd

from lib.report.figures.lookalikes import lookalikes, worst_pairs
from tests.evaluation import samples as tier6
from tests.report import samples
from tests.report.layout import assert_legible


def _words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def _pairs(count=6):
    return worst_pairs(samples.lookalikes(), samples.confrontations(), count)


def test_pairs_are_those_that_collide_most_one_a_class():
    scored = samples.confrontations()
    counts = scored[scored["beaten_by"] != ""].groupby(["source_id", "beaten_by"]).size()
    pairs = _pairs(40)
    assert pairs["class"].is_unique
    assert pairs["n_beaten"].is_monotonic_decreasing
    assert pairs["n_beaten"].iloc[0] == counts.max()
    for row in pairs.to_dict("records"):
        assert row["n_beaten"] == counts[row["query_id"], row["lookalike_id"]]
        assert row["n_rankings"] == 4 * len(samples.ENCODERS)
        own = counts[[source[:-5] == row["class"] for source, _ in counts.index]]
        assert row["n_beaten"] == own.max()
    assert len(_pairs(6)) == 6


def test_rankings_are_counted_under_the_miners_that_list_the_pair():
    made = tier6.tables()
    listed = made["lookalikes.csv"].groupby(["query_id", "lookalike_id"])["miner"].agg(set)
    pairs = worst_pairs(made["lookalikes.csv"], made["hard-gallery.parquet"], 9)
    for row in pairs.itertuples():
        miners = listed[row.query_id, row.lookalike_id]
        assert row.n_rankings == 3 * len(tier6.ENCODERS) * len(miners)
        assert row.miner == min(miners)
    both = made["lookalikes.csv"].sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(worst_pairs(both, made["hard-gallery.parquet"], 9), pairs)


def test_a_row_a_pair_with_its_words():
    asked = []

    def ring(name):
        asked.append(name)
        return samples.ring_of(name)

    pairs = _pairs()
    figure = lookalikes(pairs, ring)
    assert_legible(figure)
    assert len(figure.images) == 6 * 8
    words = _words(figure)
    for row in pairs.to_dict("records"):
        assert f"{row['class']} · {row['query_id']}" in words
        assert f"{row['lookalike_class']} · {row['lookalike_id']}" in words
        assert any(
            f"similarity {row['similarity']:.3f} under hog_multiview; first in "
            f"{row['n_beaten']} of 28 rankings" in line
            for line in words
        )
    assert asked[:2] == [pairs["query_id"][0], pairs["lookalike_id"][0]]


def test_long_names_and_few_views_stay_inside():
    pairs = _pairs(1).assign(
        query_id="a_folder_with_a_very_long_name_of_a_class/an_object_0001_of_that_class",
        miner="an_encoder_with_a_name_that_nobody_would_ever_want_to_type_again",
    )
    figure = lookalikes(pairs, lambda name: samples.ring_of(name)[:1])
    assert_legible(figure)
    assert len(figure.images) == 2


def test_no_collision_is_a_sentence():
    none = worst_pairs(
        samples.lookalikes().iloc[:0], samples.confrontations().assign(beaten_by=""), 6
    )
    figure = lookalikes(none, samples.ring_of)
    assert_legible(figure)
    assert any("No object of another class" in words for words in _words(figure))
    assert figure.images == []
