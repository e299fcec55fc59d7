from pathlib import Path

import pandas as pd

from lib.core.params import load_params

ROOT = Path(__file__).resolve().parents[3]


def test_it_is_the_row_that_ranks_all_pairs_of_the_default_corpus_best() -> None:
    promises = pd.read_csv(ROOT / "data/parametric40/promises.csv").set_index("encoder")
    assert load_params(ROOT / "params.yaml").scan.encoder == promises["micro_ap"].idxmax()
