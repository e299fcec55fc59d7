"""Whether a committed split is what its seed and its listing give."""

from pathlib import Path

import pandas as pd

from lib.core.files import read_table
from lib.core.params import Params
from lib.corpus.modelnet40 import official_listing
from lib.corpus.registry import open_corpus
from lib.leaderboard.verify.result import Check, Found, look
from lib.objects.plan import choose_sources
from lib.objects.split import assign, split_sha256

COLUMNS = ["item_id", "class", "split"]

_HINT = "git checkout the file; or dvc repro (modelnet40: python -m lib modelnet40-splits)"


def listing(corpus: str, params: Params) -> pd.DataFrame | None:
    """List the items of a corpus without any mesh; None where that takes the files.

    Returns
    -------
    pandas.DataFrame or None
        Columns item_id, class and split.
    """
    if corpus == "modelnet40":
        return pd.DataFrame(official_listing(), columns=COLUMNS)
    if corpus != "parametric40":
        return None
    items = open_corpus(corpus, params).items()
    return pd.DataFrame([(item.id, item.class_name, item.split) for item in items], columns=COLUMNS)


def check_split(corpus: str, path: Path, params: Params) -> Check:
    """Check one split.

    Parameters
    ----------
    corpus : str
    path : Path
        Its ``splits.csv``.
    params : Params
        That the corpus was run with.
    """
    return look(corpus, "split", _HINT, lambda: _split(corpus, path, params))


def _split(corpus: str, path: Path, params: Params) -> Found:
    written = read_table(path, "splits.csv")
    sha256 = split_sha256(written["source_id"].tolist(), written["split"].tolist())
    problems = [
        f"{path}, line {row + 2}: the split's SHA-256 is {sha256[:12]}, not {stated[:12]}"
        for row, stated in enumerate(written["split_sha256"])
        if stated != sha256
    ]
    items = listing(corpus, params)
    if items is None:
        counts = written["split"].value_counts()
        knobs = params.select
        dealt = pd.Series(assign(len(written), knobs.seed, knobs.train, knobs.val)).value_counts()
        problems += [
            f"{path}: {counts.get(part, 0)} sources in {part}, the shares give {dealt[part]}"
            for part in dealt.index
            if counts.get(part, 0) != dealt[part]
        ]
        return (
            f"SHA-256 {sha256[:12]} is that of its own lines (the corpus's listing is not at hand, "
            "so the draw was not repeated)",
            problems,
        )
    expected = choose_sources(items, params.select)
    if len(written) != len(expected):
        problems.append(f"{path}: {len(written)} sources, the seed gives {len(expected)}")
    else:
        columns = ["source_id", "class", "split"]
        unlike = (written[columns] != expected[columns]).any(axis=1)
        problems += [
            f"{path}, line {row + 2}: {', '.join(written[columns].iloc[row])}; the seed gives "
            f"{', '.join(expected[columns].iloc[row])}"
            for row in unlike[unlike].index
        ]
    return f"seed {params.select.seed} and the listing give SHA-256 {sha256[:12]} again", problems
