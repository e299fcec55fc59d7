"""Tables of what is searched: meshes, split, manifest, near-duplicates."""

from lib.core.tables.base import Column, number, whole, word
from lib.core.tables.shared_columns import table

_ITEMS = table(
    "items.parquet",
    "A mesh of the corpus, measured.",
    word("item_id", "The mesh of the corpus."),
    word("class", "Class of the mesh."),
    word("split", "Part of the corpus's own split, if it has one."),
    whole("n_vertices", "Vertices of the mesh."),
    whole("n_faces", "Triangles of the mesh."),
    word("geometry_sha256", "SHA-256 of the mesh, normalized."),
    word("shape_sha256", "SHA-256 of the surface, whatever the order of its triangles."),
    Column("occupancy", "binary", "Voxels that the mesh fills, a bit each."),
    word("missing", "What the file names that is not there, such as a texture; empty if nothing."),
    word("passed_over", "What the file holds beside triangles, such as lines; empty if nothing."),
    key="item_id",
)
_PLAN = table(
    "plan.parquet",
    "An object to make.",
    "object_id",
    word("role", "source, clone or peer (queries), pool (for mining), original, twin or copy."),
    "class",
    word("source_id", "The source that the object is made from, or drawn for."),
    word("item_id", "The mesh of the corpus that the object is made from."),
    word("split", "train, val, test, pool, calibration, or catalogue (copies to be found)."),
    whole("tier", "Tier of a query, 1 to 5; 0 for objects that are none."),
    "rung",
    whole("seed", "Seed of the recipe's random draws, used with the object's id."),
    word("recipe", "What is done to the mesh, in this order, as JSON."),
    key="object_id",
)
TABLES = (
    table(
        "files.csv",
        "A file that the corpus is read from.",
        word("path", "Name of the file in the corpus."),
        whole("bytes", "Size of the file."),
        word("sha256", "SHA-256 of the file; empty if it cannot be opened."),
        key="path",
    ),
    _ITEMS,
    table(
        "inspection.parquet",
        "A mesh of the corpus, measured, or what is wrong with it.",
        *_ITEMS.columns,
        word("error", "Why the mesh cannot be used; empty if it can."),
        key="item_id",
    ),
    table(
        "splits.csv",
        "A source and the part of the split that it is in.",
        "source_id class",
        word("split", "train, val or test, by source, drawn before any perturbation."),
        "split_sha256",
        key="source_id",
        published=True,
    ),
    _PLAN,
    table(
        "objects.csv",
        "The manifest: an object, the recipe that makes it and the hash of the result.",
        *_PLAN.columns,
        whole("n_vertices", "Vertices of the made mesh."),
        whole("n_faces", "Triangles of the made mesh."),
        word("geometry_sha256", "SHA-256 of the made mesh."),
        word(
            "content_sha256",
            "SHA-256 of mesh and hue; objects with the same one are embedded once.",
        ),
        key="object_id",
        published=True,
    ),
    table(
        "duplicates.csv",
        "Two meshes of the corpus that are near-duplicates of each other.",
        word("item_a", "The first mesh of the corpus."),
        word("item_b", "The second mesh of the corpus."),
        "class_a class_b",
        word(
            "kind",
            "content (equal surfaces), shape (voxels overlap), turned (after a quarter turn).",
        ),
        number("iou", "Overlap of their voxels, intersection over union."),
        key="item_a item_b",
        published=True,
    ),
)
