"""The card as a whole, from the files of a run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.core.files import read_json, read_table
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.report import calibration_gallery, gallery
from lib.report.calibration_gallery import CalibrationTables
from lib.report.card import render_card
from lib.report.lookalike_section import lookalike_section

CAPTIONS = gallery.CAPTIONS | calibration_gallery.CAPTIONS
"""File name and caption of every picture in the card, in its order."""


def read_file(path: Path) -> Any:
    """Read a table or a JSON file of a run."""
    return read_json(path) if path.suffix == ".json" else read_table(path)


def read_committed(path: Path) -> Any:
    """Read a file of a run that Git has; a table that is for pictures alone comes without rows."""
    if path.suffix != ".json" and not declared(path.name).published:
        return declared(path.name).empty()
    return read_file(path)


def read_calibration(paths: Paths, read: Callable[[Path], Any] = read_file) -> CalibrationTables:
    """Read what pictures and card say about thresholds.

    Parameters
    ----------
    paths : Paths
    read : callable, optional
        Reads a file of the corpus.
    """
    return CalibrationTables(
        facts=read(paths.calibration),
        auc=read(paths.table("auc-summary.csv")),
        thresholds=read(paths.table("threshold-by-base-rate.csv")),
        recipes=read(paths.table("threshold-recipes.csv")),
        ladder=read(paths.table("perturbation-ladder.csv")),
        hard=read(paths.table("hard-negatives-cross-class.csv")),
        weeks=read(paths.table("audit-weeks.csv")),
        estimators=read(paths.table("audit-estimators.csv")),
        norms=read(paths.table("embedding-norms.csv")),
        histograms=read(paths.table("score-histograms.csv")),
        roc=read(paths.table("roc.csv")),
        pr=read(paths.table("pr.csv")),
        by_threshold=read(paths.table("threshold-vs-precision-baserate.csv")),
        scores=read(paths.table("scores.csv")),
    )


def whole_card(
    paths: Paths, calibration: CalibrationTables, read: Callable[[Path], Any] = read_file
) -> str:
    """Render the card of a run.

    Parameters
    ----------
    paths : Paths
    calibration : CalibrationTables
        From :func:`read_calibration`.
    read : callable, optional
        Reads a file of the corpus.
    """
    figures = [(f"{paths.figures.name}/{name}", caption) for name, caption in CAPTIONS.items()]
    hard, shared, lookalikes, collisions, results = (
        read(paths.table(name))
        for name in (
            "hard-gallery.csv",
            "miner-overlap.csv",
            "lookalikes.csv",
            "collisions.csv",
            "baseline-results.csv",
        )
    )
    tier6 = lookalike_section(hard, lookalikes, collisions)
    return render_card(read(paths.summary), results, figures, calibration, (hard, shared), tier6)
