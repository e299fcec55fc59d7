"""Columns that mean the same in several tables, and the declaration of tables that have them."""

from typing import Any

from lib.core.tables.base import Column, Table, number, score, whole, word

_SHARED = {
    column.name: column
    for column in (
        word("encoder", "Name of the encoder."),
        whole("tier", "Tier of difficulty, 1 to 5."),
        word("gallery", "What is searched: test holds the test sources, all every source."),
        number("map_low", "Lower end of the 95 % interval, resampled over sources."),
        number("map_high", "Upper end of the 95 % interval, resampled over sources."),
        whole("rank", "Place among the encoders; those that cannot be told apart share one."),
        whole("n_queries", "Queries scored."),
        word("split_sha256", "SHA-256 of the split; rows compare only where it is the same."),
        word("query_id", "The query, an object of the manifest."),
        word("source_id", "The source: of a query, the one right answer."),
        word("class", "Class of the object."),
        word("miner", "The encoder whose hard negatives, or lookalikes, are searched."),
        word("object_id", "The object: one row of the manifest."),
        whole(
            "rung", "How strongly the copy is altered, 1 to 5; 0 for objects that are not twins."
        ),
        word("class_a", "Class of the first object."),
        word("class_b", "Class of the second object."),
        word("similarity", "How vectors are compared: cosine, l2, or l2_unit (of unit vectors)."),
        number("base_rate", "Share of true pairs in the stream that the row is for."),
        score("threshold", "Pairs that score at least this are flagged."),
        number("precision", "Share of true pairs among the flagged, at the base rate."),
        number("recall", "Share of the true pairs that are flagged."),
        word("negatives", "Which false pairs: sampled, cross (other class) or same (same class)."),
        number("recall_low", "Lower end of the interval of the recall."),
        number("recall_high", "Upper end of the interval of the recall."),
        number("false_alarms_per_1000", "False pairs in 1,000 flagged ones, at the base rate."),
        whole("n_positives", "True pairs measured."),
        whole("n_negatives", "False pairs measured."),
        word("object_a", "The first object of the pair."),
        word("object_b", "The second object of the pair."),
        word("pair_id", "The pair."),
        whole("label", "1 for a true pair, an object and its altered copy; 0 for another."),
        score("cosine", "Cosine similarity of the pair."),
        score("l2", "Euclidean distance of the raw vectors."),
        score("l2_unit", "Euclidean distance of the unit vectors."),
        word("found_by", "The encoder that scored the false pair highly."),
        word("found_sha256", "SHA-256 of that encoder as it was then."),
        whole("week", "Week of the simulated stream, from 1."),
        whole("n_labelled", "Items labelled that week."),
        number("estimate", "Estimated base rate."),
        number("low", "Lower end of the interval of the estimate."),
        number("high", "Upper end of the interval of the estimate."),
    )
}


def table(file: str, row: str, *columns: str | Column, key: str = "", **rest: Any) -> Table:
    """Declare a table.

    Parameters
    ----------
    file, row : str
        As :class:`Table` has them.
    *columns : str or Column
        In order: its own, and the names of shared ones, separated by spaces.
    key : str, optional
        Names, separated by spaces.
    **rest
        As :class:`Table` has them.
    """
    found: list[Column] = []
    for one in columns:
        found += [_SHARED[name] for name in one.split()] if isinstance(one, str) else [one]
    return Table(file, row, tuple(found), tuple(key.split()), **rest)
