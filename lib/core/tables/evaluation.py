"""Tables of retrieval: results, ranks, and galleries of what was mined."""

from lib.core.tables.base import number, whole, word
from lib.core.tables.shared_columns import table

_RANK = number("rank", "Place in the ranking, from 1; ties share the average of theirs.")
TABLES = (
    table(
        "baseline-results.csv",
        "mAP of an encoder in a tier and gallery, with its interval and shared rank.",
        "encoder tier gallery",
        number("map", "Mean average precision over the queries, near-duplicates left out."),
        "map_low map_high rank",
        number("map_with_duplicates", "The same with near-duplicates counted as wrong answers."),
        "n_queries split_sha256",
        word("corpus", "Name of the corpus."),
        word("trained_on", "What the encoder learned from; nothing, where nothing was learned."),
        key="encoder tier gallery",
        published=True,
    ),
    table(
        "rank-histograms.csv",
        "How many queries of an encoder, tier and gallery rank in a bucket.",
        "encoder tier gallery",
        whole("rank_from", "Lowest rank of the bucket."),
        whole("rank_to", "Highest rank of the bucket; 0 where it has no end."),
        whole("count", "Queries whose source ranks there."),
        key="encoder tier gallery rank_from",
        published=True,
    ),
    table(
        "per-query-ap.parquet",
        "Rank and average precision of a query under an encoder.",
        "query_id source_id class encoder tier gallery",
        _RANK,
        number("ap", "Average precision, near-duplicates left out; 1 / rank."),
        number("ap_with_duplicates", "The same with near-duplicates counted as wrong answers."),
        whole("n_junk", "Near-duplicates of the source that were left out of the ranking."),
        word("rivals", "Tier 1, where it failed: items ranked no lower than the source, as JSON."),
        key="encoder gallery query_id",
        published=True,
        part="retrieval/{encoder}.parquet",
    ),
    table(
        "hard-gallery.parquet",
        "Rank of a query's source among what a miner chose for it.",
        "query_id source_id encoder miner",
        whole("tier", "1 to 4: among hard negatives; 6: among lookalikes."),
        _RANK,
        number("ap", "Average precision; 1 / rank."),
        whole("n_items", "Items in the gallery."),
        word(
            "beaten_by",
            "The item most similar to the query where the source is not alone in first place.",
        ),
        key="encoder miner tier query_id",
        part="confrontations/{encoder}.parquet",
    ),
    table(
        "hard-gallery.csv",
        "mAP of an encoder among the hard negatives or lookalikes of a miner, with interval and "
        "rank.",
        "miner encoder",
        whole(
            "tier",
            "1 to 4: that tier's queries among hard negatives; 6: Tier 3's among lookalikes.",
        ),
        number(
            "map",
            "Mean average precision over the queries, in the source and what was mined for it.",
        ),
        "map_low map_high rank n_queries",
        key="miner encoder tier",
        published=True,
    ),
    table(
        "left-out-classes.csv",
        "mAP of an encoder on the classes that a second training never saw, with its interval.",
        "encoder",
        word(
            "classes",
            "unseen: no shape of theirs took part in training; seen: the encoder learned from "
            "them.",
        ),
        "tier gallery",
        number("map", "Mean average precision over the queries, among sources of these classes."),
        "map_low map_high n_queries",
        key="encoder classes tier gallery",
        published=True,
    ),
    table(
        "collisions.csv",
        "How many Tier 6 queries of a class found another class before their source.",
        "encoder",
        word("miner", "The encoder whose lookalikes are searched."),
        word("class", "Class of the queries."),
        word(
            "lookalike_class",
            "Class of the lookalike that came first, alone or tied with the source.",
        ),
        whole("n_queries", "Queries of the class."),
        whole(
            "n_beaten", "Queries of the class for which a lookalike of the other class came first."
        ),
        key="encoder miner class lookalike_class",
        published=True,
    ),
)
