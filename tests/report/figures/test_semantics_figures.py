"""Every picture of the report on semantics is legible, and the same twice."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from lib.report import style
from lib.report.figures.class_confusions import class_confusions
from lib.report.figures.novelty import novelty
from lib.report.figures.pca_layouts import layouts, pca_layouts
from lib.report.figures.precision_at_k import precision_at_k
from lib.report.figures.transfer import transfer
from lib.report.semantics_rows import rival_levels
from tests.report import samples
from tests.report import semantics_samples as given
from tests.report.layout import assert_legible

CLASSES = np.repeat(samples.CLASSES, 3)


def _places(encoders) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {name: rng.normal(size=(len(CLASSES), 2)) for name in encoders}


def _pca(table: pd.DataFrame):
    places = _places(sorted(set(table["encoder"])))
    notes = dict.fromkeys(places, "purity 0.123, silhouette -0.456")
    return pca_layouts(places, CLASSES, np.arange(len(CLASSES)) % 3 == 0, notes)


BY_ENCODER = {
    "class_confusions": lambda table: class_confusions(table, 5),
    "novelty": novelty,
    "pca_layouts": _pca,
    "precision_at_k": lambda table: precision_at_k(table, 5, 0.9),
    "transfer": lambda table: transfer(table, rival_levels(table)),
}
OF_MEASURE = {
    "class_confusions": "retrieval",
    "novelty": "novelty",
    "precision_at_k": "retrieval",
    "transfer": "transfer",
}


def _words(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def _copies(count: int) -> pd.DataFrame:
    names = [f"an_encoder_with_quite_a_long_name_{one:02d}" for one in range(count)]
    return given.table(tuple(names))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_the_same_bytes_twice(name: str) -> None:
    draw = partial(BY_ENCODER[name], given.table())
    assert style.png(draw()) == style.png(draw())


@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_one_encoder_is_legible(name: str) -> None:
    assert_legible(BY_ENCODER[name](_copies(1)))


@pytest.mark.slow
@pytest.mark.parametrize("count", [7, 25])
@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_many_with_long_names_are_legible(name: str, count: int) -> None:
    assert_legible(BY_ENCODER[name](_copies(count)))


@pytest.mark.parametrize("name", sorted(BY_ENCODER))
def test_no_rows_are_a_sentence(name: str) -> None:
    figure = BY_ENCODER[name](given.NONE)
    assert_legible(figure)
    assert any(words.startswith("No ") for words in _words(figure))


@pytest.mark.parametrize("name", sorted(OF_MEASURE))
def test_an_encoder_that_was_not_measured_breaks_nothing(name: str) -> None:
    table = given.table(("one", "two"))
    measure = OF_MEASURE[name]
    left = table[(table["encoder"] == "one") | (table["measure"] != measure)]
    figure = BY_ENCODER[name](pd.concat([left, given.skipped("two", measure)]))
    assert_legible(figure)
    assert "one" in _words(figure)
    nobody = table[table["measure"] != measure]
    none = pd.concat([nobody, given.skipped("one", measure), given.skipped("two", measure)])
    figure = BY_ENCODER[name](none)
    assert_legible(figure)
    if name != "precision_at_k":
        assert any(words.startswith("No ") for words in _words(figure))


def _widths(axes) -> list[float]:
    return [round(float(patch.get_width()), 6) for patch in axes.patches]


def test_precision_is_drawn_at_each_k_with_the_mark_at_its_own() -> None:
    table = given.of_rows(
        "one",
        given.row("retrieval", "precision@1", "objects", 0.8),
        given.row("retrieval", "precision@5", "objects", 0.7),
        given.row("retrieval", "precision@5", "classes", 0.6),
        given.row("clusters", "neighbourhood purity", "objects", 0.5),
        # Counted, and no precision.
        given.row("retrieval", "alone in their class", "objects", 3.0, np.nan, "lone"),
        given.row("retrieval", "most that could be had of precision@5", "objects", 0.9, np.nan),
    )
    figure = precision_at_k(table, 5, 0.9)
    assert_legible(figure)
    _, one, five, purity = figure.axes
    assert [_widths(axes) for axes in (one, five, purity)] == [[0.8], [0.7], [0.5]]
    marks = [
        [line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]]
        for axes in (one, five, purity)
    ]
    assert marks == [[], [0.9], []]
    assert "pass mark, 0.9" in _words(figure)


def test_transfer_has_the_class_first_and_pixels_as_lines() -> None:
    table = given.table(("one",))
    figure = transfer(table, rival_levels(table))
    titles = [words for words in _words(figure) if words in ("class", "angle", "faces kept")]
    assert titles == ["class", "angle", "faces kept"]
    _, told, angle, *_ = figure.axes
    level = table[(table["of"] == "class") & (table["measure"] == "transfer")]["value"].iloc[0]
    assert _widths(told) == [round(level, 6)]
    for axes, expected in ((told, [0.6, 0.7]), (angle, [-0.1, 0.2])):
        lines = [line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]]
        np.testing.assert_allclose(sorted(lines), expected, atol=1e-9)
    assert told.get_xlim()[0] == 0
    assert angle.get_xlim()[0] == -1


def test_novelty_draws_the_methods_that_there_are() -> None:
    table = given.table(("one", "two"))
    figure = novelty(table[(table["of"] != "LOF") & (table["of"] != given.PIXELS[1])])
    assert_legible(figure)
    words = _words(figure)
    assert {"nearest", "k-NN", "supervised", "chance", "PCA of pixels"} <= set(words)
    assert not {"LOF", "autoencoder of pixels"} & set(words)


def _confused(*classes: tuple[str, float, tuple[tuple[str, float], ...]]) -> pd.DataFrame:
    rows = []
    for name, own, others in classes:
        rows.append(given.row("retrieval", "precision@5", f"class {name}", own, 0.0))
        rows += [given.row("retrieval", "taken for", f"{name} > {one}", v) for one, v in others]
    return given.of_rows("one", *rows)


def test_the_ten_worst_are_drawn_worst_first() -> None:
    table = given.table(("one",))
    figure = class_confusions(table, 5)
    own = table[table["of"].str.startswith("class ") & (table["measure"] == "retrieval")]
    worst = own.sort_values("value")["value"].head(10).round(6).tolist()
    assert [width for width in _widths(figure.axes[1]) if width in worst] == worst


def test_shares_of_others_follow_its_own_and_are_named_where_there_is_room() -> None:
    figure = class_confusions(
        _confused(("chair", 0.5, (("stool", 0.3), ("a_very_long_name_of_a_class", 0.1)))), 5
    )
    assert_legible(figure)
    axes = figure.axes[1]
    ends = [(round(one.get_x(), 6), round(one.get_width(), 6)) for one in axes.patches]
    assert ends == [(0, 0.5), (0.5, 0.3), (0.8, 0.1)]
    assert [text.get_text() for text in axes.texts] == ["0.500", "stool"]


@pytest.mark.parametrize("own", [0.0, 0.02, 0.085, 0.12])
def test_a_number_that_its_bar_has_no_room_for_can_be_read(own: float) -> None:
    others = (("keyboard", 0.4), ("sink", 0.3), ("vase", 0.1))
    figure = class_confusions(_confused(("chair", own, others)), 5)
    assert_legible(figure)
    first = figure.axes[1].texts[0]
    assert first.get_text() == f"{own:.3f}"
    left, color = (0.01, "white") if own == 0.12 else (own + 0.01, style.INK)
    assert (first.get_position()[0], first.get_color()) == (left, color)


def test_a_class_may_have_an_arrow_in_its_name() -> None:
    figure = class_confusions(
        _confused(
            ("seat > chair", 0.3, (("seat > stool", 0.5),)), ("bed", 0.9, ()), ("seat", 1.0, ())
        ),
        5,
    )
    assert_legible(figure)
    assert "seat > stool" in _words(figure)


def test_classes_that_are_never_mistaken_have_a_bar_alone() -> None:
    figure = class_confusions(_confused(("bed", 1.0, ()), ("chair", 1.0, ())), 5)
    assert_legible(figure)
    assert _widths(figure.axes[1]) == [1.0, 1.0]


def test_a_layout_shows_every_item_in_its_class_and_rings_some() -> None:
    classes = np.array(["b", "a", "b"])
    place = {"one": np.array([[0.0, 1], [2, 3], [4, 5]])}
    figure = layouts("T", "w", place, classes, np.array([True, False, False]), {"one": "note"})
    assert_legible(figure)
    dots, rings = figure.axes[1].collections
    np.testing.assert_array_equal(dots.get_offsets(), place["one"])
    colors = dots.get_facecolors()
    assert (colors[0] == colors[2]).all()
    assert (colors[0] != colors[1]).any()
    np.testing.assert_array_equal(rings.get_offsets(), [[0, 1]])
    assert "note" in _words(figure)
