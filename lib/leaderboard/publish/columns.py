"""What the columns of the published tables mean."""

from lib.core.errors import BenchError

_SHARED: dict[str, str] = {
    "encoder": "Name of the encoder.",
    "tier": "Tier of difficulty, 1 to 5.",
    "gallery": "What is searched: test holds the test sources, all every source.",
    "corpus": "Name of the corpus.",
    "split_sha256": "SHA-256 of the split; rows compare only where it is the same.",
    "source_id": "The source: of a query, the one right answer.",
    "object_id": "The object: one row of the manifest.",
    "query_id": "The query, an object of the manifest.",
    "class": "Class of the object.",
    "class_a": "Class of the first object.",
    "class_b": "Class of the second object.",
    "object_a": "The first object of the pair.",
    "object_b": "The second object of the pair.",
    "pair_id": "The pair.",
    "label": "1 for a true pair, an object and its altered copy; 0 for another.",
    "base_rate": "Share of true pairs in the stream that the row is for.",
    "negatives": "Which false pairs: sampled, cross (other class) or same (same class).",
    "similarity": "How vectors are compared: cosine, l2, or l2_unit (of unit vectors).",
    "threshold": "Pairs that score at least this are flagged.",
    "precision": "Share of true pairs among the flagged, at the base rate.",
    "precision_low": "Lower end of the interval of the precision.",
    "precision_high": "Upper end of the interval of the precision.",
    "recall": "Share of the true pairs that are flagged.",
    "recall_low": "Lower end of the interval of the recall.",
    "recall_high": "Upper end of the interval of the recall.",
    "false_alarms_per_1000": "False pairs in 1,000 flagged ones, at the base rate.",
    "n_positives": "True pairs measured.",
    "n_negatives": "False pairs measured.",
    "rung": "How strongly the copy is altered, 1 to 5; 0 for objects that are not twins.",
    "week": "Week of the simulated stream, from 1.",
    "n_labelled": "Items labelled that week.",
    "estimate": "Estimated base rate.",
    "low": "Lower end of the interval of the estimate.",
    "high": "Upper end of the interval of the estimate.",
    "rank": "Place in the ranking, from 1; ties share the average of theirs.",
    "n_queries": "Queries scored.",
}

