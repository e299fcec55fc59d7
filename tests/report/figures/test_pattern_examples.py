import numpy as np
import pytest

from lib.core.params.sections import PatternsParams
from lib.corpus.patterns.images import all_images, as_views
from lib.report.figures.pattern_examples import example_layouts, pattern_examples
from tests.report.layout import assert_legible, boxes

TABLE, PIXELS = all_images(PatternsParams(per_family=5))


@pytest.fixture(scope="module")
def figure():
    return pattern_examples(example_layouts(TABLE), lambda sha256: as_views(PIXELS[sha256])[0])


def test_one_clean_layout_of_the_test_split_a_family_with_all_that_was_made_from_it():
    chosen = example_layouts(TABLE)
    assert set(chosen["split"]) == {"test"}
    assert (chosen.groupby("family")["group_id"].nunique() == 1).all()
    assert len(chosen) == 5 * 7 * 2
    for _, own in chosen.groupby("family"):
        assert own["defect"].iloc[0] == "none"
        for _, graded in own[own["kind"] == "mask"].groupby("defect"):
            assert graded["severity"].is_monotonic_increasing


def test_masks_stand_above_what_is_printed_of_them(figure):
    images, places = figure.images, boxes(figure)
    assert len(images) == 70
    for mask, printed in zip(range(0, 70, 2), range(1, 70, 2), strict=True):
        assert places[mask].x0 == places[printed].x0
        assert places[mask].y0 >= places[printed].y1
        one, other = (np.asarray(images[number].get_array())[..., 0] for number in (mask, printed))
        # What is printed of a mask has its light where the mask has.
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.7


def test_words_fit(figure):
    assert_legible(figure)
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words.count("clean") == 5
    assert {"lines and spaces", "serpentine"} <= set(words)
    assert any(word.startswith("missing contact") for word in words)
