"""Every table that the stages make from embeddings once more, from those that lie here.

Nothing is worked out by hand: the functions are those that the stages call.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.files import read_json, read_vectors
from lib.core.params.names import SUBMISSIONS
from lib.core.tables import PUBLISHED, SWEEP, declared
from lib.encoders.submitted.describe_row import submitted_vectors
from lib.evaluation.dvc_metrics import retrieval_metrics
from lib.evaluation.hard_gallery import score_hard
from lib.evaluation.left_out import FILE
from lib.evaluation.metrics import misses, rank_histograms, score
from lib.evaluation.mining import mine_each
from lib.evaluation.tabulate import results, tabulate
from lib.leaderboard.verify.agree import Level, agreement, differences, unlike
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.dvc_files import content
from lib.leaderboard.verify.left_out_rows import left_out_rows
from lib.leaderboard.verify.result import Check, Found, look
from lib.thresholds.audit.from_run import audited, simulate_run
from lib.thresholds.eval_bucket import BUCKET, merge, rescore_under
from lib.thresholds.pairs import list_pairs, pair_manifest, score_pairs
from lib.thresholds.sweep.scored import Sweep
from lib.thresholds.sweep.tables import sweep_tables

_HINT = "git checkout the table; or the embeddings here are others: dvc checkout them, or dvc repro"
_SWEPT = tuple(sorted({table.file for table in PUBLISHED} & set(SWEEP)))


def check_against_embeddings(corpus: Committed) -> Iterator[Check]:
    """Recompute what the embeddings at hand allow, and say how well it agrees.

    Parameters
    ----------
    corpus : Committed

    Yields
    ------
    Check
        None where no embeddings are at hand; where some are missing, only the
        rows of the others are looked at, as each line says.
    """
    here = [name for name in corpus.encoders if _source(corpus, name).exists()]
    if not here:
        return
    absent = tuple(name for name in corpus.encoders if name not in here)
    run, name = _Run(corpus, tuple(here), absent), corpus.paths.corpus
    yield look(name, "embeddings", _HINT, run.embeddings)
    yield look(name, "recomputed retrieval", _HINT, run.retrieval)
    yield look(name, "recomputed left-out classes", _HINT, run.left_out)
    yield look(name, "recomputed hard negatives", _HINT, run.mined)
    yield look(name, "recomputed thresholds", _HINT, run.thresholds)
    yield look(name, "recomputed audit", _HINT, run.audit)


@dataclass(frozen=True, eq=False)
class _Run:
    """What can be made from the embeddings that are here."""

    corpus: Committed
    encoders: tuple[str, ...]
    absent: tuple[str, ...]

    @cached_property
    def objects(self) -> pd.DataFrame:
        return self.corpus.table("objects.csv")

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        return self.corpus.table("duplicates.csv")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return list_pairs(self.objects, self.duplicates, self.corpus.params.pairs)

    @cached_property
    def sweeps(self) -> dict[str, Sweep]:
        return {name: self._sweep(name) for name in self.encoders}

    @cached_property
    def same(self) -> list[str]:
        """Encoders whose embeddings here are those of dvc.lock."""
        paths = {name: self.corpus.paths.embeddings(name) for name in self.encoders}
        return [
            name
            for name, path in paths.items()
            if path.exists() and content(path).md5 == self.corpus.recorded(path)
        ]

    def vectors(self, encoder: str) -> npt.NDArray[np.float64]:
        path = self.corpus.paths.embeddings(encoder)
        if path.exists():
            return read_vectors(path, len(self.objects))
        # A submission lies in Git: its row can be checked without any other data.
        return submitted_vectors(self.corpus.paths.corpus, encoder)

    def embeddings(self) -> Found:
        """Say which embeddings are those of dvc.lock; others may still give the same tables."""
        here = [one for one in self.encoders if self.corpus.paths.embeddings(one).exists()]
        other = [name for name in here if name not in self.same]
        lent = [name for name in self.encoders if name not in here]
        said = [f"{len(self.same)} of {len(here)} here have the {Level.BYTES.value} as in dvc.lock"]
        said += [f"others: {', '.join(other)}"] if other else []
        said += [f"as submitted: {', '.join(lent)}"] if lent else []
        return "; ".join(said), []

    @cached_property
    def per_query(self) -> pd.DataFrame:
        parts = [
            score(self.objects, self.duplicates, self.vectors(name), name) for name in self.encoders
        ]
        return _as_written("per-query-ap.parquet", pd.concat(parts, ignore_index=True))

    def retrieval(self) -> Found:
        if not self.absent:
            made = self._tabulated()
            rows = made["baseline-results.csv"]
        else:
            # Intervals and ranks take all encoders: those that are committed stand in.
            rows = results(self.per_query, self.corpus.table("baseline-results.csv"))
            made = {
                "baseline-results.csv": rows,
                "rank-histograms.csv": rank_histograms(self.per_query),
            }
        rows["corpus"] = self.corpus.paths.corpus
        rows["split_sha256"] = self.corpus.table("splits.csv")["split_sha256"].iloc[0]
        said = self.corpus.json("benchmark-summary.json")["encoders"]
        rows["trained_on"] = rows["encoder"].map({one["name"]: one["trained_on"] for one in said})
        levels, found = self._agree(made)
        problems = list(found)
        written = self.corpus.json("benchmark-summary.json")["t1_failures"]
        own = [one for one in written if one["encoder"] in self.encoders]
        problems += [
            f"{self.corpus.paths.summary}: t1_failures: {line}"
            for line in unlike(own, misses(self.per_query))
        ]
        for name in self.encoders:
            path = self.corpus.paths.metrics(name)
            made_metrics = retrieval_metrics(rows[rows["encoder"] == name])
            problems += [f"{path}: {line}" for line in unlike(read_json(path), made_metrics)]
        partly = "; intervals and ranks take all encoders" if self.absent else ""
        return f"{levels}{partly}", problems

    def _tabulated(self) -> dict[str, pd.DataFrame]:
        negatives, lookalikes = (
            self.corpus.table(name) for name in ("hard-negatives.csv", "lookalikes.csv")
        )
        scored = [
            score_hard(self.objects, negatives, lookalikes, self.vectors(name), name)
            for name in self.encoders
        ]
        confronted = _as_written("hard-gallery.parquet", pd.concat(scored, ignore_index=True))
        knobs = self.corpus.params.tabulate
        return tabulate(self.per_query, confronted, self.objects, negatives, knobs)

    def left_out(self) -> Found:
        written, made = left_out_rows(
            self.corpus, {name: self.vectors(name) for name in self.encoders}
        )
        level, problems = self._compared(FILE, written, made)
        return f"{FILE} {level.value}", problems

    def mined(self) -> Found:
        knobs = self.corpus.params.mine
        vectors = {name: self.vectors(name) for name in knobs.miners if name in self.encoders}
        if not vectors:
            return "no miner's embeddings are here", []
        made = mine_each(self.objects, self.duplicates, vectors, knobs)
        return self._agree(made, "miner")

    def thresholds(self) -> Found:
        manifest = pair_manifest(self.pairs, self.objects)
        summary = self.corpus.json("benchmark-summary.json")
        hashes = {one["name"]: one["sha256"] for one in summary["encoders"]}
        parts = {
            name: sweep_tables(sweep, self.objects, manifest, self.vectors(name), hashes[name])[0]
            for name, sweep in self.sweeps.items()
        }
        made = {
            table: pd.concat([part[table] for part in parts.values()], ignore_index=True)
            for table in (*_SWEPT, BUCKET)
        }
        found = _as_written(BUCKET, made.pop(BUCKET))
        if not self.absent:
            kept = [self.corpus.table(BUCKET)] if self.corpus.paths.table(BUCKET).exists() else []
            scored = ((sweep, hashes[name]) for name, sweep in self.sweeps.items())
            bucket = rescore_under(merge([*kept, found]), scored)
            made["hard-negatives-cross-class.csv"] = bucket
        return self._agree(made)

    def audit(self) -> Found:
        params = self.corpus.params
        encoder = audited(params)
        if encoder not in self.sweeps:
            return f"no embeddings of {encoder} are here", []
        scores = self.sweeps[encoder].pairs[params.calibrate.similarity].to_numpy()
        weeks, estimators = simulate_run(self.pairs, scores, params)
        return self._agree({"audit-weeks.csv": weeks, "audit-estimators.csv": estimators})

    def _sweep(self, encoder: str) -> Sweep:
        scores = score_pairs(self.pairs, self.objects, self.vectors(encoder))
        pairs = self.pairs.join(_as_written("pair-scores.parquet", scores))
        return Sweep(encoder, pairs, self.duplicates, self.corpus.params.calibrate)

    def _agree(self, made: Mapping[str, pd.DataFrame], whose: str = "encoder") -> Found:
        """Compare tables with the committed rows of all but the absent encoders."""
        said, problems = [], []
        for name, table in made.items():
            written = self.corpus.table(name)
            if whose in written:
                written = written[~written[whose].isin(self.absent)]
            level, wrong = self._compared(name, written, table)
            said.append(f"{name} {level.value}")
            problems += wrong
        return ", ".join(said), problems

    def _compared(
        self, name: str, written: pd.DataFrame, made: pd.DataFrame
    ) -> tuple[Level, list[str]]:
        path = str(self.corpus.paths.table(name))
        level, wrong = agreement(path, written, made)
        # The same vectors give the same numbers; those of another machine may print alike.
        exact = len(self.same) == len(self.encoders)
        return level, differences(path, written, made, units=1) if exact else wrong


def _as_written(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Round a table that others are made from as its file has it."""
    return table.round(declared(name).digits)


def _source(corpus: Committed, encoder: str) -> Path:
    """Return where vectors of a row lie: made by the graph, or submitted."""
    made = corpus.paths.embeddings(encoder)
    return made if made.exists() else SUBMISSIONS / corpus.paths.corpus / encoder