_OWN: dict[str, dict[str, str]] = {
    "baseline-results": {
        "map": "Mean average precision over the queries, near-duplicates left out.",
        "map_low": "Lower end of the 95 % interval, resampled over sources.",
        "map_high": "Upper end of the 95 % interval, resampled over sources.",
        "rank": "Place among the encoders; those that cannot be told apart share one.",
        "map_with_duplicates": "The same with near-duplicates counted as wrong answers.",
        "status": "reproduced: made by code in the graph; recomputed: from sent vectors.",
    },
    "hard-gallery": {
        "miner": "The encoder whose hard negatives, or lookalikes, are searched.",
        "tier": "1 to 4: that tier's queries among hard negatives; 6: Tier 3's among lookalikes.",
        "map": "Mean average precision over the queries, in the source and what was mined for it.",
        "map_low": "Lower end of the 95 % interval, resampled over sources.",
        "map_high": "Upper end of the 95 % interval, resampled over sources.",
        "rank": "Place among the encoders; those that cannot be told apart share one.",
    },
    "collisions": {
        "miner": "The encoder whose lookalikes are searched.",
        "class": "Class of the queries.",
        "lookalike_class": "Class of the lookalike that came first, alone or tied with the source.",
        "n_queries": "Queries of the class.",
        "n_beaten": "Queries of the class for which a lookalike of the other class came first.",
    },
    "miner-overlap": {
        "miner_a": "The first miner.",
        "miner_b": "The second miner.",
        "share": "Common negatives, divided by the smaller number chosen; mean over the queries.",
        "by_chance": "What two miners that choose at random from the pool would share.",
    },
    "rank-histograms": {
        "rank_from": "Lowest rank of the bucket.",
        "rank_to": "Highest rank of the bucket; 0 where it has no end.",
        "count": "Queries whose source ranks there.",
    },
    "per-query-ap": {
        "ap": "Average precision, near-duplicates left out; 1 / rank.",
        "ap_with_duplicates": "The same with near-duplicates counted as wrong answers.",
        "n_junk": "Near-duplicates of the source that were left out of the ranking.",
        "rivals": "Tier 1, where it failed: items ranked no lower than the source, as JSON.",
    },
    "splits": {"split": "train, val or test, by source, drawn before any perturbation."},
    "objects": {
        "role": "source, clone or peer (queries), pool (for mining), original or twin.",
        "source_id": "The source that the object is made from, or drawn for.",
        "item_id": "The mesh of the corpus that the object is made from.",
        "split": "train, val, test, pool or calibration.",
        "tier": "Tier of a query, 1 to 5; 0 for objects that are none.",
        "seed": "Seed of the recipe's random draws, used with the object's id.",
        "recipe": "What is done to the mesh, in this order, as JSON.",
        "n_vertices": "Vertices of the made mesh.",
        "n_faces": "Triangles of the made mesh.",
        "geometry_sha256": "SHA-256 of the made mesh.",
        "content_sha256": "SHA-256 of mesh and hue; objects with the same one are embedded once.",
    },
    "duplicates": {
        "item_a": "The first mesh of the corpus.",
        "item_b": "The second mesh of the corpus.",
        "kind": "content (equal surfaces), shape (voxels overlap), turned (after a quarter turn).",
        "iou": "Overlap of their voxels, intersection over union.",
    },
    "hard-negatives": {
        "query_id": "The test source that the negatives are for.",
        "rank": "Place among the query's negatives, from 1 for the most similar.",
        "negative_id": "The object of the same class that is taken for the query.",
        "similarity": "Cosine similarity under the miner.",
        "miner": "The encoder that found it.",
        "pool_size": "Objects that the miner chose from.",
    },
    "lookalikes": {
        "query_id": "The test source that the lookalikes are for.",
        "rank": "Place among the source's lookalikes, from 1 for the most similar.",
        "lookalike_id": "The object of another class that is taken for the source.",
        "class": "Class of the test source.",
        "lookalike_class": "Class of the lookalike.",
        "similarity": "Cosine similarity under the miner.",
        "miner": "The encoder that found it.",
        "pool_size": "Objects of other classes that the miner chose from.",
    },
    "threshold-by-base-rate": {
        "min_precision": "Precision to reach.",
        "balanced_threshold": "The threshold that a set with as many true as false pairs asks for.",
        "balanced_precision": "Its precision at this base rate.",
        "balanced_recall": "Its recall.",
        "balanced_false_alarms_per_1000": "Its false pairs in 1,000 flagged ones.",
        "certified_threshold": "The lowest threshold that is certified; empty if none is.",
        "certified_recall": "Recall of the certified threshold.",
        "certificate": "certified, or not certifiable.",
        "reason": "Why nothing is certified.",
        "negatives_needed": "About how many false pairs would do, if rates stay as they look.",
        "assumption": "What the certificate rests on.",
    },
    "threshold-recipes": {
        "recipe": "f1, youden, dip (of the histogram), precision, or density (by cluster).",
        "note": "What else there is to say.",
    },
    "auc-summary": {
        "roc_auc": "Area under the ROC curve.",
        "roc_auc_low": "Lower end of its interval.",
        "roc_auc_high": "Upper end of its interval.",
        "pr_auc": "Area under the precision-recall curve, true and false pairs as measured.",
    },
    "perturbation-ladder": {
        "name": "What the rung adds.",
        "n_pairs": "True pairs of the rung.",
        "fixed_threshold": "The threshold picked on the first rung.",
        "recall_fixed": "Recall of the rung at that threshold.",
        "recomputed_threshold": "The threshold picked on this rung.",
        "recall_recomputed": "Recall of the rung at its own threshold.",
    },
    "scores": {
        "cosine": "Cosine similarity of the pair.",
        "l2": "Euclidean distance of the raw vectors.",
        "l2_unit": "Euclidean distance of the unit vectors.",
    },
    "hard-negatives-cross-class": {
        "found_by": "The encoder that scored the false pair highly.",
        "found_sha256": "SHA-256 of that encoder as it was then.",
        "rank": "Place among that encoder's false pairs, from 1 for the most similar.",
        "encoder": "The encoder that the pair is scored under.",
        "sha256": "SHA-256 of this encoder.",
        "score": "Similarity of the pair under this encoder.",
        "standing": "The score, where 0 is this encoder's median false pair and 1 its median twin.",
        "found_standing": "The same under the encoder that found the pair, then.",
        "rise": "Whether the pair stands higher now than when it was found.",
        "threshold": "This encoder's threshold.",
        "flagged": "Whether the pair reaches the threshold.",
    },
    "audit-weeks": {
        "event": "What happens in this week.",
        "base_rate": "The true share of true pairs.",
        "audit": "How the items to label were drawn.",
        "top_band_rate": "Share of true pairs among the labelled items of the highest band.",
        "alarm": "Whether the positive rate of the top band fell enough to raise the alarm.",
        "alarm_by_chance": "How often it would ring with nothing moving.",
        "threshold": "The threshold in force.",
        "true_precision": "Its true precision in this week.",
        "true_recall": "Its true recall in this week.",
        "recommended_threshold": "What the audit recommends for the next week.",
        "fixed_threshold": "The threshold of the first week, never changed.",
        "fixed_precision": "Its true precision in this week.",
    },
    "audit-estimators": {
        "estimator": "How the base rate is estimated.",
        "base_rate": "The true share of true pairs.",
        "error": "Estimate less truth.",
        "expected_error": "Mean absolute error over repeated labellings of the week.",
        "bias": "Mean error.",
    },
}


def meaning(table: str, column: str) -> str:
    """Say what a column of a published table holds, in one sentence.

    Raises
    ------
    BenchError
        If nobody has written it down.
    """
    found = _OWN.get(table, {}).get(column) or _SHARED.get(column)
    if found is None:
        raise BenchError(
            f"nothing says what the column {column!r} of {table} means",
            "describe it in lib/leaderboard/publish/columns.py",
        )
    return found
