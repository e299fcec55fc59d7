import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml

from lib.core.tables import PUBLISHED
from lib.leaderboard.verify.against_embeddings import check_against_embeddings
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Check
from tests.leaderboard.verify.small_run import ENCODERS, PARAMS
from tests.leaderboard.verify.tamper import change_digit

CHANGED = {
    "baseline-results.csv": ("map", "map_low", "rank", "n_queries", "split_sha256"),
    "left-out-classes.csv": ("map", "map_low", "n_queries"),
    "rank-histograms.csv": ("rank_to", "count"),
    "hard-gallery.csv": ("map", "map_high", "rank", "n_queries"),
    "collisions.csv": ("n_queries", "n_beaten"),
    "miner-overlap.csv": ("share", "by_chance"),
    "hard-negatives.csv": ("negative_id", "similarity", "pool_size"),
    "lookalikes.csv": ("lookalike_id", "similarity", "pool_size"),
    "scores.csv": ("cosine", "l2", "l2_unit"),
    "threshold-by-base-rate.csv": ("threshold", "recall", "precision_low", "n_negatives"),
    "perturbation-ladder.csv": ("fixed_threshold", "recall_fixed", "recall_low", "n_pairs"),
    "catalogue-sizes.csv": ("pair_rate", "threshold", "recall", "fpr_high", "n_negatives"),
    "threshold-recipes.csv": ("threshold", "recall"),
    "auc-summary.csv": ("roc_auc", "roc_auc_low", "pr_auc"),
    "hard-negatives-cross-class.csv": ("score", "standing", "threshold"),
    "audit-weeks.csv": ("estimate", "true_precision"),
    "audit-estimators.csv": ("estimate", "error"),
}
WITHOUT_EMBEDDINGS = {
    "splits.csv",
    "objects.csv",
    "duplicates.csv",
    "pair-manifest.csv",
    "hash-robustness.csv",
    "hash-remedies.csv",
}
FROM_VIEWS = {"semantics.csv", "explanations.csv", "explanation-counts.csv"}
"""Take what views give and what blind trainings embed: the graph alone makes them again."""
FROM_MESHES = {"promises.csv", "planted.csv", "relations.csv"}
"""Take what the geometry says of flagged pairs: the graph alone makes them again."""
NOT_COMMITTED = {"per-query-ap.parquet"}
OF_PICTURES = {"patterns.csv", "picture-encoders.csv", "pattern-pairs.csv"}


def named(corpus: Committed, name: str) -> Check:
    """Run the checks as far as the one of this name."""
    return next(one for one in check_against_embeddings(corpus) if one.name.endswith(name))


@pytest.mark.slow
def test_a_changed_digit_in_any_table_is_named_and_nothing_else(small: Committed) -> None:
    tables = {table.file for table in PUBLISHED}
    without = WITHOUT_EMBEDDINGS | FROM_VIEWS | FROM_MESHES | NOT_COMMITTED | OF_PICTURES
    assert set(CHANGED) == tables - without
    # Hard galleries are made from what the mining tables say: those are spoiled elsewhere.
    mining = {"hard-negatives.csv", "lookalikes.csv"}
    expected = [
        f"{path}, line {change_digit(path, column)}: {column}"
        for name, columns in CHANGED.items()
        for path in [small.paths.table(name)]
        for column in columns
        if name not in mining
    ]
    found = [line for one in check_against_embeddings(small) for line in one.problems]
    assert sorted(line.partition(" is ")[0] for line in found) == sorted(expected)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hard-negatives.csv", "lookalikes.csv"])
def test_a_changed_digit_in_what_was_mined_is_named(small: Committed, name: str) -> None:
    path = small.paths.table(name)
    lines = [f"{path}, line {change_digit(path, one)}: {one}" for one in CHANGED[name]]
    found = named(small, "hard negatives").problems
    assert sorted(line.partition(" is ")[0] for line in found) == sorted(lines)


@pytest.mark.slow
def test_a_failure_that_nobody_had_is_named(small: Committed) -> None:
    summary = json.loads(small.paths.summary.read_text())
    summary["t1_failures"].append({"encoder": ENCODERS[0], "map": 0.5})
    small.paths.summary.write_text(json.dumps(summary))
    assert "t1_failures" in str(named(small, "retrieval"))


@pytest.mark.slow
def test_a_row_of_an_encoder_that_has_none_is_no_row(small: Committed) -> None:
    path = small.paths.table("rank-histograms.csv")
    table = pd.read_csv(path)
    pd.concat([table, table.tail(1).assign(encoder="ghost")]).to_csv(path, index=False)
    assert f"{path}: {len(table) + 1} rows, {len(table)} are made" in str(named(small, "retrieval"))


@pytest.mark.slow
def test_vectors_of_another_machine_may_print_alike_and_no_worse(small: Committed) -> None:
    elsewhere = replace(small, lock={})
    path = small.paths.table("baseline-results.csv")
    table = pd.read_csv(path)
    table.loc[0, "map"] += 3e-6
    table.to_csv(path, index=False)
    assert not named(small, "retrieval").ok
    assert "others: hog_multiview, voxel_hash32, zernike3d" in named(elsewhere, "embeddings").said
    assert "same table to the printed digits" in named(elsewhere, "retrieval").said
    table.loc[0, "map"] += 1e-3
    table.to_csv(path, index=False)
    assert f"{path}, line 2: map is" in str(named(elsewhere, "retrieval"))


def test_rows_of_embeddings_that_are_not_here_are_left_out(small: Committed) -> None:
    small.paths.embeddings("hog_multiview").unlink()
    for name in ("hard-negatives.csv", "lookalikes.csv"):
        assert change_digit(small.paths.table(name), "similarity") == 2
    assert "2 of 2 here" in named(small, "embeddings").said
    assert named(small, "retrieval").said.endswith("intervals and ranks take all encoders")
    assert named(small, "hard negatives").ok
    small.paths.embeddings("zernike3d").unlink()
    assert named(small, "hard negatives").said == "no miner's embeddings are here"
    small.paths.embeddings("voxel_hash32").unlink()
    assert list(check_against_embeddings(small)) == []


@pytest.mark.slow
def test_a_tier_that_is_off_has_no_rows(small: Committed) -> None:
    Path("params.yaml").write_text(
        yaml.safe_dump({**PARAMS, "mine": {**PARAMS["mine"], "lookalikes": None}})
    )
    path = small.paths.table("lookalikes.csv")
    assert f"{path}: 54 rows, 0 are made" in str(named(small, "hard negatives"))
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert named(small, "hard negatives").ok
