import numpy as np
import pandas as pd
import pytest

from lib.core.tables import declared
from lib.thresholds.eval_bucket import facts, find, merge, production_threshold, rescore, standing
from tests.thresholds.sweep.samples import manifest, sweep

CLASS_OF = manifest().set_index("object_id")["class"].to_dict()


def found(noise: float = 0.15, sha: str = "one") -> pd.DataFrame:
    return find(sweep(noise=noise), sha, CLASS_OF, 7)


def test_the_hardest_cross_class_pairs_are_found() -> None:
    own, table = sweep(), found()
    assert table["rank"].tolist() == list(range(1, 8))
    assert (table["class_a"] != table["class_b"]).all()
    best = np.sort(own.scores("cross"))[::-1][:7]
    scored = rescore(table, own, "one", 0.5)
    np.testing.assert_allclose(scored["score"], best)
    assert set(scored.columns) == set(declared("hard-negatives-cross-class.csv").names)


def test_nothing_rises_under_the_encoder_that_found_it() -> None:
    scored = rescore(found(), sweep(), "one", np.nan)
    assert not scored["rise"].any()
    assert not scored["flagged"].any()


def test_a_rise_is_reported_when_weights_change() -> None:
    """The kept pair stood at 0.1; under the new weights it stands far higher."""
    kept = found(sha="old").assign(found_standing=0.1)
    scored = rescore(kept, sweep(), "new", 0.0)
    assert scored["rise"].all()
    report = facts(scored)
    assert report == [
        {
            "found_by": "sample",
            "found_sha256": "old",
            "encoder": "sample",
            "n_pairs": 7,
            "n_risen": 7,
            "n_flagged": 7,
        }
    ]


def test_merging_keeps_what_other_weights_found() -> None:
    kept = merge([found(sha="old"), found(sha="new")])
    assert len(kept) == 14
    assert len(merge([kept, found(sha="new")])) == 14


def test_pairs_of_objects_that_are_gone_are_left_out() -> None:
    table = found()
    table.loc[0, "object_a"] = "bed/bed_999"
    assert len(rescore(table, sweep(), "one", 0.5)) == 6


def test_standing_is_zero_at_the_negatives_and_one_at_the_twins() -> None:
    own = sweep()
    middle = pd.Series([np.median(own.scores("sampled")), np.median(own.scores("r1"))])
    assert standing(own, middle).tolist() == pytest.approx([0.0, 1.0])


def test_the_production_threshold_is_the_one_for_all_cross_class_pairs() -> None:
    own = sweep()
    choice = own.recommended(own.curve("cross"), 0.05)
    assert choice is not None
    assert production_threshold(own) == choice.threshold
