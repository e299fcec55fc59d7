import pytest

from lib.report.figures.tier_examples import tier_examples
from lib.report.figures.tier_renders import tier_renders
from tests.report import samples
from tests.report.layout import assert_legible

TIERS = samples.summary()["tiers"]


def test_a_row_a_tier_and_a_column_a_source():
    figure = tier_examples({name: [samples.view(name)] * 5 for name in "abc"}, TIERS)
    assert len(figure.images) == 15
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    for tier in TIERS:
        assert f"T{tier['tier']} {tier['name']}" in words
        assert tier["description"] in words


@pytest.mark.parametrize("sources", [1, 2, 6])
def test_examples_of_few_and_many_sources(sources):
    views = {
        f"night_stand_with_a_long_name_{i:04d}": [samples.view("a")] * 5 for i in range(sources)
    }
    assert_legible(tier_examples(views, TIERS))


def test_long_recipes_stay_inside_their_rows():
    tiers = [
        tier | {"description": "turned about a random axis, then decimated, " * 3} for tier in TIERS
    ]
    views = {f"lamp_{i:04d}": [samples.view("a")] * 5 for i in range(6)}
    assert_legible(tier_examples(views, tiers))


def test_a_missing_view_is_refused():
    with pytest.raises(ValueError, match="lamp: 4 views for 5 tiers"):
        tier_examples({"lamp": [samples.view("a")] * 4}, TIERS)


def test_all_ring_views_of_all_tiers():
    figure = tier_renders("lamp_0004", [samples.ring(tier) for tier in range(5)], TIERS)
    assert len(figure.images) == 40
    words = [text.get_text() for text in figure.axes[0].texts]
    assert [f"{angle}°" for angle in range(0, 360, 45)] == [w for w in words if w.endswith("°")]


@pytest.mark.parametrize("views", [1, 4, 12])
def test_other_numbers_of_views(views):
    ring = samples.ring(1)[[0] * views]
    assert_legible(tier_renders("lamp_0004", [ring] * 5, TIERS))


def test_a_missing_ring_is_refused():
    with pytest.raises(ValueError, match="lamp: 2 rings for 5 tiers"):
        tier_renders("lamp", [samples.ring(1)] * 2, TIERS)
