from lib.core.params import load_params
from lib.core.paths import Paths
from lib.report.readme_answer import _leader


def test_the_default_encoder_is_the_one_that_the_default_corpus_ranks_first() -> None:
    params = load_params()
    results = Paths(params.corpora[0]).read("baseline-results.csv")
    assert params.scan.encoder == _leader(results)
