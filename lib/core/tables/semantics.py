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
    table(
        "pixel-scores.parquet",
        "What pixels alone give for an object, by method and task.",
        "object_id",
        word("method", "thumbnail, HOG, PCA or autoencoder."),
        word("task", "class, a change whose severity is asked, or novelty."),
        number(
            "score",
            "class: 1 where it was told, else 0. A severity: squared error. "
            "novelty: squared error of the rebuilt views.",
        ),
        key="method task object_id",
    ),
)
