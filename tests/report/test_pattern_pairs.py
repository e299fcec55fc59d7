import numpy as np
import pytest

from lib.report.pattern_pairs import pattern_pairs_page
from lib.semantics.pair_retrieval import Searched, search, summarize_search


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(24, 5))
    pairs = Searched(
        [f"layout-{number // 4}" for number in range(24)],
        ["none", "bridge", "missing_contact", "pinch"] * 6,
        [str(number) for number in range(24)],
    )
    searches = {
        "pixels": search((vectors, vectors + rng.normal(size=vectors.shape)), pairs),
        "contrastive": search((vectors, vectors), pairs),
    }
    return summarize_search(searches, 1, 400, 0.95)


def test_methods_stand_in_the_order_of_what_they_find(table):
    page = pattern_pairs_page(table, 6, 0.95)
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == ["contrastive", "pixels"] * 2
    cells = [cell.strip() for cell in lines[0].strip("|").split("|")]
    assert cells[1:3] == ["yes", "1.000"]
    assert lines[1].strip("|").split("|")[1].strip() == "no"


def test_the_page_says_how_many_search_how_many(table):
    page = pattern_pairs_page(table, 6, 0.95)
    assert "Each of the 24 masks of the test split, drawn from 6 clean layouts" in page
    assert "recall@1 would be 0.042" in page
    assert "| missing contact (6) |" in page
    assert "95%" in page
    assert page.endswith("|\n")
