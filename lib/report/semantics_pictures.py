"""The pictures of the report on what vectors know."""

from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.figure import Figure

from lib.core.arrays import Floats
from lib.core.params.hashing import HashingParams
from lib.core.params.sections import SemanticsParams
from lib.report.figures.class_confusions import class_confusions
from lib.report.figures.hash_robustness import hash_robustness
from lib.report.figures.novelty import novelty
from lib.report.figures.pca_layouts import pca_layouts
from lib.report.figures.precision_at_k import precision_at_k
from lib.report.figures.transfer import transfer
from lib.report.rows import where
from lib.report.semantics_rows import rival_levels


def semantics_pictures(
    table: pd.DataFrame,
    places: Mapping[str, Floats],
    sources: pd.DataFrame,
    params: SemanticsParams,
) -> Iterator[tuple[str, Figure]]:
    """Draw all of them.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    places : dict of str to ndarray of float64, shape (len(sources), 2)
        Principal components of the sources, by encoder.
    sources : DataFrame
        Rows of the manifest.
    params : SemanticsParams

    Yields
    ------
    (str, Figure)
        File name and picture.
    """
    yield "precision-at-k.png", precision_at_k(table, params.pass_at, params.pass_mark)
    yield "class-confusions.png", class_confusions(table, params.pass_at)
    classes, held = sources["class"].to_numpy(dtype=str), (sources["split"] == "test").to_numpy()
    yield "pca-layouts.png", pca_layouts(places, classes, held, layout_notes(table))
    yield "transfer.png", transfer(table, rival_levels(table))
    yield "novelty.png", novelty(table)


def hashing_pictures(
    robustness: pd.DataFrame, remedies: pd.DataFrame, params: HashingParams
) -> Iterator[tuple[str, Figure]]:
    """Draw what hashes find again, where there is anything; see :func:`semantics_pictures`."""
    if len(robustness):
        figure = hash_robustness(robustness, remedies, params.bare, params.false_match_rate)
        yield "hash-robustness.png", figure


def layout_notes(table: pd.DataFrame) -> dict[str, str]:
    """Purity and silhouette of each encoder in a line."""
    notes = {}
    for encoder, own in where(table, measure="clusters", of="objects").groupby("encoder"):
        values = own.set_index("quantity")["value"]
        notes[str(encoder)] = ", ".join(
            f"{name.removeprefix('neighbourhood ')} {value:.3f}" for name, value in values.items()
        )
    return notes
