"""A Git repository with the tables of one corpus, committed once."""

import subprocess
from pathlib import Path

import pandas as pd
import pytest

from lib.core.paths import Paths
from lib.evaluation.metrics import RANK_BUCKETS

PATHS = Paths("parametric40")


def results(**maps: float) -> pd.DataFrame:
    """Make rows of T1 and T2 in both galleries; `maps` are the T2 scores in `test`."""
    rows = [
        {
            "encoder": encoder,
            "tier": tier,
            "gallery": gallery,
            "map": value if (tier, gallery) == (2, "test") else 0.9,
        }
        for encoder, value in maps.items()
        for tier in (1, 2)
        for gallery in ("test", "all")
    ]
    table = pd.DataFrame(rows)
    table["map_low"], table["map_high"] = table["map"] - 0.02, table["map"] + 0.02
    table["map_with_duplicates"], table["rank"], table["n_queries"] = table["map"], 1, 100
    table["split_sha256"], table["corpus"] = "ab" * 32, "parametric40"
    table["trained_on"] = "nothing"
    return table


def histograms(counts: list[int], encoder: str = "one") -> pd.DataFrame:
    """Make the ranks of one encoder's T2 queries in `test`."""
    table = pd.DataFrame(RANK_BUCKETS, columns=["rank_from", "rank_to"])
    return table.assign(encoder=encoder, tier=2, gallery="test", count=counts)


def thresholds(recall: float) -> pd.DataFrame:
    """Make one encoder's thresholds at two base rates."""
    from lib.core.tables import declared

    table = pd.DataFrame({"encoder": "one", "base_rate": [0.5, 0.05], "negatives": "cross"})
    table = table.reindex(columns=declared("threshold-by-base-rate.csv").names)
    table["recall"] = [0.99, recall]
    table["recall_low"], table["recall_high"] = table["recall"] - 0.03, table["recall"] + 0.03
    return table


def commit(message: str) -> None:
    """Commit everything below the working directory."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    for command in (["add", "--all"], [*who, "commit", "--quiet", "-m", message]):
        subprocess.run(["git", *command], check=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commit two encoders; the working directory is the repository."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet", "-b", "main"], check=True)
    PATHS.write("baseline-results.csv", results(one=0.5, two=0.7))
    PATHS.write("rank-histograms.csv", histograms([40, 20, 20, 10, 10]))
    PATHS.write("threshold-by-base-rate.csv", thresholds(0.6))
    PATHS.table("objects.csv").write_text("object_id\na\n")
    PATHS.table("duplicates.csv").write_text("item_a\n")
    commit("first")
    return tmp_path
