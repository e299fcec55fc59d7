"""Tables of pairs and their scores."""

from lib.core.tables.base import SWEPT, number, score, truth, whole, word
from lib.core.tables.shared_columns import table

_RANK = whole("rank", "Place among that encoder's false pairs, from 1 for the most similar.")
TABLES = (
    table(
        "pairs.parquet",
        "A true or a false pair of calibration objects.",
        word(
            "kind",
            "twin for a true pair; cross (other class) or same (same class) for a false one.",
        ),
        whole("rung", "How strongly the copy is altered, 1 to 5; 0 for false pairs."),
        truth("sampled", "Whether the pair is in the pair manifest."),
        "object_a object_b",
        key="object_a object_b",
    ),
    table(
        "pair-manifest.csv",
        "A true or a false pair of objects, balanced.",
        "pair_id label object_a object_b class_a class_b",
        key="pair_id",
        published=True,
    ),
    table(
        "pair-scores.parquet",
        "Similarity of the pair in the same row of ``pairs.parquet``.",
        "cosine l2 l2_unit",
        part="pair-scores/{encoder}.parquet",
    ),
    table(
        "scores.csv",
        "Similarity of such a pair under an encoder.",
        "pair_id encoder label cosine l2 l2_unit",
        key="encoder pair_id",
        published=True,
        part=SWEPT,
    ),
    table(
        "score-file.csv",
        "A scored pair, as `calibrate` reads it.",
        score("score", "Similarity of the pair."),
        "label",
    ),
    table(
        "embedding-norms.csv",
        "Length of a vector.",
        "encoder object_id",
        score("norm", "Length of the object's vector."),
        key="encoder object_id",
        part=SWEPT,
    ),
    table(
        "score-histograms.csv",
        "How many scores of a kind of pairs lie in a bin.",
        "encoder",
        word("kind", "twin for true pairs; sampled, cross or same for false ones."),
        score("left", "Lower end of the bin."),
        score("right", "Upper end of the bin."),
        whole("count", "Pairs whose score lies there."),
        key="encoder kind left",
        part=SWEPT,
    ),
    table(
        "eval-bucket.csv",
        "A false pair that fooled an encoder.",
        "found_by found_sha256",
        _RANK,
        "object_a object_b class_a class_b",
        number(
            "found_standing",
            "Its score, where 0 is that encoder's median false pair and 1 its median twin.",
        ),
        key="found_by found_sha256 rank",
        place="eval-bucket/{corpus}.csv",
        part=SWEPT,
    ),
    table(
        "hard-negatives-cross-class.csv",
        "A false pair that fooled an encoder, scored under an encoder of today.",
        "found_by found_sha256",
        _RANK,
        "object_a object_b class_a class_b",
        word("encoder", "The encoder that the pair is scored under."),
        word("sha256", "SHA-256 of this encoder."),
        score("score", "Similarity of the pair under this encoder."),
        number(
            "standing",
            "The score, where 0 is this encoder's median false pair and 1 its median twin.",
        ),
        number("found_standing", "The same under the encoder that found the pair, then."),
        truth("rise", "Whether the pair stands higher now than when it was found."),
        score("threshold", "This encoder's threshold."),
        truth("flagged", "Whether the pair reaches the threshold."),
        key="found_by found_sha256 rank encoder",
        published=True,
    ),
)
