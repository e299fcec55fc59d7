import numpy as np
import pytest

from lib.core.params.copies import CopiesParams
from lib.duplicates.relations.made import asymmetry, made_relation
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.recipe import make


def copy_of(mesh: Mesh, kind: str) -> Mesh:
    return make(copy_recipe(kind, 3, "thing", CopiesParams()), mesh, 3, f"thing.{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_crooked_thing_is_what_was_made_of_it(lamp: Mesh, kind: str) -> None:
    assert made_relation(kind, lamp, copy_of(lamp, kind)) == kind


@pytest.mark.parametrize("shape", ["table", "torus", "cone", "grey_box"])
def test_a_symmetric_thing_mirrored_is_the_thing(
    shape: str, request: pytest.FixtureRequest
) -> None:
    mesh = rotate(request.getfixturevalue(shape), (1, 2, 3), 40)
    assert asymmetry(mesh) < 1e-5
    assert made_relation("mirrored", mesh, copy_of(mesh, "mirrored")) == "re-exported"


def test_asymmetry_is_the_distance_from_the_image(lamp: Mesh) -> None:
    assert asymmetry(lamp) > 0.005
    # The only plane of symmetry is across no principal axis of the rest.
    half = Mesh(np.abs(lamp.vertices), lamp.faces, lamp.colors)
    both = Mesh.build(
        np.concatenate([half.vertices, half.vertices * [1, -1, 1]]),
        np.concatenate([half.faces, half.faces[:, ::-1] + len(half.vertices)]),
    )
    assert asymmetry(both) < 1e-5


def test_a_part_that_lacks_nothing_and_colours_that_stayed(lamp: Mesh) -> None:
    copy = copy_of(lamp, "re-exported")
    assert made_relation("part-of", lamp, copy) == "re-exported"
    assert made_relation("recoloured", lamp, copy) == "re-exported"
