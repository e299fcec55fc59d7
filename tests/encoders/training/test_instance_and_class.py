from dataclasses import replace

import numpy as np
import pytest

from lib.core.files import write_vectors
from lib.core.params import Params
from lib.core.params.render import RingParams
from lib.core.paths import Paths
from lib.encoders._base import Shape
from lib.encoders._ring_features import WIDTH
from lib.encoders._trained import trained_file
from lib.encoders.instance_and_class import InstanceAndClass
from lib.encoders.training import instance_and_class as training
from lib.encoders.training.fits import fit_encoder
from lib.encoders.training.ground import Ground
from lib.objects.manifest import contents

NAME = training.NAME


@pytest.fixture
def seen(ground: Ground, params: Params) -> Ground:
    """The corpus with what a network would have kept of its views, and small new ones."""
    rows = np.random.default_rng(1).uniform(size=(len(contents(ground.objects)), WIDTH))
    write_vectors(Paths("parametric40").features, rows, 6)
    ring = RingParams(views=2, size=64)
    return replace(ground, params=params.model_copy(update={"render": ring}))


def _shapes(ground: Ground) -> list[Shape]:
    rng = np.random.default_rng(2)
    return [
        Shape(name, ground.meshes[name], seen=rng.uniform(size=WIDTH))
        for name in ground.objects["object_id"]
    ]


@pytest.mark.slow
def test_the_encoder_applies_what_was_fitted(seen: Ground) -> None:
    assert fit_encoder(NAME, seen) == [trained_file(NAME), trained_file(NAME, blind=True)]
    encoder = InstanceAndClass(seen.params.embed)
    shapes = _shapes(seen)
    vectors = encoder.encode(shapes)
    assert vectors.shape == (len(shapes), encoder.dim)
    assert encoder.trained_on == "ImageNet, parametric40 train"
    instance = len(encoder.learned.arrays["instance.scale"])
    share = (vectors[:, :instance] ** 2).sum(axis=1)
    np.testing.assert_allclose(share, training.INSTANCE_SHARE)
    np.testing.assert_allclose((vectors**2).sum(axis=1), 1)

    blind = encoder.blind_to(["bench"])
    assert isinstance(blind, InstanceAndClass)
    # One number less than there are classes: bench, bowl and chair, or two of them.
    assert [len(one.learned.arrays["class.scale"]) for one in (encoder, blind)] == [2, 1]
    assert blind.learned.facts["n_shapes"] == 4
    assert encoder.learned.facts["n_shapes"] == 6


def test_rounding_to_steps_changes_little() -> None:
    rows = np.random.default_rng(3).normal(size=(7, 500))
    stored = training._stored("x", rows, np.ones(500))
    assert stored["x.steps"].dtype == np.int8
    again = stored["x.steps"] * stored["x.scale"][:, None].astype(np.float64)
    np.testing.assert_allclose(again, rows, atol=np.abs(rows).max() / 127)
    np.testing.assert_allclose(stored["x.offset"], again.sum(axis=1), rtol=1e-6)


def test_copies_of_a_shape_do_not_hang_on_the_others(params: Params) -> None:
    names = [f"chair/chair_{number:04d}" for number in range(300)]
    copies = training.plan_copies(names, params)
    few = training.plan_copies(names[:50], params)
    assert few == [copy for copy in copies if copy.source_id in set(names[:50])]
    counts = {tier: sum(copy.tier == tier for copy in copies) for tier in training.COPIES}
    assert counts[3] == 600
    assert counts[4] == pytest.approx(100, abs=30)
    assert counts[2] == pytest.approx(60, abs=25)
    assert len({copy.object_id for copy in copies}) == len(copies)


def test_an_interrupted_training_keeps_what_it_measured(
    seen: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = training.fit(seen, [])

    def measured_again(*_: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(training, "measure", measured_again)
    second = training.fit(seen, [])
    for name, array in first.arrays.items():
        np.testing.assert_array_equal(array, second.arrays[name])
