"""Committed tables made again without embeddings: from seeds, and from other tables.

A hand that edits a row and then writes its hash into dvc.lock is found here, as far as
the row takes no embeddings; :mod:`lib.leaderboard.verify.against_embeddings` does the rest.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from lib.evaluation.summary import summarize
from lib.leaderboard.verify.agree import differences, unlike
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import TABLE_HINT, Check, Found, look
from lib.leaderboard.verify.splits import listing
from lib.objects.plan import plan_corpus
from lib.objects.recipe import from_json, hue_shift
from lib.objects.rungs import RUNGS
from lib.thresholds.eval_bucket import facts
from lib.thresholds.pairs import describe_pairs, list_pairs, pair_manifest
from lib.thresholds.sweep.base_rates import auc_table, threshold_tables
from lib.thresholds.sweep.ladder import ladder_table

_FIRST = 1
"""The rung whose true pairs have committed scores."""


def check_against_tables(corpus: Committed) -> Iterator[Check]:
    """Check manifest, summary, pairs, scores, and the thresholds of the committed scores."""
    name = corpus.paths.corpus
    yield look(name, "manifest", TABLE_HINT, lambda: _manifest(corpus))
    yield look(name, "summary", TABLE_HINT, lambda: _summary(corpus))
    yield look(name, "pairs", TABLE_HINT, lambda: _pairs(corpus))
    yield look(name, "scores", TABLE_HINT, lambda: _scores(corpus))
    yield look(name, "thresholds", TABLE_HINT, lambda: _thresholds(corpus))


def _manifest(corpus: Committed) -> Found:
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    params, pairs = corpus.params, corpus.paths.table("duplicates.csv")
    file = corpus.paths.table("objects.csv")
    problems = [
        f"{pairs}, line {row.Index + 2}: {row.item_a}, {row.item_b}, {row.iou} is no pair at this "
        "overlap, in this order"
        for row in duplicates.itertuples()
        if not (row.item_a < row.item_b and params.select.duplicate_iou <= row.iou <= 1)
    ]
    hues = [hue_shift(from_json(recipe)) for recipe in objects["recipe"]]
    looks = [
        hashlib.sha256(f"{geometry}\t{hue:.6f}".encode()).hexdigest()
        for geometry, hue in zip(objects["geometry_sha256"], hues, strict=True)
    ]
    problems += differences(str(file), objects, pd.DataFrame({"content_sha256": looks}))
    for column in ("n_vertices", "n_faces"):
        several = objects.groupby("geometry_sha256")[column].transform("nunique") > 1
        problems += [
            f"{file}, line {row + 2}: {column} is not that of other rows of this geometry"
            for row in several[several].index
        ]
    items = listing(corpus.paths.corpus, params)
    if items is None:
        return f"{len(objects):,} objects, duplicates in order (listing not at hand)", problems
    problems += differences(str(file), objects, plan_corpus(items, duplicates, params)[1])
    return f"{len(objects):,} objects are what the seed plans", problems


def _summary(corpus: Committed) -> Found:
    paths, written = corpus.paths, corpus.json("benchmark-summary.json")
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    made = summarize(
        corpus.params,
        corpus.json("corpus.json"),
        written["encoders"],
        objects,
        corpus.table("splits.csv"),
        duplicates,
        corpus.table("hard-negatives.csv"),
        # Who missed takes ranks query by query, which are not committed.
        written["t1_failures"],
    )
    problems = [f"{paths.summary}: {line}" for line in unlike(written, made)]
    for said in written["encoders"]:
        problems += _recorded(corpus, paths.encoder(said["name"]), said, "encoders")
    learnt = ("sha256", "lacking", "n_passed_over")
    stated = {key: value for key, value in corpus.json("corpus.json").items() if key not in learnt}
    problems += _recorded(corpus, paths.source, stated, "corpus")
    if sorted(said["name"] for said in written["encoders"]) != corpus.encoders:
        results = paths.table("baseline-results.csv")
        problems.append(f"{paths.summary}: encoders are not those of {results}")
    return "counts, reference lines, encoders and corpus are those of the tables", problems


def _recorded(corpus: Committed, path: Path, said: Any, key: str) -> Iterator[str]:
    """Hold what was said against the hash of the file that it came from, which is not committed."""
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    md5 = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    if md5 != corpus.recorded(path):
        yield f"{corpus.paths.summary}: {key}: not what {path} held when dvc.lock was written"


def _pairs(corpus: Committed) -> Found:
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    pairs = list_pairs(objects, duplicates, corpus.params.pairs)
    written, manifest = corpus.table("pair-manifest.csv"), pair_manifest(pairs, objects)
    problems = differences(str(corpus.paths.table("pair-manifest.csv")), written, manifest)
    summary = corpus.json("calibration-summary.json")
    bucket = facts(corpus.table("hard-negatives-cross-class.csv"))
    made = {**describe_pairs(pairs, corpus.params), "bucket": bucket}
    problems += [f"{corpus.paths.calibration}: {line}" for line in unlike(summary, made)]
    return f"{len(written):,} of {len(pairs):,} pairs are what the seed draws", problems


def _scores(corpus: Committed) -> Found:
    scores, manifest = corpus.table("scores.csv"), corpus.table("pair-manifest.csv")
    own = [manifest[["pair_id", "label"]].assign(encoder=name) for name in corpus.encoders]
    made = pd.concat(own, ignore_index=True)
    problems = differences(str(corpus.paths.table("scores.csv")), scores, made)
    return f"{len(scores):,} scores are of the manifest's pairs", problems


def _thresholds(corpus: Committed) -> Found:
    """Sweep the committed scores: they are of the first rung and the sampled false pairs."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for sweep in corpus.sweeps():
        picked, areas = threshold_tables(sweep)
        made = {
            "threshold-by-base-rate.csv": picked,
            "auc-summary.csv": auc_table(sweep, areas),
            "perturbation-ladder.csv": ladder_table(sweep, {_FIRST: RUNGS[_FIRST]}),
        }
        for name, table in made.items():
            parts.setdefault(name, []).append(table)
    problems = []
    for name, tables in parts.items():
        written = corpus.table(name)
        own = written[written["negatives"] == "sampled"]
        own = own[own["rung"] == _FIRST] if "rung" in own else own
        made_again = pd.concat(tables, ignore_index=True)
        problems += differences(str(corpus.paths.table(name)), own, made_again)
    return f"{', '.join(parts)}: rows of the sampled pairs are those of scores.csv", problems
