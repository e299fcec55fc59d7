import numpy as np
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgb

from lib.report import charts, style
from lib.report.figures.hash_robustness import hash_robustness
from tests.report import hashing_tables
from tests.report.layout import assert_legible

ROBUSTNESS, REMEDIES = hashing_tables.robustness(), hashing_tables.remedies()


def _draw(robustness=ROBUSTNESS, remedies=REMEDIES):
    return hash_robustness(robustness, remedies, "phash", 0.01)


def _cells(figure):
    meshes = [item for item in figure.axes[0].collections if isinstance(item, QuadMesh)]
    return np.concatenate([np.asarray(mesh.get_array()).reshape(-1, 3) for mesh in meshes])


def _lines(figure, color):
    return [line for line in figure.axes[0].lines if line.get_color() == color]


def test_a_cell_is_as_dark_as_its_recall():
    blue = np.array(to_rgb(charts.BLUE))
    recall = np.concatenate([ROBUSTNESS["recall"], REMEDIES["recall"]])
    assert _cells(_draw()) == pytest.approx(1 - recall[:, None] * (1 - blue))


def test_a_cell_says_its_recall_and_neither_one_nor_none_is_rounded_to():
    table = ROBUSTNESS.assign(recall=[0.999, 0.001, 1.0, 0.0, 0.125] + [0.5] * 177)
    words = [text.get_text() for text in _draw(table).axes[0].texts if text.get_size() == 6.5]
    assert words[:5] == [".99", ".01", "1", "0", ".12"]
    assert len(words) == len(ROBUSTNESS) + len(REMEDIES)


@pytest.mark.slow
def test_marks_are_those_of_the_table():
    figure = _draw()
    # One more of each in the legend.
    assert len(_lines(figure, "#e69f00")) == REMEDIES["beats_bare"].sum() + 1
    assert len(_lines(figure, style.ALARM)) == (~REMEDIES["rate_kept"]).sum() + 1
    assert (~REMEDIES["rate_kept"]).sum() == 3


def test_columns_stand_in_the_order_of_the_table():
    words = [text.get_text() for text in _draw().axes[0].texts if text.get_size() == 7]
    strengths = [word for word in words if word[0] in ".0123456789"]
    assert strengths[:8] == ["1", "2", "4", "8", "16", "32", "2", "4"]
    assert strengths[-4:] == [".02", ".05", ".1", ".2"]


@pytest.mark.parametrize(
    "kept", [["crop"], ["translation", "jpeg"], list(hashing_tables.STRENGTHS)]
)
def test_few_and_many_changes_are_legible(kept):
    assert_legible(
        _draw(*(table[table["disturbance"].isin(kept)] for table in (ROBUSTNESS, REMEDIES)))
    )


def test_without_changes_there_is_a_sentence():
    figure = _draw(ROBUSTNESS[:0], REMEDIES[:0])
    assert "No picture was changed." in [text.get_text() for text in figure.axes[0].texts]
