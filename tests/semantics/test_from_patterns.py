import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import PatternsParams, SemanticsParams
from lib.corpus.patterns.images import all_images
from lib.semantics.from_patterns import against_clean, by_defect, by_severity
from lib.semantics.measures import novelty, retrieval, transfer

TABLE, _ = all_images(PatternsParams(per_family=6, severities=(0.25, 0.5, 1.0)))
MASKS = TABLE[TABLE["kind"] == "mask"].reset_index(drop=True)
PARAMS = SemanticsParams(resamples=200)


def _known_answer() -> np.ndarray:
    """Vectors that know defect and severity, and nothing else."""
    rng = np.random.default_rng(1)
    one_hot = pd.get_dummies(MASKS["defect"]).to_numpy(dtype=float)
    severity = one_hot * MASKS["severity"].to_numpy()[:, None]
    noise = 1e-3 * rng.normal(size=(len(MASKS), 3))
    return np.hstack([one_hot, severity, noise])


def test_all_that_is_made_from_a_clean_layout_is_a_group():
    data = by_defect(MASKS, _known_answer(), ["break"])
    assert len(np.unique(data.groups)) == 5 * 6
    assert data.ids.tolist() == MASKS["image_id"].tolist()
    assert not data.targets
    assert data.reference is not None
    known = MASKS[data.reference]
    assert set(known["split"]) == {"train"}
    assert "break" not in set(known["defect"])
    assert "bridge" in set(known["defect"])


def test_what_knows_the_defect_is_found_to_know_it():
    data = by_defect(MASKS, _known_answer(), ["break", "extra_contact"])
    found = {(one.quantity, one.of): one.value for one in retrieval.measure(data, PARAMS)}
    assert found["precision@5", "objects"] == pytest.approx(1)
    told = {(one.quantity, one.of): one.value for one in transfer.measure(data, PARAMS)}
    assert told["accuracy", "class"] == pytest.approx(1)
    new = [one for one in novelty.measure(data, PARAMS) if one.quantity == "AUROC"]
    assert new
    assert max(one.value for one in new) == pytest.approx(1)


def test_what_knows_the_severity_is_found_to_know_it():
    data = by_severity(MASKS, _known_answer())
    assert set(data.targets) == {
        "severity of bridge",
        "severity of break",
        "severity of extra contact",
        "severity of missing contact",
        "severity of pinch",
    }
    assert len(data.originals()) == 5 * 6
    counts = {name: np.isfinite(values).sum() for name, values in data.targets.items()}
    assert counts["severity of bridge"] == 5 * 6 * 2
    assert counts["severity of extra contact"] == 6 * 2
    found = {(one.quantity, one.of): one.value for one in transfer.measure(data, PARAMS)}
    assert found["R2", "severity of bridge"] > 0.95


def test_the_difference_from_the_clean_layout_is_what_the_defect_adds():
    rng = np.random.default_rng(2)
    one_hot = pd.get_dummies(MASKS["defect"]).drop(columns="none").to_numpy(dtype=float)
    groups = np.unique(MASKS["group_id"], return_inverse=True)[1]
    layouts = 100 * rng.normal(size=(groups.max() + 1, one_hot.shape[1]))
    # The last defect of all is not seen.
    one_hot[-1] = 0
    rows, differences, blind = against_clean(MASKS, layouts[groups] + one_hot)
    assert blind == 1
    assert len(rows) == (MASKS["defect"] != "none").sum() - 1
    np.testing.assert_allclose(differences, one_hot[one_hot.any(axis=1)], atol=1e-12)
    found = {
        (one.quantity, one.of): one.value
        for one in retrieval.measure(by_defect(rows, differences, ["break"]), PARAMS)
    }
    assert found["precision@5", "objects"] == pytest.approx(1)
