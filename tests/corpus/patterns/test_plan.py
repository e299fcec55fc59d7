"""Which layouts there are, and that their parts lie where they are said to lie."""

from collections import Counter

import numpy as np
import pytest

from lib.core.params.sections import PatternsParams
from lib.corpus.patterns.defects import NONE
from lib.corpus.patterns.layout import MARGIN, count_nets
from lib.corpus.patterns.optics import PRINTED, simulated
from lib.corpus.patterns.plan import FAMILIES, clean_layout, drawn, planned

PARAMS = PatternsParams()
ROWS = list(planned(PARAMS))
CLEAN = [
    clean_layout(family, f"{family}-{number:02d}", PARAMS)
    for family in FAMILIES
    for number in range(PARAMS.per_family)
]


def test_every_clean_layout_has_each_defect_of_its_family_twice():
    assert len({row.layout_id for row in ROWS}) == len(ROWS) == 875
    for family, defects in FAMILIES.items():
        own = [row for row in ROWS if row.family == family]
        per_group = Counter((row.group_id, row.defect) for row in own)
        groups = {row.group_id for row in own}
        assert len(groups) == PARAMS.per_family
        assert all(per_group[group, NONE] == 1 for group in groups)
        assert all(per_group[group, defect] == 2 for group in groups for defect in defects)
    assert {row.severity for row in ROWS} == {0.0, *PARAMS.severities}
    assert all((row.severity == 0) == (row.defect == NONE) for row in ROWS)


def test_the_split_keeps_groups_whole_and_families_even():
    split = {row.group_id: row.split for row in ROWS}
    assert all(split[row.group_id] == row.split for row in ROWS)
    for family in FAMILIES:
        parts = Counter(part for group, part in split.items() if group.startswith(f"{family}-"))
        assert parts == {"train": 15, "val": 5, "test": 5}


def test_more_layouts_leave_the_others_as_they_are():
    few, many = (PARAMS.model_copy(update={"per_family": count}) for count in (5, 9))
    ids = [row.layout_id for row in planned(many)]
    for row in list(planned(few))[::9]:
        assert row.layout_id in ids
        np.testing.assert_array_equal(drawn(row, few), drawn(row, many))


def test_another_seed_is_another_corpus():
    other = PARAMS.model_copy(update={"seed": 54})
    assert (drawn(ROWS[0], other) != drawn(ROWS[0], PARAMS)).any()


@pytest.mark.parametrize("layout", CLEAN[::3])
def test_places_are_what_they_are_said_to_be(layout):
    mask = layout.mask
    border = np.ones_like(mask)
    border[MARGIN:-MARGIN, MARGIN:-MARGIN] = False
    assert not mask[border].any()
    for wire in layout.wires:
        box = wire.box
        assert mask[box.top : box.bottom, box.left : box.right].all()
        assert box.shape[1 - wire.axis] == layout.width
        assert box.shape[wire.axis] >= 2 * layout.width
    for gap in layout.gaps:
        box = gap.box
        assert not mask[box.top : box.bottom, box.left : box.right].any()
        assert box.shape[1 - gap.axis] >= layout.width
        after = (box.bottom, box.left) if gap.axis == 0 else (box.top, box.right)
        before = (box.top - 1, box.left) if gap.axis == 0 else (box.top, box.left - 1)
        assert mask[before]
        assert mask[after]
    for box in (*layout.contacts, *layout.free):
        assert box.shape == (layout.width, layout.width)
        around = mask[box.top - 9 : box.bottom + 9, box.left - 9 : box.right + 9]
        assert around.sum() == (layout.width**2 if box in layout.contacts else 0)


def test_clean_layouts_print_what_they_show():
    for layout in CLEAN[::2]:
        printed = simulated(layout.mask, PARAMS) >= PRINTED
        assert count_nets(printed) == count_nets(layout.mask)


def test_families_are_what_they_are_called():
    nets = {name: set[int]() for name in FAMILIES}
    for number, layout in enumerate(CLEAN):
        nets[list(FAMILIES)[number // PARAMS.per_family]].add(count_nets(layout.mask))
    # A meander and two combs.
    assert nets["serpentine"] == {3}
    assert min(nets["contacts"]) > 20
    assert min(nets["lines_and_spaces"]) >= 7
    assert min(nets["line_ends"]) > max(nets["lines_and_spaces"])
    assert min(nets["manhattan"]) >= 8


def test_most_of_what_is_severe_prints_and_most_of_what_is_not_does_not():
    joined = Counter[tuple[str, float]]()
    total = Counter[tuple[str, float]]()
    clean = {}
    for row in ROWS:
        if row.split != "test" or row.defect not in (NONE, "bridge", "break"):
            continue
        nets = count_nets(simulated(drawn(row, PARAMS), PARAMS) >= PRINTED)
        if row.defect == NONE:
            clean[row.group_id] = nets
            continue
        joined[row.defect, row.severity] += nets != clean[row.group_id]
        total[row.defect, row.severity] += 1
    for defect in ("bridge", "break"):
        shares = [joined[defect, s] / total[defect, s] for s in PARAMS.severities]
        assert shares == sorted(shares)
        assert shares[0] < 0.3
        assert shares[-1] == 1
