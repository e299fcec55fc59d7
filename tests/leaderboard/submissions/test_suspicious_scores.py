from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.encoders.submitted.folder import refuse
from lib.evaluation.trials import GALLERIES
from lib.leaderboard.submissions.suspicious_scores import check_scores

NO_MISS = pd.DataFrame(columns=["encoder", "tier", "gallery", "rank", "ap"])


@pytest.mark.parametrize(("number", "words"), [(1, "1 problem:"), (3, "3 problems:")])
def test_all_problems_make_one_message(number: int, words: str) -> None:
    refuse(Path("row"), [])
    errors = [BenchError(f"wrong {n}", f"mend {n}") for n in range(number)]
    with pytest.raises(BenchError) as caught:
        refuse(Path("row"), errors, "look")
    assert caught.value.message.startswith(f"row is refused, {words}\n- wrong 0\n  hint: mend 0")
    assert caught.value.message.count("\n- ") == number
    assert caught.value.hint == "look"


def standing(gallery: str = "all", **tiers: tuple[float, float, float]) -> pd.DataFrame:
    """One row a tier, given as t1=(map, low, high); the class recogniser scores 0.2."""
    usual = {"t1": (1, 0.95, 1), "t2": (0.9, 0.85, 0.95), "t3": (0.5, 0.4, 0.6)} | tiers
    rows = [
        {"tier": int(key[1]), "map": value, "map_low": low, "map_high": high}
        for key, (value, low, high) in usual.items()
    ]
    return pd.DataFrame(rows).assign(gallery=gallery, class_recognizer=0.2)


def test_usual_scores_pass() -> None:
    found = check_scores(NO_MISS, standing(t5=(0.25, 0.19, 0.3)))
    assert (found.errors, found.warnings) == ([], [])


def test_more_than_all_there_is_to_know_of_a_class() -> None:
    (error,) = check_scores(NO_MISS, standing(t5=(0.3, 0.21, 0.4))).errors
    assert "T5 is 0.300 [0.210, 0.400] in gallery 'all', above the 0.200" in error.message


def test_a_harder_tier_that_is_easier() -> None:
    assert check_scores(NO_MISS, standing(t3=(0.92, 0.88, 0.97))).warnings == []
    near = check_scores(NO_MISS, standing(t3=(0.94, 0.91, 0.97)))
    assert near.errors == []
    assert "T3 is 0.940 [0.910, 0.970] in gallery 'all', T2 0.900" in near.warnings[0]
    far = check_scores(NO_MISS, standing(t3=(0.98, 0.96, 0.99)))
    assert "the harder tier is found more easily" in far.errors[0].message
    assert far.warnings == []


def test_a_perfect_row_deserves_a_look() -> None:
    one = (1, 0.95, 1)
    (warning,) = check_scores(NO_MISS, standing(t2=one, t3=one, t4=one)).warnings
    assert "every query of T1 to T4" in warning


@pytest.mark.parametrize("missing", [("all",), GALLERIES])
def test_tier_one_below_one_names_who_collides(missing: tuple[str, ...]) -> None:
    rows = [
        ("e", 1, gallery, 2.0 if gallery in missing else 1.0, "q", "s", '["r1", "r2"]')
        for gallery in GALLERIES
    ]
    columns = ["encoder", "tier", "gallery", "rank", "query_id", "source_id", "rivals"]
    per_query = pd.DataFrame(rows, columns=columns)
    per_query["ap"] = 1 / per_query["rank"]
    errors = check_scores(per_query, standing()).errors
    assert len(errors) == len(missing)
    for error, gallery in zip(errors, sorted(missing, reverse=True), strict=True):
        assert error.message == (
            f"T1 is 0.500000 in gallery {gallery!r}: 1 queries do not find themselves, first q, "
            "which has r1, r2 at least as near as s"
        )
    assert [bool(error.hint) for error in errors] == [True, False][: len(missing)]
    assert np.isfinite(per_query["ap"]).all()
