"""Tables of what vectors know."""

from lib.core.tables.base import number, whole, word
from lib.core.tables.shared_columns import table

TABLES = (
    table(
        "semantics.csv",
        "One number about what an encoder's vectors know, with its interval.",
        "encoder",
        word("measure", "retrieval, clusters, transfer or novelty."),
        word("quantity", "What was measured, e.g. precision@5."),
        word("of", "Of which part: what is resampled, a class, a task, a method."),
        number("value", "The number; empty where it is not defined."),
        number("low", "Lower end of its 95 % interval; empty where there is none."),
        number("high", "Upper end of its 95 % interval; empty where there is none."),
        whole("n", "Items that it rests on."),
        word("note", "A few words in addition, e.g. why something was not measured."),
        key="encoder measure quantity of",
        published=True,
        part="semantics/{encoder}.parquet",
    ),
)
