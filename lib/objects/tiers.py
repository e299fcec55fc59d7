"""The tiers: how the queries of each are made, and the same in words."""

from typing import Any

from lib.core.params.sections import PerturbParams
from lib.core.rng import generator
from lib.geometry.perturb import random_axis
from lib.objects.recipe import Decimate, Hue, Jitter, Permute, Recipe, Rotate

CLONE_TIERS = (1, 2, 3, 4)
PEER_TIER = 5
TIERS = (*CLONE_TIERS, PEER_TIER)


def tier_recipe(tier: int, seed: int, object_id: str, params: PerturbParams) -> Recipe:
    """Draw the recipe of one clone; tiers as in the dataset card.

    Every clone is permuted: its file order must not give it away.
    """
    rng = generator(seed, object_id, "recipe")
    axis = tuple(round(float(x), 9) for x in random_axis(rng))
    angle = round(float(rng.uniform(*params.rotation_deg)), 6)
    shift = round(float(rng.uniform(*params.t4_hue_shift)), 6)
    rotation = Rotate(axis=(axis[0], axis[1], axis[2]), angle_deg=angle)
    match tier:
        case 1:
            return (Permute(),)
        case 2:
            return (rotation, Permute())
        case 3:
            return (
                rotation,
                Decimate(keep=params.t3_keep_faces),
                Jitter(sigma=params.t3_noise),
                Permute(),
            )
        case 4:
            return (rotation, Decimate(keep=params.t4_keep_faces), Permute(), Hue(shift=shift))
    raise ValueError(f"tier {tier} has no recipe, it is one of {CLONE_TIERS}")


def describe_tiers(params: PerturbParams) -> list[dict[str, Any]]:
    """Name and define the tiers in words, with the numbers in force."""
    low, high = params.rotation_deg
    turned = f"rotated by {low:g} to {high:g} degrees about an axis uniform on the sphere"
    return [
        {
            "tier": 1,
            "name": "identity",
            "description": "the same mesh, vertices and faces shuffled; below 1.0 something "
            "other than difficulty is at work",
        },
        {"tier": 2, "name": "rotation", "description": f"{turned}; the geometry is untouched"},
        {
            "tier": 3,
            "name": "remesh and noise",
            "description": f"{turned}, decimated to {params.t3_keep_faces:.0%} of the faces, "
            f"vertices moved by Gaussian noise of {params.t3_noise:g} of the bounding-box diagonal",
        },
        {
            "tier": 4,
            "name": "remesh and hue",
            "description": f"{turned}, decimated to {params.t4_keep_faces:.0%} of the faces, hue "
            f"of the views shifted by {params.t4_hue_shift[0]:g} to {params.t4_hue_shift[1]:g} of "
            "the colour circle",
        },
        {
            "tier": 5,
            "name": "another instance",
            "description": "a different mesh of the same class, from outside the gallery; the "
            "source it was drawn for is the one relevant item",
        },
    ]
