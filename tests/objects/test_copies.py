"""Known copies are what their kind says, and nothing else."""

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import kstest

from lib.core.params.copies import CopiesParams
from lib.geometry.align import areas
from lib.geometry.mesh import Mesh
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.recipe import (
    CutAway,
    Decimate,
    Permute,
    Rescale,
    Retessellate,
    Rotate,
    from_json,
    make,
    to_json,
)

PARAMS = CopiesParams()
ITEMS = [f"ring_{n:04d}" for n in range(400)]


def copy_of(mesh: Mesh, kind: str, item: str = "ring_0001") -> Mesh:
    return make(copy_recipe(kind, 7, item, PARAMS), mesh, 7, f"{item}.{kind}")


def volume(mesh: Mesh) -> float:
    return float(mesh.to_trimesh().volume)


@pytest.mark.parametrize("kind", KINDS)
def test_a_recipe_hangs_on_seed_item_and_kind_alone(kind: str) -> None:
    recipe = copy_recipe(kind, 7, "ring_0001", PARAMS)
    assert copy_recipe(kind, 7, "ring_0001", PARAMS) == recipe
    assert from_json(to_json(recipe)) == recipe
    if kind == "same-file":
        assert recipe == ()
        return
    assert copy_recipe(kind, 8, "ring_0001", PARAMS) != recipe
    assert copy_recipe(kind, 7, "ring_0002", PARAMS) != recipe
    assert isinstance(recipe[-2], Rotate)
    assert isinstance(recipe[-1], Permute)


def test_two_kinds_are_turned_differently() -> None:
    turns = {copy_recipe(kind, 7, "ring_0001", PARAMS)[-2] for kind in KINDS[1:]}
    assert len(turns) == len(KINDS) - 1


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no copies of kind 'melted'"):
        copy_recipe("melted", 7, "ring_0001", PARAMS)


def test_turns_are_uniform_over_all_rotations() -> None:
    turns = [copy_recipe("re-exported", 3, item, PARAMS)[-2] for item in ITEMS]
    angles = np.radians([turn.angle_deg for turn in turns if isinstance(turn, Rotate)])
    angles = np.minimum(angles, 2 * np.pi - angles)
    # The angle of a random rotation has the distribution (a - sin a) / pi on [0, pi].
    assert kstest(angles, lambda a: (a - np.sin(a)) / np.pi).pvalue > 1e-3


def test_the_same_file_is_the_same(torus: Mesh) -> None:
    assert copy_of(torus, "same-file").sha256() == torus.sha256()


@pytest.mark.parametrize("kind", ["re-exported", "recoloured", "mirrored"])
def test_size_and_number_of_faces_stay(cone: Mesh, kind: str) -> None:
    copy = copy_of(cone, kind)
    assert copy.sha256() != cone.sha256()
    assert len(copy.faces) == len(cone.faces)
    np.testing.assert_allclose(np.sort(areas(copy)), np.sort(areas(cone)), atol=1e-12)
    # Winding follows a reflection, so that the inside stays inside.
    assert volume(copy) == pytest.approx(volume(cone))


def test_only_a_recoloured_copy_has_other_colours(cone: Mesh) -> None:
    before = {tuple(color) for color in cone.colors}
    assert {tuple(color) for color in copy_of(cone, "re-exported").colors} == before
    assert not {tuple(color) for color in copy_of(cone, "recoloured").colors} & before


def test_another_mesh_has_other_triangles_and_noise(torus: Mesh) -> None:
    for item in ITEMS[:6]:
        copy = copy_of(torus, "re-meshed", item)
        assert not np.allclose(np.sort(areas(copy)).max(), areas(torus).max(), rtol=1e-6)
        assert volume(copy) == pytest.approx(volume(torus), rel=0.03)
    drawn = [type(copy_recipe("re-meshed", 7, item, PARAMS)[0]) for item in ITEMS]
    assert 150 < drawn.count(Decimate) < 250
    assert drawn.count(Decimate) + drawn.count(Retessellate) == len(ITEMS)


def test_another_size_is_visibly_another_to_both_sides() -> None:
    steps = [copy_recipe("rescaled", 7, item, PARAMS)[0] for item in ITEMS]
    factors = np.array([step.factor for step in steps if isinstance(step, Rescale)])
    assert len(factors) == len(ITEMS)
    assert np.abs(np.log(factors)).min() >= np.log(1.1) - 1e-6
    assert factors.min() >= 0.4 - 1e-6
    assert factors.max() <= 2.5 + 1e-6
    assert 150 < (factors > 1).sum() < 250


def test_a_part_lacks_what_its_recipe_says(torus: Mesh) -> None:
    step = copy_recipe("part-of", 7, "ring_0001", PARAMS)[0]
    assert isinstance(step, CutAway)
    assert 0.2 <= step.share <= 0.4
    left = areas(copy_of(torus, "part-of")).sum() / areas(torus).sum()
    assert left == pytest.approx(1 - step.share, abs=1e-6)


@pytest.mark.parametrize(
    "knob",
    [{"scale": (2.0, 1.5)}, {"cut_away": (0.2, 1.0)}, {"keep_faces": (0.0, 0.5)}, {"sise": 3}],
)
def test_strengths_that_make_no_sense_are_refused(knob: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(knob))):
        CopiesParams.model_validate(knob)
