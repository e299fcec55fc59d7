import numpy as np
import pytest

from lib.core.params.sections import PerturbParams
from lib.objects.recipe import Decimate, Hue, Jitter, Permute, Rotate
from lib.objects.tiers import CLONE_TIERS, TIERS, describe_tiers, tier_recipe

PERTURB = PerturbParams()


def test_recipes_are_what_the_tiers_say() -> None:
    kinds = {
        tier: [type(step) for step in tier_recipe(tier, 42, "x", PERTURB)] for tier in (1, 2, 3, 4)
    }
    assert kinds == {
        1: [Permute],
        2: [Rotate, Permute],
        3: [Rotate, Decimate, Jitter, Permute],
        4: [Rotate, Decimate, Permute, Hue],
    }
    with pytest.raises(ValueError, match="tier 5"):
        tier_recipe(5, 42, "x", PERTURB)


def test_angles_axes_and_hues_cover_their_ranges() -> None:
    recipes = [tier_recipe(4, 42, f"object-{n}", PERTURB) for n in range(2000)]
    angles = np.array([step.angle_deg for r in recipes for step in r if isinstance(step, Rotate)])
    assert 30 <= angles.min() < 32
    assert 178 < angles.max() <= 180
    assert angles.mean() == pytest.approx(105, abs=3)
    hues = np.array([step.shift for r in recipes for step in r if isinstance(step, Hue)])
    assert 0.1 <= hues.min() < 0.11
    assert 0.89 < hues.max() <= 0.9


@pytest.mark.parametrize("tier", CLONE_TIERS)
def test_every_clone_is_permuted(tier: int) -> None:
    assert Permute() in tier_recipe(tier, 42, "x", PERTURB)


def test_words_have_the_numbers_in_force() -> None:
    said = describe_tiers(PERTURB.model_copy(update={"t3_keep_faces": 0.3}))
    assert tuple(one["tier"] for one in said) == TIERS
    assert "30% of the faces" in said[2]["description"]
