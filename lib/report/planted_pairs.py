"""Planted copies that a scan has found, laid over their items to be looked at."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.core.arrays import Bytes, Floats
from lib.duplicates.laid_over import Meshes
from lib.duplicates.relations.compare import compare
from lib.duplicates.relations.pose import inverse
from lib.duplicates.relations.surfaces import face_distances
from lib.report.surface_views import beside, coloured, finer, front, view
from lib.thresholds.similarities import similarities

SHOWN = ("recoloured", "re-meshed", "rescaled", "mirrored", "part-of")
"""Relations that there is something to see of, one pair each."""

_SIDE = 200

Rows = Sequence[Mapping[str, Any]]
Pictures = Mapping[tuple[str, str], Sequence[Bytes]]


def found_pairs(
    evidence: pd.DataFrame, objects: pd.DataFrame, vectors: Floats, meshes: Meshes
) -> tuple[Rows, Pictures]:
    """Draw the first pair of each relation that was told right.

    Parameters
    ----------
    evidence : pandas.DataFrame
        ``catalogue-evidence.csv``.
    objects : pandas.DataFrame
        The manifest.
    vectors : ndarray of float64, shape (len(objects), D)
        Of the encoder whose similarity is shown.
    meshes : Meshes
        Of objects at their own sizes.

    Returns
    -------
    (sequence of mapping, mapping)
        For :func:`lib.report.figures.duplicates.duplicate_evidence`. Of a part the whole is
        the second, so that what it has besides is coloured.
    """
    place = {name: row for row, name in enumerate(objects["object_id"])}
    right = evidence[evidence["found"] == evidence["made"]]
    rows: list[dict[str, Any]] = []
    pictures = {}
    class_of = right["object_a"].map(objects.set_index("object_id")["class"])
    for relation in SHOWN:
        fitting = right[right["made"] == relation]
        seen = class_of[fitting.index].isin([row["class"] for row in rows])
        # Of a class that is not among them yet, where there is one.
        for pair in fitting.loc[seen.sort_values(kind="stable").index].head(1).itertuples():
            one, other = pair.object_a, pair.object_b
            if relation == "part-of" and not pair.a_is_part:
                one, other = other, one
            a, b = meshes[one], meshes[other]
            measured = compare(a, b)
            fine = finer(b)
            apart = coloured(fine, face_distances(a, fine, measured.pose))
            frame = beside(front(), inverse(measured.pose))
            pictures[one, other] = [
                view(a, front(), _SIDE),
                view(b, frame, _SIDE),
                view(apart.mesh, frame, _SIDE),
            ]
            ends = vectors[[place[one], place[other]]]
            rows.append(
                {
                    "item_a": one,
                    "item_b": other,
                    "relation": relation,
                    "class": class_of[pair.Index],
                    "similarity": float(similarities(ends[:1], ends[1:])["cosine"][0]),
                    "distance": min(measured.distance, measured.mirrored, measured.inside),
                    "strongest": apart.strongest,
                }
            )
    return rows, pictures
