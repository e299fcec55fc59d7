import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.semantics.explain.lens import BY_VIEW, Lens
from tests.semantics.explain import samples

SHAPES = [samples.shape(0.1, 0.9), samples.shape(0.3, 0.4)]


def lens(kind=samples.Quadrant, vectors=None):
    encoder = samples.made(kind) if kind else None
    found = samples.made(kind or samples.Quadrant)
    made = np.ones((2, 2)) if kind is samples.OfMeshes else found.encode(SHAPES)
    return Lens("e", made if vectors is None else vectors, encoder, SHAPES.__getitem__)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (samples.Quadrant, BY_VIEW),
        (samples.Greatest, "does not average its views"),
        (samples.OfMeshes, "reads meshes, not views"),
        (None, "is known by its vectors only"),
    ],
)
def test_what_can_be_told_apart_is_said(kind, words) -> None:
    assert lens(kind).reading([0, 1]) == words


def test_nothing_shown_is_said() -> None:
    assert "nothing is shown" in lens().reading([])


@pytest.mark.parametrize(("bad", "what"), [(np.nan, "not finite"), (0.0, "zero")])
def test_vectors_without_a_direction_are_refused_by_row(bad, what) -> None:
    vectors = np.ones((2, 2))
    vectors[1] = bad
    with pytest.raises(BenchError, match=f"vectors of e: row 1 is {what}"):
        lens(vectors=vectors)


def test_views_are_asked_for_once() -> None:
    found = lens()
    assert found.views(1) is found.views(1)
    np.testing.assert_allclose(found.views(1)[:, 1], [0.3, 0.4], atol=0.002)
