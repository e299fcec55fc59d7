import numpy as np
import pandas as pd

from lib.core.params.hashing import HashingParams
from lib.report.semantics_pictures import hashing_pictures, layout_notes, semantics_pictures
from lib.report.semantics_report import CAPTIONS
from tests.report import hashing_tables
from tests.report.layout import assert_legible
from tests.report.semantics_samples import NONE, PARAMS, of_rows, row, table


def test_there_is_a_picture_for_every_caption() -> None:
    sources = pd.DataFrame({"class": ["a", "b", "a"], "split": ["train", "test", "val"]})
    places = {"one": np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])}
    drawn = dict(semantics_pictures(table(("one",)), places, sources, PARAMS))
    assert list(drawn) == list(CAPTIONS)
    for figure in drawn.values():
        assert_legible(figure)
    rings = drawn["pca-layouts.png"].axes[1].collections[1]
    # Items of the test split, and no others.
    np.testing.assert_array_equal(rings.get_offsets(), [[2, 3]])


def test_a_note_has_the_numbers_of_the_vectors() -> None:
    rows = of_rows(
        "one",
        row("clusters", "neighbourhood purity", "objects", 0.5),
        row("clusters", "silhouette", "objects", -0.125, np.nan),
        row("clusters", "adjusted mutual information", "k-means", 0.75, np.nan),
    )
    assert layout_notes(rows) == {"one": "purity 0.500, silhouette -0.125"}
    assert layout_notes(NONE) == {}


def test_hashes_have_a_picture_where_there_are_any() -> None:
    given, params = (hashing_tables.robustness(), hashing_tables.remedies()), HashingParams()
    assert [name for name, _ in hashing_pictures(*given, params)] == ["hash-robustness.png"]
    assert list(hashing_pictures(given[0].iloc[:0], given[1].iloc[:0], params)) == []
