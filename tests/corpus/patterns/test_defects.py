"""A defect does what its name says, and more of it the more severe it is."""

import itertools

import numpy as np
import pytest

from lib.core.params.sections import PatternsParams
from lib.corpus.patterns.defects import NONE, with_defect
from lib.corpus.patterns.layout import Layout, count_nets
from lib.corpus.patterns.plan import FAMILIES, clean_layout

PARAMS = PatternsParams()
CASES = [
    (family, defect, number)
    for family, defects in FAMILIES.items()
    for defect in defects
    for number in range(6)
]
NETS = {"bridge": -1, "break": 1, "extra_contact": 1, "missing_contact": 0, "pinch": 0}


def _layout(family: str, number: int) -> Layout:
    return clean_layout(family, f"{family}-{number:02d}", PARAMS)


@pytest.mark.parametrize(("family", "defect", "number"), CASES)
def test_nets_are_joined_cut_or_left(family, defect, number):
    layout = _layout(family, number)
    before = count_nets(layout.mask)
    for severity in (0.01, 0.25, 0.5, 0.75, 0.9):
        for place in range(4):
            mask = with_defect(layout, defect, severity, np.random.default_rng(place))
            found = count_nets(mask) - before
            # At least a pixel is changed; of a missing contact, something is left below 0.95.
            assert found == NETS[defect], (severity, place)
    worst = with_defect(layout, defect, 1.0, np.random.default_rng(0))
    assert count_nets(worst) - before == {**NETS, "missing_contact": -1}[defect]


@pytest.mark.parametrize(("family", "defect", "number"), CASES)
def test_a_more_severe_defect_holds_a_less_severe_one(family, defect, number):
    layout = _layout(family, number)
    severities = np.linspace(0.05, 1, 20)
    changed = [
        with_defect(layout, defect, severity, np.random.default_rng(3)) ^ layout.mask
        for severity in severities
    ]
    areas = [int(one.sum()) for one in changed]
    assert areas == sorted(areas)
    assert 0 < areas[0] < areas[-1]
    assert all((one & ~other).sum() <= one.sum() / 2 for one, other in itertools.pairwise(changed))


@pytest.mark.parametrize(("defect", "severity", "pixels"), [
    ("bridge", 0.5, (5, 10)), ("bridge", 1.0, (10, 10)), ("break", 0.3, (10, 3)),
    ("pinch", 1.0, (10, 20)), ("pinch", 0.2, (10, 20)),
])  # fmt: skip
def test_sizes_are_those_that_are_documented(defect, severity, pixels):
    from lib.corpus.patterns.layout import Box, Stretch, painted

    lines = [Box(10, 40, 90, 50), Box(10, 60, 90, 70)]
    layout = Layout(
        painted(100, lines),
        10,
        tuple(Stretch(Box(20, line.left, 80, line.right), 0) for line in lines),
        (Stretch(Box(10, 50, 90, 60), 1),),
    )
    changed = with_defect(layout, defect, severity, np.random.default_rng(1)) ^ layout.mask
    rows, columns = np.nonzero(changed)
    extent = {np.ptp(rows) + 1, np.ptp(columns) + 1}
    assert extent == set(pixels)
    if defect == "pinch":
        lost = {1.0: 8, 0.2: 2}[severity]
        assert set(changed.sum(axis=1)) == {0, lost}
    else:
        assert changed.sum() == pixels[0] * pixels[1]


def test_contacts_lose_and_gain_squares():
    layout = _layout("contacts", 1)
    side = layout.width
    for severity in (0.25, 0.5, 1.0):
        draws = (np.random.default_rng(2) for _ in range(2))
        missing, extra = (
            with_defect(layout, defect, severity, next(draws)) ^ layout.mask
            for defect in ("missing_contact", "extra_contact")
        )
        left = int(0.6 * (1 - severity) * side + 0.5)
        assert missing.sum() == side**2 - left**2
        assert extra.sum() == int(severity * side + 0.5) ** 2


def test_none_changes_nothing_and_nonsense_is_refused():
    layout, rng = _layout("contacts", 0), np.random.default_rng(0)
    np.testing.assert_array_equal(with_defect(layout, NONE, 0, rng), layout.mask)
    for defect, severity, words in [
        ("hole", 0.5, "no defect is called 'hole'"),
        ("bridge", 0.0, "severity 0 is not in"),
        ("bridge", 1.5, "severity 1.5 is not in"),
        ("break", 0.5, "no place for such a defect"),
    ]:
        with pytest.raises(ValueError, match=words):
            with_defect(layout, defect, severity, rng)
