"""Whether the card, the README and the metrics say what the committed rows say."""

from itertools import zip_longest
from pathlib import Path

from lib.core.files import read_json
from lib.core.paths import Paths
from lib.duplicates.told import duplicates_metrics
from lib.evaluation.dvc_metrics import retrieval_metrics, tier6_metrics
from lib.evaluation.tier6 import TIER
from lib.leaderboard.verify.agree import unlike
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Check, Found, look
from lib.report.card import card
from lib.report.readme import example, parts, renew
from lib.report.threshold_tables import read_committed, read_threshold_tables
from lib.semantics.hashing.sample import hashing_metrics
from lib.semantics.probe import semantics_metrics
from lib.thresholds.dvc_metrics import threshold_metrics

README = Path("README.md")
SHOWN = "parametric40"
"""The corpus that the README shows."""


def check_card_and_metrics(corpus: Committed) -> list[Check]:
    """Check every text and number that is made from the tables."""
    name = corpus.paths.corpus
    checks = [
        look(name, "card", "dvc repro renders it from the rows", lambda: _card(corpus)),
        look(
            name,
            "metrics",
            "git checkout the metrics or the table; or dvc repro",
            lambda: _metrics(corpus),
        ),
    ]
    if name == SHOWN and README.exists():
        checks.append(look(name, "README", "make readme", lambda: _readme(corpus.paths)))
    return checks


def _card(corpus: Committed) -> Found:
    paths = corpus.paths
    text = card(paths, read_threshold_tables(paths, read_committed), read_committed)
    return f"{paths.card} is what the rows render", _unlike(paths.card, text)


def _readme(paths: Paths) -> Found:
    text = README.read_text(encoding="utf-8")
    made = parts(paths) | {"example": example(text, Path.cwd())}
    return f"{len(made)} made parts are what the rows render", _unlike(README, renew(text, made))


def _metrics(corpus: Committed) -> Found:
    paths = corpus.paths
    rows = corpus.table("baseline-results.csv")
    picked, auc, ladder = (
        corpus.table(name)
        for name in ("threshold-by-base-rate.csv", "auc-summary.csv", "perturbation-ladder.csv")
    )
    # A recall is a count over a total: exact again, where the table has it rounded.
    picked, ladder = picked.copy(), ladder.copy()
    for table, column, total in (
        (picked, "recall", "n_positives"),
        (picked, "certified_recall", "n_positives"),
        (ladder, "recall_fixed", "n_pairs"),
    ):
        table[column] = (table[column] * table[total]).round() / table[total]
    mined = corpus.table("hard-gallery.csv").set_index("miner")
    known = corpus.table("semantics.csv")
    hashed = (corpus.table(f"hash-{name}.csv") for name in ("robustness", "remedies"))
    expected: dict[Path, object] = {
        paths.hashing_metrics: hashing_metrics(*hashed),
        paths.duplicates_metrics: duplicates_metrics(corpus.table("promises.csv")),
    }
    for encoder, own in rows.groupby("encoder", sort=True):
        expected[paths.metrics(str(encoder))] = retrieval_metrics(own)
        tables = [table[table["encoder"] == encoder] for table in (picked, auc, ladder)]
        expected[paths.calibration_metrics(str(encoder))] = threshold_metrics(*tables)
        own_known = known[known["encoder"] == encoder]
        expected[paths.semantics_metrics(str(encoder))] = semantics_metrics(str(encoder), own_known)
        among = mined.loc[(mined["encoder"] == encoder) & (mined["tier"] == TIER), "map"].to_dict()
        expected[paths.tier6_metrics(str(encoder))] = tier6_metrics(str(encoder), among)
    problems = []
    for path, value in expected.items():
        if not path.exists():
            problems.append(f"{path} is not there, {paths.data} has rows for it")
        else:
            problems += [f"{path}: {line}" for line in unlike(read_json(path), value)]
    folder = paths.metrics("").parent
    problems += [
        f"{path}: no row in {paths.data} is for it"
        for path in sorted(folder.glob("*.json"))
        if path not in expected
    ]
    return f"{len(expected)} files are the rows' numbers", problems


def _unlike(path: Path, made: str) -> list[str]:
    """Name the lines of a file that are not those of the text that was made anew."""
    pairs = zip_longest(path.read_text(encoding="utf-8").split("\n"), made.split("\n"))
    return [
        f"{path}, line {number}: {_near(here, there)}; the rows give {_near(there, here)}"
        for number, (here, there) in enumerate(pairs, start=1)
        if here != there
    ]


def _near(line: str | None, other: str | None) -> str:
    """Quote the part of a line where it parts from another."""
    if line is None:
        return "no such line"
    alike = zip(line, other or "", strict=False)
    parts = next((at for at, (one, two) in enumerate(alike) if one != two), 0)
    start = max(0, parts - 12)
    return repr(f"{'...' if start else ''}{' '.join(line[start : start + 40].split())}")
