import numpy as np
import pytest
from pydantic import ValidationError

from lib.geometry.mesh import Mesh
from lib.geometry.perturb import cut_away, rescale, retessellate
from lib.geometry.variants import mirror, recolour
from lib.objects.recipe import (
    CutAway,
    Decimate,
    Hue,
    Jitter,
    Mirror,
    Permute,
    Recolour,
    Rescale,
    Retessellate,
    Rotate,
    from_json,
    hue_shift,
    make,
    to_json,
)

RECIPE = (
    Rotate(axis=(0.0, 0.6, 0.8), angle_deg=77.5),
    Decimate(keep=0.5),
    Jitter(sigma=0.01),
    Permute(),
    Hue(shift=0.25),
    CutAway(direction=(0.6, 0.0, 0.8), share=0.2),
    Rescale(factor=1.5),
    Retessellate(max_edge=0.1),
    Mirror(normal=(0.0, 0.6, 0.8)),
    Recolour(shift=0.3, saturation=0.5),
)


def test_json_round_trip() -> None:
    assert from_json(to_json(RECIPE)) == RECIPE
    assert from_json("[]") == ()


@pytest.mark.parametrize(
    "text", ['[{"op":"melt"}]', '[{"op":"decimate"}]', '[{"op":"hue","shift":1,"x":2}]']
)
def test_unknown_steps_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        from_json(text)


def test_a_replay_gives_the_same_bytes(torus: Mesh) -> None:
    first = make(RECIPE, torus, 42, "ring.t3.0").sha256()
    assert make(from_json(to_json(RECIPE)), torus, 42, "ring.t3.0").sha256() == first
    assert make(RECIPE, torus, 42, "ring.t3.1").sha256() != first
    assert make(RECIPE, torus, 43, "ring.t3.0").sha256() != first


def test_hue_is_for_the_picture_only(torus: Mesh) -> None:
    assert make((Hue(shift=0.3),), torus, 1, "a").sha256() == torus.sha256()
    assert hue_shift(RECIPE) == 0.25
    assert hue_shift((Hue(shift=0.7), Hue(shift=0.7))) == pytest.approx(0.4)
    assert hue_shift(()) == 0


def test_steps_run_in_order(torus: Mesh) -> None:
    turned = make((Rotate(axis=(0, 0, 1), angle_deg=90),), torus, 1, "a")
    np.testing.assert_allclose(
        turned.vertices, torus.vertices @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]]), atol=1e-12
    )


def test_steps_do_what_their_functions_do(torus: Mesh) -> None:
    steps = (
        CutAway(direction=(0.6, 0.0, 0.8), share=0.2),
        Rescale(factor=1.5),
        Retessellate(max_edge=0.05),
        Mirror(normal=(0.0, 0.6, 0.8)),
        Recolour(shift=0.3, saturation=0.5),
    )
    by_hand = retessellate(rescale(cut_away(torus, (0.6, 0, 0.8), 0.2), 1.5), 0.05)
    by_hand = recolour(mirror(by_hand, (0.0, 0.6, 0.8)), 0.3, 0.5)
    assert make(steps, torus, 1, "a").sha256() == by_hand.sha256()
