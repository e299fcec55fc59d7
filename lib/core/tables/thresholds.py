"""Tables of thresholds and curves."""

from lib.core.tables.base import SWEPT, number, score, whole, word
from lib.core.tables.shared_columns import table

TABLES = (
    table(
        "threshold-by-base-rate.csv",
        "The threshold of an encoder at a share of true pairs, and whether it is certified.",
        "encoder base_rate threshold precision recall negatives similarity",
        number("min_precision", "Precision to reach."),
        number("precision_low", "Lower end of the interval of the precision."),
        number("precision_high", "Upper end of the interval of the precision."),
        "recall_low recall_high false_alarms_per_1000",
        score(
            "lowest_threshold",
            "The lowest threshold whose precision reaches the target, as the article picks it; "
            "it has the recall of the threshold, the highest of those that have it.",
        ),
        number("lowest_precision", "Precision of the lowest threshold at this base rate."),
        number("lowest_false_alarms_per_1000", "Its false pairs in 1,000 flagged ones."),
        score(
            "balanced_threshold",
            "The threshold that a set with as many true as false pairs asks for.",
        ),
        number("balanced_precision", "Its precision at this base rate."),
        number("balanced_recall", "Its recall."),
        number("balanced_false_alarms_per_1000", "Its false pairs in 1,000 flagged ones."),
        score(
            "certified_threshold",
            "The threshold with the most recall that is certified; empty if none is.",
        ),
        number("certified_recall", "Recall of the certified threshold."),
        word("certificate", "certified, or not certifiable."),
        word("reason", "Why nothing is certified."),
        number(
            "negatives_needed", "About how many false pairs would do, if rates stay as they look."
        ),
        word("assumption", "What the certificate rests on."),
        "n_positives n_negatives",
        key="encoder negatives base_rate",
        published=True,
        part=SWEPT,
    ),
    table(
        "threshold-recipes.csv",
        "What another recipe for a threshold delivers.",
        "encoder",
        word("recipe", "f1, youden, dip (of the histogram), precision, or density (by cluster)."),
        "negatives base_rate threshold recall precision false_alarms_per_1000",
        word("note", "What else there is to say."),
        key="encoder recipe negatives base_rate",
        published=True,
        part=SWEPT,
    ),
    table(
        "threshold-vs-precision-baserate.csv",
        "A point of a curve of precision against the threshold.",
        "encoder negatives base_rate threshold precision recall",
        part=SWEPT,
    ),
    table(
        "auc-summary.csv",
        "Area under the curves of an encoder and similarity.",
        "encoder similarity negatives n_positives n_negatives",
        number("roc_auc", "Area under the ROC curve."),
        number("roc_auc_low", "Lower end of its interval."),
        number("roc_auc_high", "Upper end of its interval."),
        number(
            "pr_auc", "Area under the precision-recall curve, true and false pairs as measured."
        ),
        key="encoder similarity negatives",
        published=True,
        part=SWEPT,
    ),
    table(
        "roc.csv",
        "A point of a ROC curve.",
        "encoder similarity negatives",
        number("fpr", "Share of the false pairs that are flagged."),
        number("tpr", "Share of the true pairs that are flagged."),
        "threshold",
        part=SWEPT,
    ),
    table(
        "pr.csv",
        "A point of a precision-recall curve.",
        "encoder similarity negatives recall",
        number(
            "precision",
            "Share of true pairs among the flagged, were there as many true as false ones.",
        ),
        "threshold",
        part=SWEPT,
    ),
    table(
        "perturbation-ladder.csv",
        "Recall of an encoder as the copies get less like the original.",
        "encoder negatives base_rate rung",
        word("name", "What the rung adds."),
        whole("n_pairs", "True pairs of the rung."),
        score("fixed_threshold", "The threshold picked on the first rung."),
        number("recall_fixed", "Recall of the rung at that threshold."),
        "recall_low recall_high",
        score("recomputed_threshold", "The threshold picked on this rung."),
        number("recall_recomputed", "Recall of the rung at its own threshold."),
        key="encoder negatives base_rate rung",
        published=True,
        part=SWEPT,
    ),
)
