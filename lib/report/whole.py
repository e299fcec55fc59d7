"""The card as a whole, from the files of a run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.core.files import read_json, read_table
from lib.core.paths import Paths
from lib.report import calibration_gallery, gallery
from lib.report.calibration_gallery import CalibrationTables
from lib.report.card import render_card
from lib.report.lookalike_section import lookalike_section

CAPTIONS = gallery.CAPTIONS | calibration_gallery.CAPTIONS
"""File name and caption of every picture in the card, in its order."""


def read_file(path: Path) -> Any:
    """Read a table or a JSON file of a run."""
    return read_json(path) if path.suffix == ".json" else read_table(path)


def read_calibration(paths: Paths, read: Callable[[Path], Any] = read_file) -> CalibrationTables:
    """Read what pictures and card say about thresholds.

    Parameters
    ----------
    paths : Paths
    read : callable, optional
        Reads a file of the corpus.
    """
    files = calibration_gallery.FILES
    return CalibrationTables(**{field: read(paths.data / name) for field, name in files.items()})


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
    hard = read(paths.data / "hard-gallery.csv"), read(paths.data / "miner-overlap.csv")
    tier6 = lookalike_section(hard[0], read(paths.lookalikes), read(paths.collisions))
    return render_card(read(paths.summary), read(paths.results), figures, calibration, hard, tier6)
