"""Tables of the corpus of pictures: layouts, and what they look like once printed."""

from lib.core.tables.base import number, truth, whole, word
from lib.core.tables.shared_columns import table

_PLACE = "patterns/{file}"
_RECALLED = tuple(
    column
    for k in (1, 5)
    for column in (
        number(f"recall_at_{k}", f"Share of the masks whose own image ranks {k} or better."),
        number(f"recall_at_{k}_low", "Lower end of its interval, resampled over clean layouts."),
        number(f"recall_at_{k}_high", "Upper end of its interval, resampled over clean layouts."),
    )
)

TABLES = (
    table(
        "patterns.csv",
        "An image of a layout: its mask, or what is printed of it.",
        word("image_id", "The image."),
        word("layout_id", "The layout, which its mask and its simulated image share."),
        word("group_id", "The clean layout that this one was made from, or itself."),
        word("kind", "mask or simulated."),
        word("family", "What kind of layout it is."),
        word("defect", "What is wrong with it; none, where nothing is."),
        number("severity", "How severe the defect is, above 0 and up to 1; 0 for none."),
        word("split", "train, val or test, by clean layout."),
        word("sha256", "SHA-256 of the grey pixels, row by row, a byte each."),
        key="image_id",
        place=_PLACE,
        published=True,
    ),
    table(
        "picture-encoders.csv",
        "An encoder, and whether it can embed pictures that are of no mesh.",
        "encoder",
        truth("applies", "True where it reads nothing but views."),
        word("reason", "Why it does not; empty where it does."),
        key="encoder",
        place=_PLACE,
        published=True,
    ),
    table(
        "pattern-pairs.csv",
        "How often a mask of the test split finds what is printed of it, under a method.",
        word("method", "What gives the vectors: a training on pairs, an encoder, or the pixels."),
        word("defect", "What is wrong with the layouts of the masks; all takes them together."),
        *_RECALLED,
        number("map", "Mean of one divided by the rank."),
        number("map_low", "Lower end of its interval, resampled over clean layouts."),
        number("map_high", "Upper end of its interval, resampled over clean layouts."),
        number(
            "own_group",
            "Share of the masks for which the most similar image is that of a layout made from "
            "the same clean one.",
        ),
        whole("n_queries", "Masks, each of which searches all simulated images of the split."),
        key="method defect",
        place=_PLACE,
        published=True,
    ),
)
