import pandas as pd

from lib.report.figures.hard_negatives import hard_negatives
from tests.report import samples
from tests.report.layout import assert_legible


def _words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_hardest_pair_of_each_class_hardest_first():
    negatives = samples.negatives()
    asked = []

    def view(name):
        asked.append(name)
        return samples.view(name)

    figure = hard_negatives(negatives, view, count=6)
    first = negatives[negatives["rank"] == 1].sort_values("similarity", ascending=False)
    best = first.drop_duplicates("class").head(6)
    expected = [
        name for pair in zip(best["query_id"], best["negative_id"], strict=True) for name in pair
    ]
    assert asked == expected
    assert len(figure.images) == 12
    for row in best.to_dict("records"):
        assert f"{row['class']} · similarity {row['similarity']:.3f}" in _words(figure)


def test_no_negatives_is_a_sentence():
    figure = hard_negatives(samples.negatives().iloc[:0], samples.view)
    assert_legible(figure)
    assert any("No hard negatives were mined" in words for words in _words(figure))
    assert figure.images == []


def test_one_miner_at_a_time():
    both = samples.negatives("zernike3d")
    both["similarity"] = 0.999
    figure = hard_negatives(pd.concat([both, samples.negatives("clip")]), samples.view)
    assert any("mined by clip" in words for words in _words(figure))
    assert not any("0.999" in words for words in _words(figure))


def test_long_ids_are_shortened():
    negatives = samples.negatives().head(1)
    negatives["query_id"] = "a_folder_with_a_very_long_name_0001_t3_2_and_more"
    assert_legible(hard_negatives(negatives, samples.view))
