"""Which layouts there are, and how each is drawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Bools
from lib.core.params.sections import PatternsParams
from lib.core.rng import draw_order, generator
from lib.corpus.patterns.contacts import contacts
from lib.corpus.patterns.defects import NONE, with_defect
from lib.corpus.patterns.layout import Layout
from lib.corpus.patterns.lines import line_ends, lines_and_spaces
from lib.corpus.patterns.manhattan import manhattan
from lib.corpus.patterns.serpentine import serpentine

_WIRED = ("bridge", "break", "pinch")

_FAMILIES: dict[str, tuple[Callable[[int, np.random.Generator], Layout], tuple[str, ...]]] = {
    "contacts": (contacts, ("bridge", "extra_contact", "missing_contact")),
    "line_ends": (line_ends, _WIRED),
    "lines_and_spaces": (lines_and_spaces, _WIRED),
    "manhattan": (manhattan, _WIRED),
    "serpentine": (serpentine, _WIRED),
}
FAMILIES = {name: defects for name, (_, defects) in _FAMILIES.items()}
"""The families of layouts, and the defects that each can have."""


@dataclass(frozen=True)
class Planned:
    """A layout to draw.

    Attributes
    ----------
    layout_id : str
        E.g. ``contacts-03``, or ``contacts-03.bridge-050`` at severity 0.5.
    group_id : str
        The clean layout that it is made from; its own id where it is clean.
    family, defect : str
    severity : float
        0 for none.
    split : str
        train, val or test: that of its group.
    """

    layout_id: str
    group_id: str
    family: str
    defect: str
    severity: float
    split: str


def planned(params: PatternsParams) -> Iterator[Planned]:
    """List all layouts, sorted by family, number, defect and severity.

    Parameters
    ----------
    params : PatternsParams

    Yields
    ------
    Planned
        The clean layouts of each family, and after each of them those with a defect: of
        every kind that the family can have, in as many severities as `per_defect` says,
        drawn without replacement.
    """
    for family, defects in FAMILIES.items():
        groups = [f"{family}-{number:02d}" for number in range(params.per_family)]
        splits = _splits(groups, params)
        for group in groups:
            yield Planned(group, group, family, NONE, 0.0, splits[group])
            for defect in defects:
                draws = generator(params.seed, group, defect, "severity")
                chosen = draws.choice(params.severities, params.per_defect, replace=False)
                for severity in sorted(chosen.tolist()):
                    layout_id = f"{group}.{defect}-{round(100 * severity):03d}"
                    yield Planned(layout_id, group, family, defect, severity, splits[group])


def drawn(one: Planned, params: PatternsParams) -> Bools:
    """Draw the mask of a layout.

    A defect of a group lies at the same place whatever its severity.

    Returns
    -------
    ndarray of bool, shape (size, size)
    """
    layout = clean_layout(one.family, one.group_id, params)
    return with_defect(
        layout, one.defect, one.severity, generator(params.seed, one.group_id, one.defect)
    )


def clean_layout(family: str, group_id: str, params: PatternsParams) -> Layout:
    """Draw a layout without a defect; half of them are turned on their side."""
    draws = generator(params.seed, group_id)
    layout = _FAMILIES[family][0](params.size, draws)
    return layout.transposed if draws.integers(2) else layout


def _splits(groups: list[str], params: PatternsParams) -> dict[str, str]:
    """Share a family's clean layouts out; each part gets one at least where there are three."""
    order = draw_order(params.seed, "patterns split", groups)
    n_train, n_val = (max(1, round(share * len(order))) for share in (params.train, params.val))
    names = ["train"] * n_train + ["val"] * n_val + ["test"] * len(order)
    return dict(zip(order, names, strict=False))
