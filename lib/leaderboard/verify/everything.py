"""All checks, in the order in which they are printed."""

from collections.abc import Iterator

from lib.core.params import load_params
from lib.core.params.names import CORPORA
from lib.core.paths import Paths
from lib.leaderboard.verify.against_embeddings import check_against_embeddings
from lib.leaderboard.verify.against_tables import check_against_tables
from lib.leaderboard.verify.card_and_metrics import check_card_and_metrics
from lib.leaderboard.verify.committed import committed
from lib.leaderboard.verify.dvc_files import read_lock
from lib.leaderboard.verify.lock_against_files import check_graph
from lib.leaderboard.verify.result import Check
from lib.leaderboard.verify.splits import check_split


def verify() -> Iterator[Check]:
    """Check the checkout in the working directory.

    Yields
    ------
    Check
        First the graph as a whole, then corpus by corpus. Recomputation follows
        where embeddings are at hand.

    Raises
    ------
    BenchError
        If there is no Git checkout, dvc.lock or params.yaml to check.
    """
    params, lock = load_params(), read_lock()
    yield from check_graph(lock, params)
    corpora = committed(lock)
    for corpus in corpora:
        name = corpus.paths.corpus
        yield check_split(name, corpus.paths.table("splits.csv"), corpus.params)
        yield from check_against_tables(corpus)
        yield from check_card_and_metrics(corpus)
        yield from check_against_embeddings(corpus)
    known = {corpus.paths.corpus for corpus in corpora}
    # A split may be published before its corpus was ever run.
    for name in sorted(set(CORPORA) - known):
        if Paths(name).table("splits.csv").exists():
            yield check_split(name, Paths(name).table("splits.csv"), params)
