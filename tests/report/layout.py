"""What a picture must keep: nothing cut off, no words on top of each other."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from lib.report import style


@style.styled
def assert_legible(figure: Figure) -> None:
    """Fail if a text leaves the page, or two texts or pictures overlap."""
    figure.draw_without_rendering()
    page = Bbox.from_bounds(0, 0, *figure.bbox.size)
    texts = [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and _axes_visible(text)
    ]
    pictures = boxes(figure)
    assert texts
    for words, box in texts:
        assert page.containsx(box.x0), words
        assert page.containsx(box.x1), words
        assert page.containsy(box.y0), words
        assert page.containsy(box.y1), words
    for box in pictures:
        assert page.fully_containsx(box.x0 + 1)
        assert page.fully_containsy(box.y0 + 1)
        assert page.fully_containsx(box.x1 - 1)
        assert page.fully_containsy(box.y1 - 1)
    named = texts + [(f"picture {index}", box) for index, box in enumerate(pictures)]
    for (one, first), (other, second) in combinations(named, 2):
        assert not _overlap(first, second), f"{one!r} on {other!r}"


def boxes(figure: Figure) -> list[Bbox]:
    """Place of every pasted picture, pixels."""
    return [
        Bbox.from_bounds(image.ox, image.oy, *image.get_size()[::-1]) for image in figure.images
    ]


def _axes_visible(text: Text) -> bool:
    return text.axes is None or text.axes.axison or text in text.axes.texts


def _overlap(first: Bbox, second: Bbox) -> bool:
    """Whether two boxes share more than a pixel both ways; line spacing may touch."""
    return (
        min(first.x1, second.x1) - max(first.x0, second.x0) > 1
        and min(first.y1, second.y1) - max(first.y0, second.y0) > 1
    )
