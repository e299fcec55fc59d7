"""Texts and metrics that were edited by hand, or no longer fit an edited row."""

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from lib.leaderboard.verify import card_and_metrics
from lib.leaderboard.verify.card_and_metrics import check_card_and_metrics
from lib.leaderboard.verify.committed import Committed

pytestmark = pytest.mark.slow


def failed(corpus: Committed) -> dict[str, str]:
    return {one.name: str(one) for one in check_card_and_metrics(corpus) if not one.ok}


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
    found = failed(corpus)
    assert sorted(found) == ["README", "card", "metrics"]
    assert "T2.all" in found["metrics"]
    assert "line" in found["card"]


@pytest.mark.parametrize(
    ("name", "column", "checks"),
    [
        ("collisions.csv", "n_beaten", {"card"}),
        ("baseline-results.csv", "map", {"card", "metrics"}),
    ],
)
def test_a_changed_row_is_not_what_was_rendered(
    corpus: Committed,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    column: str,
    checks: set[str],
) -> None:
    monkeypatch.setattr(card_and_metrics, "README", Path("no README"))
    table = pd.read_csv(corpus.paths.table(name))
    table.loc[0, column] += 3
    table.to_csv(corpus.paths.table(name), index=False, lineterminator="\n")
    assert set(failed(corpus)) == checks


def test_metrics_of_no_row_are_named(corpus: Committed) -> None:
    stray = corpus.paths.metrics("best_ever")
    stray.write_text("{}\n")
    subprocess.run(["git", "add", "--force", stray], check=True)
    assert "best_ever" in failed(corpus)["metrics"]
