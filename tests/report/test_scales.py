import itertools

import pytest

from lib.report.scales import span, ticks


def test_an_axis_holds_all_values_with_room() -> None:
    assert span([1.0, float("nan"), 3.0], 0.25, 0.5) == (0.5, 4.0)
    assert span([float("nan")]) == (0.0, 1.0)


@pytest.mark.parametrize("values", [[0.99], [0.9902, 0.99025], [0.0, 1e-9]])
def test_values_that_are_nearly_equal_leave_room_between_ticks(values: list[float]) -> None:
    low, high = span(values)
    assert low < min(values) <= max(values) < high
    places, words = ticks(low, high)
    lowest, highest = span(values, 0.35, 0.1)
    gaps = [(b - a) / (highest - lowest) for a, b in itertools.pairwise(places)]
    assert min(gaps) > 0.2
    assert len(set(words)) == len(words)
