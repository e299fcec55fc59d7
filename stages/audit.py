"""Simulate twelve weekly audits on a stream of measured scores."""

from lib.core.console import run
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.audit.from_run import audited, simulate_run


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    table = paths.read("pair-scores.parquet", audited(params))
    scores = table[params.calibrate.similarity].to_numpy()
    weeks, estimators = simulate_run(paths.read("pairs.parquet"), scores, params)
    paths.write("audit-weeks.csv", weeks)
    paths.write("audit-estimators.csv", estimators)


if __name__ == "__main__":
    run(main)
