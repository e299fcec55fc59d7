"""Whether the tables about thresholds follow from the manifest, the scores and each other.

The scores of the balanced pairs are committed; what was read off them can be read
off again. Resampled intervals and the larger sets of false pairs take embeddings,
see :mod:`lib.leaderboard.verify.against_embeddings`.
"""

from collections.abc import Iterator

import pandas as pd

from lib.leaderboard.verify.agree import differences, unlike
from lib.leaderboard.verify.audit import weekly_audit
from lib.leaderboard.verify.bucket import eval_bucket
from lib.leaderboard.verify.committed import SAMPLED, Committed
from lib.leaderboard.verify.result import TABLE_HINT, Check, Found, look
from lib.thresholds.curves import average_precision, roc_auc
from lib.thresholds.eval_bucket import facts
from lib.thresholds.intervals import exact_limits
from lib.thresholds.pairs import describe_pairs, list_pairs, pair_manifest
from lib.thresholds.pick import BALANCED
from lib.thresholds.similarities import oriented
from lib.thresholds.sweep.scored import delivered

_AT = ["encoder", "negatives", "base_rate"]


def check_thresholds(corpus: Committed) -> list[Check]:
    """Check pairs, scores, thresholds, ladder, eval bucket and audit."""
    name = corpus.paths.corpus
    return [
        look(name, "pairs", TABLE_HINT, lambda: _pairs(corpus)),
        look(name, "scores", TABLE_HINT, lambda: _scores(corpus)),
        look(name, "thresholds", TABLE_HINT, lambda: _thresholds(corpus)),
        look(name, "ladder", TABLE_HINT, lambda: _ladder(corpus)),
        look(name, "eval bucket", TABLE_HINT, lambda: eval_bucket(corpus)),
        look(name, "audit", TABLE_HINT, lambda: weekly_audit(corpus)),
    ]


def _pairs(corpus: Committed) -> Found:
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    pairs = list_pairs(objects, duplicates, corpus.params.pairs)
    written, manifest = corpus.table("pair-manifest.csv"), pair_manifest(pairs, objects)
    problems = differences(
        str(corpus.paths.table("pair-manifest.csv")), written, manifest[list(written.columns)]
    )
    summary = corpus.json("calibration-summary.json")
    bucket = facts(corpus.table("hard-negatives-cross-class.csv"))
    made = {**describe_pairs(pairs, corpus.params), "bucket": bucket}
    problems += [f"{corpus.paths.calibration}: {line}" for line in unlike(summary, made)]
    return f"{len(written):,} of {len(pairs):,} pairs are what the seed draws", problems


def _scores(corpus: Committed) -> Found:
    scores, manifest = corpus.table("scores.csv"), corpus.table("pair-manifest.csv")
    file, problems = str(corpus.paths.table("scores.csv")), []
    encoders = _encoders(corpus)
    if sorted(set(scores["encoder"])) != encoders:
        results = corpus.paths.table("baseline-results.csv")
        problems.append(f"{file}: its encoders are not those of {results}")
    for _, group in scores.groupby("encoder", sort=True):
        problems += differences(file, group, manifest[["pair_id", "label"]])
    # |u - v|^2 = 2 - 2 u.v for directions; both sides are rounded to nine digits.
    gap = (scores["cosine"] - (1 - scores["l2_unit"] ** 2 / 2)).abs()
    unlike_each_other = ~(gap <= 5.1e-10 * (1 + scores["l2_unit"]))
    problems += [
        f"{file}, line {row + 2}: cosine and l2_unit are not of the same vectors"
        for row in unlike_each_other[unlike_each_other].index
    ]
    return (
        f"{len(scores):,} scores are of the manifest's pairs, cosine and distance agree",
        problems,
    )


def _thresholds(corpus: Committed) -> Found:
    picked, recipes, auc = (
        corpus.table(name)
        for name in ("threshold-by-base-rate.csv", "threshold-recipes.csv", "auc-summary.csv")
    )
    folder, problems = corpus.paths.data, []
    for sweep in corpus.sweeps():
        curve = sweep.curve(SAMPLED)
        balanced = sweep.lowest(curve, BALANCED)
        rows = picked[(picked["encoder"] == sweep.encoder) & (picked["negatives"] == SAMPLED)]
        made = pd.DataFrame(
            [
                {
                    "base_rate": rate,
                    **delivered(sweep, sweep.lowest(curve, rate), rate, ""),
                    **delivered(sweep, balanced, rate, "balanced_"),
                    "n_positives": curve.n_positives,
                    "n_negatives": curve.n_negatives,
                }
                for rate in sweep.params.base_rates
            ]
        )
        problems += differences(str(folder / "threshold-by-base-rate.csv"), rows, made)
        aimed = recipes[
            (recipes["encoder"] == sweep.encoder)
            & (recipes["negatives"] == SAMPLED)
            & (recipes["recipe"] == "precision")
        ]
        columns = ["base_rate", "threshold", "precision", "recall", "false_alarms_per_1000"]
        problems += differences(str(folder / "threshold-recipes.csv"), aimed, made[columns])
        curves = [sweep.curve(SAMPLED, similarity=one) for one in sweep.params.similarities]
        areas = pd.DataFrame(
            {
                "similarity": sweep.params.similarities,
                "n_positives": [c.n_positives for c in curves],
                "n_negatives": [c.n_negatives for c in curves],
                "roc_auc": [roc_auc(c) for c in curves],
                "pr_auc": [average_precision(c, BALANCED) for c in curves],
            }
        )
        own = auc[(auc["encoder"] == sweep.encoder) & (auc["negatives"] == SAMPLED)]
        problems += differences(str(folder / "auc-summary.csv"), own, areas)
    problems += [
        *_ordered(corpus, picked, "precision", "recall"),
        *_ordered(corpus, auc, "roc_auc"),
    ]
    problems += [*_counted(corpus, picked), *_certified(corpus, picked)]
    return "thresholds and areas of the balanced pairs are those of scores.csv", problems


