"""Tables of the simulated audit."""

from lib.core.tables.base import number, score, truth, word
from lib.core.tables.shared_columns import table

_BASE_RATE = number("base_rate", "The true share of true pairs.")
TABLES = (
    table(
        "audit-weeks.csv",
        "A week of the simulated audit.",
        "week",
        word("event", "What happens in this week."),
        _BASE_RATE,
        word("audit", "How the items to label were drawn."),
        "n_labelled estimate low high",
        number(
            "top_band_rate", "Share of true pairs among the labelled items of the highest band."
        ),
        truth("alarm", "Whether the positive rate of the top band fell enough to raise the alarm."),
        number("alarm_by_chance", "How often it would ring with nothing moving."),
        score("threshold", "The threshold in force."),
        number("true_precision", "Its true precision in this week."),
        number("true_recall", "Its true recall in this week."),
        score("recommended_threshold", "What the audit recommends for the next week."),
        score("fixed_threshold", "The threshold of the first week, never changed."),
        number("fixed_precision", "Its true precision in this week."),
        key="week",
        published=True,
    ),
    table(
        "audit-estimators.csv",
        "An estimate of the base rate in a week of the simulated audit.",
        "week",
        word("estimator", "How the base rate is estimated."),
        "n_labelled",
        _BASE_RATE,
        "estimate low high",
        number("error", "Estimate less truth."),
        number("expected_error", "Mean absolute error over repeated labellings of the week."),
        number("bias", "Mean error."),
        key="week estimator",
        published=True,
    ),
)
