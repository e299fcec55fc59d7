import numpy as np

from lib.report.figures.contact_sheet import contact_sheet
from tests.report import samples
from tests.report.layout import assert_legible, boxes


def _tile(value):
    return np.full((40, 40, 3), value, dtype=np.uint8)


def test_forty_classes_of_four_in_eight_rows_of_five():
    figure = contact_sheet(samples.instances(), "Parametric 40")
    places = boxes(figure)
    assert len(places) == 160
    assert len({box.width for box in places}) == 1
    assert places[0].width > 110
    assert len({round(box.x0) for box in places}) == 10
    assert len({round(box.y0) for box in places}) == 16
    words = [text.get_text() for text in figure.axes[0].texts]
    assert [word for word in words if word in samples.CLASSES] == list(samples.CLASSES)


def test_instances_fill_a_block_row_by_row():
    figure = contact_sheet({"chair": [_tile(value) for value in (0, 50, 100, 150, 200)]}, "One")
    assert [image.get_array()[60, 60, 0] for image in figure.images] == [0, 50, 100, 150]
    first, second, third, _ = boxes(figure)
    assert second.x0 >= first.x1
    assert second.y0 == first.y0
    assert third.y1 <= first.y0
    assert third.x0 == first.x0


def test_a_class_with_one_instance_and_a_long_name():
    name = "a_class_name_that_is_far_too_long_for_its_block"
    assert_legible(contact_sheet({name: [_tile(9)], "b": [_tile(9)] * 4}, "Short"))
