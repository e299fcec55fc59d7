import numpy as np

from lib.core.params.copies import CopiesParams
from lib.corpus.parametric import corpus
from lib.duplicates.relations.side import lay, side
from lib.duplicates.relations.whole import CLEAR, lay_whole, polished
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate
from lib.objects.copies import copy_recipe
from lib.objects.recipe import make


def test_a_turned_shape_is_laid_back(lamp: Mesh, table: Mesh, torus: Mesh) -> None:
    for mesh in (lamp, table, torus):
        assert lay_whole(side(mesh), side(rotate(mesh, (1, 2, 3), 130))).distance < CLEAR


def test_without_thoroughness_the_axes_decide(lamp: Mesh, table: Mesh) -> None:
    a, b = side(lamp), side(table)
    assert lay_whole(a, b, thorough=False).cost >= lay_whole(a, b).cost


def test_polishing_never_makes_it_worse(lamp: Mesh) -> None:
    a, b = side(lamp), side(rotate(lamp, (0, 0, 1), 4))
    before = lay(a, b, np.eye(3), np.zeros(3))
    assert polished(a, b, np.eye(3), np.zeros(3)).distance < before.distance / 20
    far = side(rotate(lamp, (1, 0, 0), 80))
    assert polished(a, far, np.eye(3), np.zeros(3)).distance > 0.03


def test_a_bowl_is_laid_back_by_its_triangles() -> None:
    """By its points alone it ends a little beside one of its many like poses."""
    bowl, name = corpus.make("bowl", 15), "bowl/bowl_0015"
    copy = make(copy_recipe("re-exported", 4, name, CopiesParams()), bowl, 4, name)
    assert lay_whole(side(bowl), side(copy)).distance < CLEAR
