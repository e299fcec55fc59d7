"""Tables of flagged items and what lies beside them."""

from lib.core.tables.base import number, whole, word
from lib.core.tables.shared_columns import table

_KIND = word("kind", "novel, false alarm, false match, hard negative or tier-5 miss.")
TABLES = (
    table(
        "explanations.csv",
        "A flagged item beside one of its nearest neighbours, or beside what it is about.",
        "encoder",
        _KIND,
        whole("place", "Place among the encoder's shown items of this kind, from 1."),
        word("item", "The flagged item, an object of the manifest."),
        word("item_class", "Class of the item."),
        word("item_role", "Its role in the manifest."),
        whole("item_tier", "Its tier; 0 for objects that are no queries."),
        whole("item_view", "View of the item that carries most of its first match, from 0."),
        number("rank", "Place of the neighbour in the gallery; ties share the average of theirs."),
        whole("n_items", "Objects in the gallery."),
        word("neighbour", "The object beside it."),
        word("neighbour_class", "Class of the neighbour."),
        word("neighbour_role", "Its role in the manifest."),
        whole("neighbour_tier", "Its tier; 0 for objects that are no queries."),
        whole("neighbour_view", "View of the neighbour that looks most like the item's, from 0."),
        word(
            "shown_as",
            "neighbour; source (the right answer) and match (the false one) are shown "
            "whatever their rank.",
        ),
        number("similarity", "Cosine of the two."),
        word(
            "view_similarities",
            "Part of each view of the item, as JSON, whose mean is the similarity; empty where "
            "the encoder does not average its views.",
        ),
        word(
            "occlusion",
            "Fall of the similarity when a square of the item's view is covered, as JSON, row by "
            "row; empty where the encoder does not average its views.",
        ),
        word("why", "Why the item was flagged."),
        key="encoder kind place neighbour",
        published=True,
    ),
    table(
        "explanation-counts.csv",
        "How many items of a kind an encoder flags, and how many of them are shown.",
        "encoder",
        _KIND,
        whole("n_looked_at", "Items, or pairs, that could have been flagged."),
        whole("n_flagged", "Those that were."),
        whole("n_shown", "Those in explanations.csv."),
        word(
            "views",
            "averages its views: then explanations.csv gives their parts; else why it does not.",
        ),
        word("note", "How they were chosen, or why there are none."),
        key="encoder kind",
        published=True,
    ),
)
