"""Simulate twelve weekly audits on a stream of measured scores."""

from lib.core.console import run
from lib.core.files import read_table, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.audit.stream import audited, simulate_run


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    table = read_table(paths.pair_scores(audited(params)), "pair-scores.parquet")
    scores = table[params.calibrate.similarity].to_numpy()
    weeks, estimators = simulate_run(read_table(paths.pairs), scores, params)
    write_table(paths.data / "audit-weeks.csv", weeks)
    write_table(paths.data / "audit-estimators.csv", estimators)


if __name__ == "__main__":
    run(main)
