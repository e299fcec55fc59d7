import pandas as pd
import pytest

from lib.report.readme_answer import answer
from tests.report import samples

BEST = "zernike3d"


def _results() -> pd.DataFrame:
    results = samples.results()
    first = results["encoder"] == BEST
    return results.assign(
        rank=results["rank"].mask(first, 1).where(first, 2),
        map=results["map"].mask(first & (results["tier"] == 3), 0.777),
    )


def _left_out(encoder: str = BEST) -> pd.DataFrame:
    rows = [
        (encoder, "seen", 3, "all", 0.91, 0.9, 0.92, 80),
        (encoder, "unseen", 3, "all", 0.81, 0.8, 0.82, 80),
    ]
    names = ["encoder", "classes", "tier", "gallery", "map", "map_low", "map_high", "n_queries"]
    return pd.DataFrame(rows, columns=names)


def _thresholds() -> pd.DataFrame:
    rows = [(BEST, "cross", 0.05, 0.98765, 0.9512, 0.8431), ("clip", "cross", 0.05, 0.5, 0.5, 0.5)]
    names = ["encoder", "negatives", "base_rate", "threshold", "precision", "recall"]
    return pd.DataFrame(rows, columns=names)


def _summary(learned: str = "nothing") -> dict:
    summary = samples.summary()
    for one in summary["encoders"]:
        if one["name"] == BEST:
            one["trained_on"] = learned
    return summary


def test_the_row_that_leads_most_columns_is_named_with_its_scores() -> None:
    said = answer(_results(), _summary(), _left_out(), _thresholds(), 0.05)
    assert f"**On this corpus, `{BEST}`**: it shares the first rank in 10 of 10 columns" in said
    assert "0.777" in said
    assert "from cosine 0.988 on: recall 0.843 at precision 0.951" in said
    assert "learned" not in said


def test_what_it_learned_from_is_not_kept_quiet() -> None:
    summary = _summary("ImageNet, parametric40 train")
    said = answer(_results(), summary, _left_out(), _thresholds(), 0.05)
    assert "But it has learned from these very classes" in said
    assert "its T3 is 0.810 (0.800 to 0.820), beside 0.910" in said
    assert "Of the rows that learned nothing from these objects" in said
    assert said.count(f"`{BEST}`") == 1


def test_without_a_threshold_there_is_no_sentence_on_one() -> None:
    thresholds = _thresholds().assign(threshold=float("nan"))
    assert "cosine" not in answer(_results(), _summary(), _left_out(), thresholds, 0.05)


@pytest.mark.parametrize("there", [True, False])
def test_how_others_count_is_told_where_the_baseline_ran(there: bool) -> None:
    results, summary = _results(), _summary()
    if there:
        extra = results[results["encoder"] == "clip"].assign(encoder="shape_fingerprint")
        results = pd.concat([results, extra])
        summary["encoders"].append({**summary["encoders"][0], "name": "shape_fingerprint"})
    said = answer(results, summary, _left_out(), _thresholds(), 0.05)
    assert ("at mAP 0.988" in said) == there
