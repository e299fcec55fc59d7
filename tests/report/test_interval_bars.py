import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from lib.report import style
from lib.report.interval_bars import Panel, interval_bars
from tests.report.layout import assert_legible


def rows(**values: tuple[float, float, float]) -> pd.DataFrame:
    cells = [(name, *three) for name, three in values.items()]
    return pd.DataFrame(cells, columns=["encoder", "value", "low", "high"])


def bars(axes) -> list[tuple[float, float]]:
    """Left and right end of each bar."""
    found = [one for one in axes.patches if isinstance(one, Rectangle)]
    return [tuple(sorted((one.get_x(), one.get_x() + one.get_width()))) for one in found]


def words(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def intervals(axes) -> list[list[float]]:
    return [list(line.get_xdata()) for line in axes.lines if list(line.get_ydata()) != [0, 1]]


def test_a_bar_an_encoder_with_its_interval_and_number() -> None:
    panel = Panel("one", "words", rows(b=(0.25, 0.2, 0.3), a=(0.75, 0.7, 0.9)), {"mark": 0.9})
    figure = interval_bars("Title", "words", [panel])
    assert_legible(figure)
    page, axes = figure.axes
    assert bars(axes) == [(0, 0.75), (0, 0.25)]
    assert intervals(axes) == [[0.7, 0.9], [0.2, 0.3]]
    assert words(axes) == ["0.750", "0.250"]
    assert [line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]] == [0.9]
    for one in ("a", "b", "one", "words", "mark", "Title"):
        assert one in words(page)


def test_below_zero_the_bar_goes_to_the_left_and_no_further_than_the_axis() -> None:
    values = rows(a=(-0.25, -0.5, 0.0), b=(-7.0, -9.0, -5.0), c=(0.5, 0.4, 0.6))
    figure = interval_bars("Title", "", [Panel("R²", "", values, low=-1.0)])
    assert_legible(figure)
    axes = figure.axes[1]
    assert bars(axes) == [(-0.25, 0), (-1, 0), (0, 0.5)]
    assert intervals(axes) == [[-0.5, 0.0], [-1, -1], [0.4, 0.6]]
    assert words(axes) == ["-0.250", "-7.000", "0.500"]


def test_who_has_no_value_has_a_place_and_no_bar() -> None:
    first = rows(a=(0.5, 0.4, 0.6), b=(np.nan, np.nan, np.nan))
    second = rows(b=(0.2, np.nan, np.nan))
    figure = interval_bars("Title", "", [Panel("one", "", first), Panel("two", "", second)])
    assert_legible(figure)
    _, one, two = figure.axes
    assert bars(one) == [(0, 0.5)]
    assert words(one) == ["0.500", "-"]
    assert bars(two) == [(0, 0.2)]
    assert words(two) == ["-", "0.200"]
    # Both in the second place.
    assert two.texts[1].get_position()[1] == one.texts[1].get_position()[1] == 1


def test_a_line_looks_the_same_in_every_panel_and_has_one_key() -> None:
    value = rows(a=(0.5, 0.4, 0.6))
    panels = [
        Panel("one", "", value, {"chance": 0.5}),
        Panel("two", "", value, {"pixels": 0.7, "chance": 0.4}),
    ]
    figure = interval_bars("Title", "", panels)
    assert_legible(figure)
    page, one, two = figure.axes

    def look(axes, x: float) -> str:
        (line,) = [each for each in axes.lines if list(each.get_xdata()) == [x, x]]
        return str(line.get_linestyle())

    assert look(one, 0.5) == look(two, 0.4) != look(two, 0.7)
    assert words(page).count("chance") == words(page).count("pixels") == 1


@pytest.mark.parametrize("panels", [[], [Panel("one", "", rows())]])
def test_without_rows_it_is_a_sentence(panels: list[Panel]) -> None:
    figure = interval_bars("Title", "words", panels)
    assert_legible(figure)
    assert "No encoder was measured by this." in words(figure.axes[0])


def test_long_names_and_many_rows_stay_inside() -> None:
    names = [f"an_encoder_with_quite_a_long_name_{one:02d}" for one in range(25)]
    many = pd.concat([rows(**{name: (0.999, 0.9, 1.0)}) for name in names])
    title = "a quantity with a title that is too long for its panel"
    lines = {"chance": 0.5, "autoencoder of pixels": 0.6, "PCA of pixels": 0.7, "pass mark": 0.9}
    panels = [Panel(title, title, many, lines) for _ in range(4)]
    assert_legible(interval_bars("Title", "words", panels))


def test_the_same_bytes_twice() -> None:
    def draw() -> bytes:
        return style.png(interval_bars("T", "w", [Panel("one", "", rows(a=(0.5, 0.4, 0.6)))]))

    assert draw() == draw()