def _ordered(corpus: Committed, table: pd.DataFrame, *columns: str) -> Iterator[str]:
    """Yield rows whose value lies outside its own interval."""
    name = "auc-summary.csv" if "roc_auc" in columns else "threshold-by-base-rate.csv"
    for column in columns:
        low, value, high = (table[f"{column}{end}"] for end in ("_low", "", "_high"))
        odd = (low > value) | (value > high)
        for row in odd[odd].index:
            yield f"{corpus.paths.table(name)}, line {row + 2}: {column} is outside its interval"


def _counted(corpus: Committed, picked: pd.DataFrame) -> Iterator[str]:
    """Hold every set of false pairs against its counts and its own false alarms."""
    path, knobs = str(corpus.paths.table("threshold-by-base-rate.csv")), corpus.params.calibrate
    facts_of = corpus.json("calibration-summary.json")
    sizes = {one["name"]: one["n_pairs"] for one in facts_of["negatives"]}
    usual = picked.groupby(["encoder", "negatives"])
    made = pd.DataFrame(
        {
            # False alarms of 1,000 hold three digits more than the precision does.
            "precision": 1 - picked["false_alarms_per_1000"] / 1000,
            "balanced_precision": 1 - picked["balanced_false_alarms_per_1000"] / 1000,
            "balanced_threshold": usual["balanced_threshold"].transform("first"),
            "balanced_recall": usual["balanced_recall"].transform("first"),
            "min_precision": knobs.min_precision,
            "negatives_needed": picked["negatives_needed"].round(),
            "n_positives": facts_of["n_objects"],
            "n_negatives": picked["negatives"].map(sizes),
            **{
                column: (picked[column] * picked["n_positives"]).round() / picked["n_positives"]
                for column in ("recall", "certified_recall")
            },
        }
    )
    yield from differences(path, picked, made)
    auc = corpus.table("auc-summary.csv")
    made = pd.DataFrame({"n_negatives": auc["negatives"].map(sizes)})
    made["n_positives"] = facts_of["n_objects"]
    yield from differences(str(corpus.paths.table("auc-summary.csv")), auc, made)


def _certified(corpus: Committed, picked: pd.DataFrame) -> Iterator[str]:
    path = corpus.paths.table("threshold-by-base-rate.csv")
    knobs = corpus.params.calibrate
    hits = (picked["recall"] * picked["n_positives"]).round()
    low, high = exact_limits(hits.fillna(0), picked["n_positives"], knobs.confidence)
    known = picked["recall"].notna()
    made = pd.DataFrame({"recall_low": low, "recall_high": high})[known.to_numpy()]
    yield from differences(str(path), picked[known], made)
    for row in picked.itertuples():
        has = pd.notna(row.certified_threshold)
        sure = row.certificate == "certified"
        below = oriented([row.certified_threshold], knobs.similarity) < oriented(
            [row.threshold], knobs.similarity
        )
        if has != sure or pd.notna(row.certified_recall) != sure or (sure and below[0]):
            yield f"{path}, line {row.Index + 2}: the certificate does not fit its row"
        if sure and row.certified_recall > row.recall:
            yield f"{path}, line {row.Index + 2}: certified recall exceeds the recall"


def _ladder(corpus: Committed) -> Found:
    ladder, picked = (
        corpus.table(name) for name in ("perturbation-ladder.csv", "threshold-by-base-rate.csv")
    )
    path, knobs = str(corpus.paths.table("perturbation-ladder.csv")), corpus.params.calibrate
    kept = picked.set_index(_AT)[["threshold", "recall"]]
    keys = pd.MultiIndex.from_frame(ladder[_AT])
    expected = kept.reindex(keys).reset_index(drop=True)
    made = pd.DataFrame({"fixed_threshold": expected["threshold"]})
    problems = differences(path, ladder, made)
    first = ladder["rung"] == 1
    own = expected[first.to_numpy()]
    made = pd.DataFrame(
        {
            "recall_fixed": own["recall"],
            "recomputed_threshold": own["threshold"],
            "recall_recomputed": own["recall"],
        }
    )
    problems += differences(path, ladder[first], made)
    known = ladder[ladder["recall_fixed"].notna()]
    for column in ("recall_fixed", "recall_recomputed"):
        hits = known[column] * known["n_pairs"]
        odd = (hits - hits.round()).abs() > 1e-6 * known["n_pairs"]
        problems += [
            f"{path}, line {row + 2}: {column} is no share of {known['n_pairs'][row]} pairs"
            for row in odd[odd].index
        ]
    hits = (known["recall_fixed"] * known["n_pairs"]).round()
    low, high = exact_limits(hits, known["n_pairs"], knobs.confidence)
    problems += differences(path, known, pd.DataFrame({"recall_low": low, "recall_high": high}))
    return "its first rung is that of the thresholds, its intervals those of its counts", problems


def _encoders(corpus: Committed) -> list[str]:
    return sorted(set(corpus.table("baseline-results.csv")["encoder"]))
