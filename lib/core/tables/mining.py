"""Tables of what encoders take for the test sources."""

from lib.core.tables.base import number, whole, word
from lib.core.tables.shared_columns import table

_MINER = word("miner", "The encoder that found it.")
_SIMILARITY = number("similarity", "Cosine similarity under the miner.")
TABLES = (
    table(
        "hard-negatives.csv",
        "An object of the same class that a miner takes for a test source.",
        word("query_id", "The test source that the negatives are for."),
        whole("rank", "Place among the query's negatives, from 1 for the most similar."),
        word("negative_id", "The object of the same class that is taken for the query."),
        "class",
        _SIMILARITY,
        _MINER,
        whole("pool_size", "Objects that the miner chose from."),
        key="miner query_id rank",
        published=True,
    ),
    table(
        "lookalikes.csv",
        "An object of another class that a miner takes for a test source.",
        word("query_id", "The test source that the lookalikes are for."),
        whole("rank", "Place among the source's lookalikes, from 1 for the most similar."),
        word("lookalike_id", "The object of another class that is taken for the source."),
        word("class", "Class of the test source."),
        word("lookalike_class", "Class of the lookalike."),
        _SIMILARITY,
        _MINER,
        whole("pool_size", "Objects of other classes that the miner chose from."),
        key="miner query_id rank",
        published=True,
    ),
    table(
        "miner-overlap.csv",
        "How many hard negatives two miners have in common.",
        word("miner_a", "The first miner."),
        word("miner_b", "The second miner."),
        number(
            "share",
            "Common negatives, divided by the smaller number chosen; mean over the queries.",
        ),
        number("by_chance", "What two miners that choose at random from the pool would share."),
        key="miner_a miner_b",
        published=True,
    ),
)
