from lib.report.explanations_page import KINDS
from lib.report.figures.flagged_items import drawn_encoder, flagged_items
from tests.report import explained_samples as samples
from tests.report.layout import assert_legible


def _words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_an_encoder_that_averages_its_views_is_drawn_where_there_is_one() -> None:
    counts = samples.counts().iloc[::-1]
    assert drawn_encoder(counts) == "by_view"
    assert drawn_encoder(counts[counts["encoder"] == "of_meshes"]) == "of_meshes"


def test_a_row_a_kind_with_its_map() -> None:
    figure = flagged_items(samples.table(), "by_view", samples.ring)
    assert_legible(figure)
    assert len(figure.images) == 5 * len(KINDS)
    words = _words(figure)
    assert words.count("where the match lies") == len(KINDS)
    assert words.count("0.650, the source") == 2
    assert words.count("0.650, the match") == 1
    for kind in KINDS:
        assert f"{kind} · chair/chair_0001" in words


def test_without_maps_there_are_only_views() -> None:
    figure = flagged_items(samples.table(), "of_meshes", samples.ring)
    assert_legible(figure)
    assert len(figure.images) == 4 * (len(KINDS) - 1)
    assert "where the match lies" not in _words(figure)


def test_more_neighbours_than_there_is_room_for_leave_the_source() -> None:
    table = samples.table().query("kind == 'hard negative' and encoder == 'by_view'")
    more = table.query("rank < 2").iloc[:1]
    many = [more.assign(neighbour=f"sofa/sofa_{n:04d}", rank=n) for n in range(3, 9)]
    every = samples.pd.concat([table, *many]).sort_values(["place", "rank"])
    figure = flagged_items(every, "by_view", samples.ring)
    assert_legible(figure)
    assert len(figure.images) == 6
    assert "0.650, the source" in _words(figure)


def test_long_names_stay_inside() -> None:
    long = "a_folder_with_a_very_long_name_of_a_class/an_object_0001_of_that_class"
    table = samples.table().assign(item=long, neighbour=long, why=long * 3)
    assert_legible(flagged_items(table, "by_view", samples.ring))


def test_nothing_flagged_is_a_sentence() -> None:
    figure = flagged_items(samples.table(), "another", samples.ring)
    assert_legible(figure)
    assert any("Nothing is flagged" in words for words in _words(figure))
