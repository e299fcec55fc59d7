"""Known copies of a mesh, one kind for each relation that a pair of meshes can have.

Every copy but that of the file itself is turned at random and put in another order, as
another program would write it: neither pose nor order may give it away.
"""

import math

import numpy as np

from lib.core.params.copies import CopiesParams
from lib.core.rng import generator
from lib.geometry.perturb import random_axis
from lib.objects.recipe import (
    CutAway,
    Decimate,
    Jitter,
    Mirror,
    Permute,
    Recipe,
    Recolour,
    Rescale,
    Retessellate,
    Rotate,
)

KINDS = (
    "same-file",
    "re-exported",
    "recoloured",
    "re-meshed",
    "rescaled",
    "mirrored",
    "part-of",
)
"""What a copy can be to its original, in the order of the relations."""

_DIGITS = 6
_AXIS_DIGITS = 9


def copy_recipe(kind: str, seed: int, item_id: str, params: CopiesParams) -> Recipe:
    """Draw the recipe of one copy.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seed : int
        The experiment's seed.
    item_id : str
        The original. Copies of two kinds share no draws.
    params : CopiesParams

    Returns
    -------
    tuple of steps
        None for ``same-file``. Otherwise the change that the kind is named after, then
        a turn, uniform over all rotations, and a permutation.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"there are no copies of kind {kind!r}, it is one of {KINDS}")
    if kind == "same-file":
        return ()
    rng = generator(seed, item_id, "copy", kind)
    return (*_change(kind, rng, params), _turn(rng), Permute())


def _change(kind: str, rng: np.random.Generator, params: CopiesParams) -> Recipe:
    """Draw what sets the copy apart from its original besides turn and order."""
    match kind:
        case "recoloured":
            shift, saturation = _between(rng, params.hue_shift), _between(rng, params.saturation)
            return (Recolour(shift=shift, saturation=saturation),)
        case "re-meshed":
            fewer = Decimate(keep=_between(rng, params.keep_faces))
            more = Retessellate(max_edge=_between(rng, params.max_edge))
            noise = Jitter(sigma=_between(rng, params.noise))
            return (fewer if rng.random() < 0.5 else more, noise)
        case "rescaled":
            # As much smaller as larger: uniform in the logarithm, to either side.
            low, high = (math.log(factor) for factor in params.scale)
            size = math.exp(_between(rng, (low, high)))
            return (Rescale(factor=round(size if rng.random() < 0.5 else 1 / size, _DIGITS)),)
        case "mirrored":
            return (Mirror(normal=_axis(rng)),)
        case "part-of":
            return (CutAway(direction=_axis(rng), share=_between(rng, params.cut_away)),)
    return ()


def _turn(rng: np.random.Generator) -> Rotate:
    """Draw a rotation, uniform over all of them: a normal quaternion (Muller 1959)."""
    w, *xyz = rng.standard_normal(4)
    length = math.hypot(*xyz)
    x, y, z = (round(float(value / length), _AXIS_DIGITS) for value in xyz)
    angle = math.degrees(2 * math.atan2(length, w))
    return Rotate(axis=(x, y, z), angle_deg=round(angle, _DIGITS))


def _axis(rng: np.random.Generator) -> tuple[float, float, float]:
    x, y, z = (round(float(value), _AXIS_DIGITS) for value in random_axis(rng))
    return x, y, z


def _between(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    return round(float(rng.uniform(*limits)), _DIGITS)
