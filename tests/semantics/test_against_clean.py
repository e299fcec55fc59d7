import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import PatternsParams, SemanticsParams
from lib.corpus.patterns.images import all_images
from lib.semantics.against_clean import against_clean
from lib.semantics.from_pictures import from_pictures
from lib.semantics.measures import retrieval

TABLE, _ = all_images(PatternsParams(per_family=6, severities=(0.25, 0.5, 1.0)))
MASKS = TABLE[TABLE["kind"] == "mask"].reset_index(drop=True)
PARAMS = SemanticsParams(resamples=200)


def _precision(rows: pd.DataFrame, vectors: np.ndarray) -> float:
    found = retrieval.measure(from_pictures(rows, vectors, ["break"]), PARAMS)
    (value,) = (one.value for one in found if one.quantity == "precision@5" and one.of == "objects")
    return value


def test_the_difference_from_the_clean_layout_is_what_the_defect_adds():
    rng = np.random.default_rng(2)
    one_hot = pd.get_dummies(MASKS["defect"]).drop(columns="none").to_numpy(dtype=float)
    groups = np.unique(MASKS["group_id"], return_inverse=True)[1]
    layouts = 100 * rng.normal(size=(groups.max() + 1, one_hot.shape[1]))
    # The last defect of all is not seen.
    one_hot[-1] = 0
    vectors = layouts[groups] + one_hot
    rows, differences, blind = against_clean(MASKS, vectors)
    assert blind == 1
    assert len(rows) == (MASKS["defect"] != "none").sum() - 1
    np.testing.assert_allclose(differences, one_hot[one_hot.any(axis=1)], atol=1e-12)
    assert _precision(rows, differences) == pytest.approx(1)
    assert _precision(MASKS, vectors) < 0.6


def test_a_layout_without_its_clean_one_is_an_error():
    lacking = MASKS[MASKS["layout_id"] != MASKS["group_id"].iloc[0]]
    with pytest.raises(KeyError, match="contacts-00"):
        against_clean(lacking, np.ones((len(lacking), 2)))
