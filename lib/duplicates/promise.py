"""Whether a threshold keeps its promise on a catalogue with planted copies."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.params import Params
from lib.core.rng import draw_order
from lib.core.vectors import unit
from lib.duplicates.agreement import b_cubed, pairwise
from lib.duplicates.catalogue import Catalogue
from lib.duplicates.groups import group
from lib.duplicates.normalised import background_level, micro_ap, normalised, recall_at
from lib.duplicates.relations.names import POLICY, Relation
from lib.duplicates.search.nearest import nearest
from lib.duplicates.search.pairs import find_pairs
from lib.objects.planted import CALIBRATED, ROLE
from lib.thresholds.pick import Evidence, Target, pick
from lib.thresholds.similarities import oriented, similarities

_DECIMALS = 9
_CANDIDATES = 10
"""Nearest others of an item that are ranked for micro-AP, as many as DISC21 allows a query."""


@dataclass(frozen=True, eq=False)
class Scanned:
    """What one encoder flags in the catalogue.

    Attributes
    ----------
    row : dict
        Columns of ``promises.csv`` as far as vectors alone tell them.
    a, b : ndarray of int64, shape (P,)
        Flagged pairs that count, as rows of the catalogue; the copy is `b`.
    """

    row: dict[str, object]
    a: Ints
    b: Ints


def scanned(
    encoder: str, objects: pd.DataFrame, catalogue: Catalogue, vectors: Floats, params: Params
) -> Scanned:
    """Calibrate on one half of the catalogue without its copies, and scan all of it.

    The threshold is for the stream of candidates that a search returns, each item's nearest
    other: true scores are those of the copies to calibrate on, false ones those of one half
    of the items, drawn by the seed. The certified threshold is taken where there is one.

    Parameters
    ----------
    encoder : str
        Its name.
    objects : pandas.DataFrame
        The manifest.
    catalogue : Catalogue
    vectors : ndarray of float64, shape (len(objects), D)
    params : Params
        Sections select, pairs, calibrate and copies.
    """
    own, knobs = vectors[catalogue.rows], params.calibrate
    # Rounded, so that scores which differ by rounding alone are one threshold.
    positives, negatives = (
        np.round(one, _DECIMALS)
        for one in (
            _true_scores(objects, vectors, knobs.similarity),
            _false_scores(catalogue, own, params),
        )
    )
    evidence = Evidence(positives, negatives, lambda _: None, None)
    target = Target(knobs.min_precision, knobs.confidence)
    (picked,), _ = pick(evidence, [catalogue.share], target)
    kept = picked.certified or picked.recommended
    n_single = len(own) - 2 * int(catalogue.copies.sum())
    row: dict[str, object] = {
        "encoder": encoder,
        "n_items": len(own),
        "share": catalogue.share,
        "pair_rate": catalogue.share / (len(own) - 1),
        "similarity": knobs.similarity,
        "threshold": float(oriented(kept.threshold, knobs.similarity)) if kept else np.nan,
        "status": "certified" if picked.certified else "recommended" if kept else "none",
        "promised": knobs.min_precision,
        "expected_false_alarms": kept.fpr * n_single if kept else 0.0,
    }
    row |= _one_ranking(catalogue, own, objects, vectors, params)
    a, b = _flagged(catalogue, own, row, params)
    true = catalogue.true(a, b)
    lone = np.isin(np.arange(len(own)), np.concatenate([a[~true], b[~true]]))
    paired = np.isin(catalogue.item, catalogue.item[catalogue.copies])
    score = pairwise(np.stack([a, b], axis=1), catalogue.planted_rows, knobs.confidence)
    row |= {
        "n_flagged": len(a),
        "precision": score.precision.value,
        "precision_low": score.precision.low,
        "precision_high": score.precision.high,
        "recall": score.recall.value,
        "recall_low": score.recall.low,
        "recall_high": score.recall.high,
        "false_alarms": int((lone & ~paired).sum()),
    }
    return Scanned(row, a, b)


def confirmed(
    found: Scanned,
    catalogue: Catalogue,
    relations: Mapping[tuple[str, str], tuple[Relation, Relation]],
) -> tuple[dict[str, object], pd.DataFrame]:
    """Let the geometry judge what was flagged.

    Parameters
    ----------
    found : Scanned
    catalogue : Catalogue
    relations : mapping of (str, str) to (str, str)
        By object ids, the relation that a pair was made to have and the one that was found,
        for all flagged pairs and all planted ones.

    Returns
    -------
    (dict, DataFrame)
        A row of ``promises.csv``, and rows of ``planted.csv`` but their intervals.
    """
    ids = catalogue.objects["object_id"].tolist()
    named = [relations[ids[a], ids[b]] for a, b in zip(found.a, found.b, strict=True)]
    verdict = np.array([one for _, one in named], dtype=object)
    true, kept = catalogue.true(found.a, found.b), verdict != "lookalike"
    n_true = int(catalogue.copies.sum())
    same = np.array([POLICY[one] == "same" for one in verdict], dtype=bool)
    labels = group(len(ids), found.a[same], found.b[same], np.arange(len(ids)))
    planted = {pair: made for pair, (made, _) in relations.items() if made != "lookalike"}
    score = b_cubed(labels, _true_groups(catalogue, planted))
    row = found.row | {
        "confirmed_precision": true[kept].mean() if kept.any() else np.nan,
        "confirmed_recall": (true & kept).sum() / n_true,
        "n_groups": int(labels.max(initial=-1)) + 1,
        "b_cubed_precision": score.precision,
        "b_cubed_recall": score.recall,
        "b_cubed_f1": score.f1,
    }
    flagged = {(ids[a], ids[b]): one for a, b, one in zip(found.a, found.b, verdict, strict=True)}
    rows = [
        (found.row["encoder"], made, pair in flagged, flagged.get(pair) == made)
        for pair, made in planted.items()
    ]
    table = pd.DataFrame(rows, columns=["encoder", "relation", "flagged", "named"])
    counted = table.groupby(["encoder", "relation"], as_index=False).agg(
        n_true=("flagged", "size"), n_flagged=("flagged", "sum"), n_named=("named", "sum")
    )
    return row, counted


def _true_scores(objects: pd.DataFrame, vectors: Floats, similarity: str) -> Floats:
    copies = objects[(objects["role"] == ROLE) & (objects["split"] == CALIBRATED)]
    place = pd.Series(np.arange(len(objects)), index=objects["object_id"])
    pairs = np.stack([place[copies["item_id"]].to_numpy(), copies.index.to_numpy()], axis=1)
    return oriented(similarities(vectors, vectors, pairs)[similarity], similarity)


def _false_scores(catalogue: Catalogue, own: Floats, params: Params) -> Floats:
    """Score each item of one half against its nearest other of the catalogue without copies."""
    clean = np.flatnonzero(~catalogue.copies)
    ids = catalogue.objects["object_id"].to_numpy()[clean].tolist()
    half = set(draw_order(params.select.seed, "half to calibrate on", ids)[: len(ids) // 2])
    queries = np.flatnonzero([one in half for one in ids])
    near = catalogue.near[clean]
    similarity = params.calibrate.similarity
    others, values = nearest(own[clean], _CANDIDATES, similarity, queries)
    apart = near[others] != near[queries][:, None]
    first = apart.argmax(axis=1)
    kept = apart.any(axis=1)
    return oriented(values[np.arange(len(queries)), first][kept], similarity)


def _one_ranking(
    catalogue: Catalogue, own: Floats, objects: pd.DataFrame, vectors: Floats, params: Params
) -> dict[str, float]:
    """Rank every item's nearest others together, with and without normalised scores."""
    others, _ = nearest(own, _CANDIDATES, "cosine")
    first = np.repeat(np.arange(len(own)), others.shape[1])
    pairs = np.unique(np.sort(np.stack([first, others.ravel()], axis=1), axis=1), axis=0)
    a, b = pairs[catalogue.counts(*pairs.T)].T
    scores = similarities(own, own, np.stack([a, b], axis=1))["cosine"]
    train = np.flatnonzero((objects["role"] == "source") & (objects["split"] == "train"))
    near = pd.Series(catalogue.near, index=catalogue.objects["object_id"])
    background = near[objects["object_id"].iloc[train]].to_numpy()
    same = catalogue.near[:, None] == background
    level = background_level(unit(own), unit(vectors[train]), same, params.copies.background)
    rest = (catalogue.true(a, b), int(catalogue.copies.sum()))
    target = params.calibrate.min_precision
    ranked = {"": scores, "_normalised": normalised(scores, level, a, b)}
    return {f"micro_ap{name}": micro_ap(one, *rest) for name, one in ranked.items()} | {
        f"recall_at_target{name}": recall_at(one, *rest, target) for name, one in ranked.items()
    }


def _flagged(
    catalogue: Catalogue, own: Floats, row: Mapping[str, object], params: Params
) -> tuple[Ints, Ints]:
    if row["status"] == "none":
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    found = find_pairs(
        own,
        float(str(row["threshold"])),
        params.calibrate.similarity,
        seed=params.select.seed,
        workers=params.workers,
        compute=params.compute,
        name=Path("scan") / str(row["encoder"]),
    )
    counts = catalogue.counts(found.a, found.b)
    return found.a[counts], found.b[counts]


def _true_groups(catalogue: Catalogue, planted: Mapping[tuple[str, str], Relation]) -> Ints:
    """Label each mesh and its copy, where the policy takes the two for the same."""
    place = {name: row for row, name in enumerate(catalogue.objects["object_id"])}
    labels = np.full(len(place), -1, dtype=np.int64)
    same = [pair for pair, made in planted.items() if POLICY[made] == "same"]
    for number, (a, b) in enumerate(same):
        labels[place[a]] = labels[place[b]] = number
    return labels
