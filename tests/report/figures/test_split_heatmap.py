import numpy as np
import pandas as pd
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgb

from lib.report import style
from lib.report.figures.split_heatmap import split_heatmap
from tests.report import samples
from tests.report.layout import assert_legible


def _subtitle(figure):
    return figure.axes[0].texts[1].get_text()


def _cells(figure):
    """Colour of every cell drawn."""
    meshes = [item for item in figure.axes[0].collections if isinstance(item, QuadMesh)]
    return np.concatenate([np.asarray(mesh.get_array()).reshape(-1, 3) for mesh in meshes])


def test_every_source_is_one_cell_of_its_split():
    figure = split_heatmap(samples.splits())
    assert "800 sources, each in exactly one split" in _subtitle(figure)
    cells = _cells(figure)
    # One cell a source, three counts a class and three in the legend.
    assert len(cells) == 800 + 40 * 3 + 3
    test = (np.abs(cells - to_rgb("#0072b2")) < 1e-9).all(axis=1)
    assert test.sum() == 80 + 1
    numbers = [int(text.get_text()) for text in figure.axes[0].texts if text.get_text().isdigit()]
    assert sum(numbers) == 800
    assert samples.DIGEST in figure.axes[0].texts[-1].get_text()


def test_a_source_in_two_splits_is_red_and_said():
    splits = samples.splits()
    again = splits.head(1).assign(
        split=lambda rows: ["val" if rows["split"].iloc[0] != "val" else "test"]
    )
    figure = split_heatmap(pd.concat([splits, again]))
    assert "1 of 800 sources are in more than one split" in _subtitle(figure)
    red = (np.abs(_cells(figure) - to_rgb(style.ALARM)) < 1e-9).all(axis=1)
    assert red.sum() == 1


def test_a_large_collection_is_cut_and_said():
    frame = pd.DataFrame(
        [(f"class_{k:02d}_{i}", f"class_{k:02d}", "train") for k in range(45) for i in range(70)],
        columns=["source_id", "class", "split"],
    ).assign(split_sha256=samples.DIGEST)
    figure = split_heatmap(frame)
    assert "Only the first" in _subtitle(figure)
    assert len(_cells(figure)) == 40 * 60 + 40 * 3 + 3
    assert_legible(figure)
