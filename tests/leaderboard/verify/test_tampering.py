"""Rows that were edited by hand, with dvc.lock brought in line afterwards."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from lib.leaderboard.verify import against_tables as derived
from lib.leaderboard.verify import card_and_metrics as rendered
from lib.leaderboard.verify import thresholds
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Check

pytestmark = pytest.mark.slow

Checks = Callable[[Committed], Sequence[Check]]


def _failed(checks: Checks, corpus: Committed) -> str:
    return "\n".join(str(one) for one in checks(corpus) if not one.ok)


@pytest.mark.parametrize(
    ("name", "column", "checks"),
    [
        ("baseline-results.csv", "map", rendered.check_rendered),
        ("baseline-results.csv", "n_queries", derived.check_derived),
        ("rank-histograms.csv", "count", derived.check_derived),
        ("objects.csv", "recipe", derived.check_derived),
        ("objects.csv", "geometry_sha256", derived.check_derived),
        ("hard-negatives.csv", "rank", derived.check_derived),
        ("miner-overlap.csv", "share", derived.check_derived),
        ("lookalikes.csv", "rank", derived.check_derived),
        ("lookalikes.csv", "pool_size", derived.check_derived),
        ("collisions.csv", "n_queries", derived.check_derived),
        ("pair-manifest.csv", "object_b", thresholds.check_thresholds),
        ("scores.csv", "cosine", thresholds.check_thresholds),
        ("threshold-by-base-rate.csv", "threshold", thresholds.check_thresholds),
        ("threshold-by-base-rate.csv", "recall", thresholds.check_thresholds),
        ("perturbation-ladder.csv", "recall_fixed", thresholds.check_thresholds),
        ("auc-summary.csv", "roc_auc", thresholds.check_thresholds),
        ("hard-negatives-cross-class.csv", "threshold", thresholds.check_thresholds),
        ("audit-weeks.csv", "estimate", thresholds.check_thresholds),
        ("audit-estimators.csv", "error", thresholds.check_thresholds),
    ],
)
def test_a_changed_digit_contradicts_other_tables(
    corpus: Committed,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    column: str,
    checks: Checks,
) -> None:
    monkeypatch.setattr(rendered, "README", Path("no README"))
    path = corpus.paths.data / name
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = next(index for index in table.index if any(c.isdigit() for c in table[column][index]))
    text = table[column][row]
    at = max(index for index, char in enumerate(text) if char.isdigit())
    table.loc[row, column] = f"{text[:at]}{(int(text[at]) + 3) % 10}{text[at + 1 :]}"
    assert _failed(checks, corpus) == ""
    table.to_csv(path, index=False, lineterminator="\n")
    # A score is held against what is made from it, and that is what gets named.
    assert ("metrics" if column == "map" else name) in _failed(checks, corpus)


@pytest.mark.parametrize("key", ["n_objects", "n_contents", "version"])
def test_facts_of_the_summary_are_counted_again(corpus: Committed, key: str) -> None:
    summary = json.loads(corpus.paths.summary.read_text())
    summary[key] = "9.9" if key == "version" else summary[key] + 1
    corpus.paths.summary.write_text(json.dumps(summary, indent=2) + "\n")
    assert f"{key} is" in _failed(derived.check_derived, corpus)


def test_what_encoders_say_of_themselves_is_held_against_the_lock(corpus: Committed) -> None:
    summary = json.loads(corpus.paths.summary.read_text())
    summary["encoders"][0]["dim"] += 1
    corpus.paths.summary.write_text(json.dumps(summary, indent=2) + "\n")
    assert "not what" in _failed(derived.check_derived, corpus)


def test_card_metrics_and_readme_are_rendered_again(corpus: Committed) -> None:
    name = sorted(corpus.paths.metrics("").parent.glob("*.json"))[-1]
    metrics = json.loads(name.read_text())
    metrics[name.stem]["T2"]["all"] += 0.01
    name.write_text(json.dumps(metrics, indent=2) + "\n")
    card = corpus.paths.card.read_text()
    corpus.paths.card.write_text(card.replace("0.9", "0.8", 1))
    readme = Path("README.md")
    start = readme.read_text().index("<!-- results:")
    text = readme.read_text()
    readme.write_text(text[:start] + text[start:].replace("0.", "1.", 1))
    failed = {one.name: str(one) for one in rendered.check_rendered(corpus) if not one.ok}
    assert sorted(failed) == ["README", "card", "metrics"]
    assert "T2.all" in failed["metrics"]
    assert "line" in failed["card"]


def test_a_changed_collision_is_not_what_the_card_says(
    corpus: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered, "README", Path("no README"))
    table = pd.read_csv(corpus.paths.table("collisions.csv"))
    table.loc[0, "n_beaten"] += 3
    table.to_csv(corpus.paths.table("collisions.csv"), index=False, lineterminator="\n")
    failed = {one.name: str(one) for one in rendered.check_rendered(corpus) if not one.ok}
    assert list(failed) == ["card"]


def test_a_table_that_is_no_table_fails_its_check_alone(corpus: Committed) -> None:
    (corpus.paths.table("audit-weeks.csv")).write_text("week,audit\n1,x\n")
    failed = [one.name for one in thresholds.check_thresholds(corpus) if not one.ok]
    assert failed == ["audit"]


def test_metrics_of_no_row_are_named(corpus: Committed) -> None:
    stray = corpus.paths.metrics("best_ever")
    stray.write_text("{}\n")
    subprocess.run(["git", "add", "--force", stray], check=True)
    assert "best_ever" in _failed(rendered.check_rendered, corpus)
