"""Rows that were edited by hand, with dvc.lock brought in line afterwards."""

import json

import pytest

from lib.leaderboard.verify.against_tables import check_against_tables
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Check
from tests.leaderboard.verify.tamper import change_digit

SWEPT = {
    "threshold-by-base-rate.csv": ("threshold", "recall", "precision_high", "negatives_needed"),
    "perturbation-ladder.csv": ("fixed_threshold", "recall_fixed", "recall_low"),
    "auc-summary.csv": ("roc_auc", "roc_auc_high", "pr_auc", "n_positives"),
}


def named(corpus: Committed, name: str) -> Check:
    """Run the checks as far as the one of this name."""
    return next(one for one in check_against_tables(corpus) if one.name == name)


def test_what_the_stages_wrote_follows_from_its_seeds_and_tables(small: Committed) -> None:
    assert [str(one) for one in check_against_tables(small) if not one.ok] == []


def test_a_changed_digit_in_what_is_swept_is_named_and_nothing_else(small: Committed) -> None:
    lines = [
        f"{path}, line {change_digit(path, column)}: {column}"
        for name, columns in SWEPT.items()
        for path in [small.paths.table(name)]
        for column in columns
    ]
    found = [line.partition(" is ")[0] for line in named(small, "thresholds").problems]
    assert sorted(found) == sorted(lines)


@pytest.mark.parametrize(
    ("name", "column", "check"),
    [
        ("pair-manifest.csv", "object_b", "pairs"),
        ("pair-manifest.csv", "label", "pairs"),
        ("scores.csv", "pair_id", "scores"),
        ("scores.csv", "label", "scores"),
        ("scores.csv", "cosine", "thresholds"),
        ("objects.csv", "geometry_sha256", "manifest"),
        ("objects.csv", "n_faces", "manifest"),
        ("duplicates.csv", "item_a", "manifest"),
    ],
)
def test_a_changed_digit_contradicts_seed_or_table(
    small: Committed, name: str, column: str, check: str
) -> None:
    line = change_digit(small.paths.table(name), column)
    # A score is held against what is read off it, and that is what gets named.
    place = "threshold-by-base-rate.csv" if column == "cosine" else f"{name}, line {line}: "
    assert place in str(named(small, check))


@pytest.mark.slow
@pytest.mark.parametrize("column", ["recipe", "item_id", "rung"])
def test_objects_are_planned_again_where_the_listing_is_at_hand(
    corpus: Committed, column: str
) -> None:
    assert named(corpus, "manifest").ok
    line = change_digit(corpus.paths.table("objects.csv"), column)
    assert f"objects.csv, line {line}: {column} is" in str(named(corpus, "manifest"))


def test_facts_of_the_summaries_are_counted_again(small: Committed) -> None:
    for path, check in ((small.paths.summary, "summary"), (small.paths.calibration, "pairs")):
        facts = json.loads(path.read_text())
        facts["n_objects"] += 1
        path.write_text(json.dumps(facts))
        assert f"{path}: n_objects is" in str(named(small, check))


@pytest.mark.parametrize("key", ["version", "n_contents"])
def test_each_fact_of_the_summary_is_looked_at(small: Committed, key: str) -> None:
    summary = json.loads(small.paths.summary.read_text())
    summary[key] = "9.9" if key == "version" else summary[key] + 1
    small.paths.summary.write_text(json.dumps(summary))
    assert f"{key} is" in str(named(small, "summary"))


def test_a_changed_standing_of_the_bucket_is_counted_again(small: Committed) -> None:
    path = small.paths.table("hard-negatives-cross-class.csv")
    path.write_text(path.read_text().replace("True", "False"))
    assert "bucket[3].n_risen is" in str(named(small, "pairs"))


@pytest.mark.parametrize("whose", ["encoders", "corpus"])
def test_what_was_said_once_is_held_against_the_lock(small: Committed, whose: str) -> None:
    path = small.paths.summary if whose == "encoders" else small.paths.corpus_card
    facts = json.loads(path.read_text())
    said = facts["encoders"][0] if whose == "encoders" else facts
    said["name"] += "!"
    path.write_text(json.dumps(facts))
    assert f"{whose}: not what" in str(named(small, "summary"))


def test_a_table_that_is_no_table_fails_its_check_alone(small: Committed) -> None:
    small.paths.table("auc-summary.csv").write_text("encoder,negatives\nzernike3d,x\n")
    assert [one.name for one in check_against_tables(small) if not one.ok] == ["thresholds"]
