"""The numbers that decide what two meshes are to each other, from pairs that are known."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.duplicates.relations.names import Relation

DIGITS = 6
"""Digits after the point of what is measured; less than one in the last is none."""

_FLOOR = 10.0**-DIGITS
_TIE = 1e-12
NOISE = 1e-4
"""Share of the diagonal that two poses may differ by without a meaning."""


class Limits(BaseModel):
    """Where one relation ends and the next begins.

    Attributes
    ----------
    same : float
        Largest distance of one shape's two surfaces, a share of the diagonal.
    exact : float
        Largest distance of one surface from itself in another file.
    gain : float
        A reflection counts if it makes the distance this many times smaller.
    scale : float
        Largest factor between sizes that count as one, either way; > 1.
    colour : float
        Largest mean difference of colours that count as the same.
    inside : float
        Largest distance of a part from the whole.
    covered : float
        Least share of the whole that a part makes up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: float = Field(gt=0)
    exact: float = Field(gt=0)
    gain: float = Field(gt=0)
    scale: float = Field(gt=1)
    colour: float = Field(gt=0, lt=1)
    inside: float = Field(gt=0)
    covered: float = Field(ge=0, le=1)

    def to_json(self) -> str:
        """Write the limits as JSON that ends with a line break."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, shown: str) -> "Limits":
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text : str
        shown : str
            What to call the file.

        Raises
        ------
        BenchError
            Names each key that is missing, unknown or out of range.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise BenchError(
                f"{shown}: " + "\n  ".join(explain(error, cls)),
                "restore the file from Git",
            )


def gain(distance: npt.ArrayLike, mirrored: npt.ArrayLike) -> Floats:
    """Say how many times smaller a reflection makes the distance, beyond noise."""
    plain, image = (np.asarray(one, dtype=np.float64) + NOISE for one in (distance, mirrored))
    return np.asarray(plain / image)


def factor(scale: npt.ArrayLike) -> Floats:
    """Return the factor between two sizes, the larger over the smaller: at least 1."""
    sizes = np.asarray(scale, dtype=np.float64)
    return np.maximum(sizes, 1 / sizes)


def fit(table: pd.DataFrame) -> Limits:
    """Set each limit between the pairs on its two sides.

    The limit is where most pairs of either side lie on their own, both sides counting
    alike, and of equally good places the one in the middle; a place is the geometric mean of
    two neighbouring values.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pair: the column relation, which is true of it, and those of
        `lib.duplicates.relations.table.evidence_row`.

    A corpus of shapes that are all their own mirror images has no mirrored pair: where one
    side of a limit has no pairs, the other alone sets it, see :func:`_cut`.

    Raises
    ------
    BenchError
        If neither side of a limit has any.
    """
    true = table["relation"]
    near = np.minimum(table["distance"], table["mirrored"]).to_numpy()
    gains = gain(table["distance"], table["mirrored"])
    sizes = factor(table["scale"])

    def among(*names: Relation) -> Bools:
        return np.asarray(true.isin(names), dtype=np.bool_)

    shapes = among("re-exported", "recoloured", "re-meshed", "rescaled", "mirrored")
    exact = among("re-exported", "recoloured", "rescaled")
    remeshed, lookalike, part = among("re-meshed"), among("lookalike"), among("part-of")
    unmirrored = among("re-exported", "recoloured", "re-meshed", "rescaled")
    unscaled = among("re-exported", "recoloured", "re-meshed")
    colour, inside, covered = (table[name].to_numpy() for name in ("colour", "inside", "covered"))
    same = _cut(near[shapes], near[lookalike | part])
    # A part that covers next to nothing fits into many things.
    rivals = lookalike & (near > same) & (covered >= covered[part].min(initial=1.0))
    within = _cut(inside[part], inside[rivals])
    fits = lookalike & (near > same) & (inside <= within)
    return Limits(
        same=same,
        exact=_cut(near[exact], near[remeshed]),
        gain=_cut(gains[unmirrored], gains[among("mirrored")]),
        scale=1 + _cut(sizes[unscaled] - 1, sizes[among("rescaled")] - 1),
        colour=_cut(colour[among("re-exported")], colour[among("recoloured")]),
        inside=within,
        covered=_cut(covered[fits], covered[part]),
    )


def _cut(low: Floats, high: Floats) -> float:
    """Find the number that best parts those that should be below it from those above.

    Where one side is empty, it is half the least above, or twice the most below.
    """
    low, high = (np.maximum(side, _FLOOR) for side in (low, high))
    if not len(low) and not len(high):
        raise BenchError(
            "no calibration pair is on either side of a limit between relations",
            "calibrate on copies of more kinds",
        )
    if not len(low):
        return round(float(high.min()) / 2, DIGITS)
    if not len(high):
        return round(float(low.max()) * 2, DIGITS)
    values = np.unique(np.concatenate([low, high]))
    places = np.sqrt(values[1:] * values[:-1]) if len(values) > 1 else values
    right = (low[:, None] <= places).mean(axis=0) + (high[:, None] > places).mean(axis=0)
    best = places[right >= right.max() - _TIE]
    return round(float(best[len(best) // 2]), DIGITS)
