import numpy as np
import pytest

from lib.duplicates.relations.names import RELATIONS
from lib.report.figures.duplicates import duplicate_evidence
from tests.report.layout import assert_legible


def _rows(relations, long=1):
    return [
        {
            "item_a": f"chair/chair_{place:04d}" + "_long" * long,
            "item_b": f"copy/{relation}_{place:04d}" + "_long" * long,
            "relation": relation,
            "similarity": 0.99 - place / 100,
            "distance": 0.0012,
            "strongest": 0.02,
        }
        for place, relation in enumerate(relations)
    ]


def _pictures(rows):
    flat = [np.full((40, 40, 3), shade, dtype=np.uint8) for shade in (50, 100, 150)]
    return {(row["item_a"], row["item_b"]): flat for row in rows}


def test_each_row_has_three_pictures_and_its_numbers() -> None:
    rows = _rows(RELATIONS)
    figure = duplicate_evidence(rows, _pictures(rows))
    assert_legible(figure)
    assert len(figure.images) == 3 * len(RELATIONS)
    words = [text.get_text() for text in figure.axes[0].texts]
    for row in rows:
        assert row["relation"] in words
        assert f"similarity {row['similarity']:.4f}, surfaces 0.12 % of the diagonal apart" in words
    assert words.count("2 % of the diagonal or more") == len(rows)


@pytest.mark.slow
def test_long_names_stay_on_the_page() -> None:
    rows = _rows(["recoloured"], long=60)
    assert_legible(duplicate_evidence(rows, _pictures(rows)))


def test_nothing_found_is_a_sentence() -> None:
    figure = duplicate_evidence([], {})
    assert_legible(figure)
    assert figure.images == []
