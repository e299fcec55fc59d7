"""Simulate twelve weekly audits on a stream of measured scores."""

from lib.artifacts import read_table, write_table
from lib.auditing import simulate
from lib.calibration.similarities import oriented
from lib.console import run
from lib.pairing import halves
from lib.params import load_params
from lib.paths import Paths
from lib.rng import generator


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoder = params.audit.encoder or params.mine.miners[0]
    pairs = read_table(paths.pairs)
    table = read_table(paths.pair_scores(encoder), "pair-scores.parquet")
    scores = oriented(table[params.calibrate.similarity], params.calibrate.similarity)
    true = (pairs["rung"] == 1).to_numpy()
    false = (pairs["kind"] == "cross").to_numpy()
    false = false if false.any() else (pairs["kind"] == "same").to_numpy()
    # The stream's objects are others than those that the threshold was calibrated on.
    known, stream = halves(pairs, generator(params.audit.seed, "halves"))
    weeks, estimators = simulate(
        scores[stream & true],
        scores[stream & false],
        scores[known & true],
        scores[known & false],
        params.audit,
        params.calibrate,
    )
    write_table(paths.data / "audit-weeks.csv", weeks)
    write_table(paths.data / "audit-estimators.csv", estimators)


if __name__ == "__main__":
    run(main)
