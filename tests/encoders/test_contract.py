"""What every encoder promises; a new file in lib/encoders is tried by itself."""

import re

import numpy as np
import pytest

from lib.core.params.embed import EmbedParams
from lib.core.params.names import encoder_names
from lib.core.params.render import RingParams
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import describe, load_encoder
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import permute
from lib.geometry.render import render_ring
from tests.encoders.conftest import contract_meshes

RING = RingParams(size=64)


def _shapes(scale: float = 1.0, shift: tuple[float, ...] = (0, 0, 0)) -> list[Shape]:
    moved = {
        name: Mesh(mesh.vertices * scale + shift, mesh.faces, mesh.colors)
        for name, mesh in contract_meshes().items()
    }
    return [Shape(name, mesh, render_ring(mesh, RING)) for name, mesh in moved.items()]


SHAPES = _shapes()


@pytest.fixture(params=encoder_names())
def encoder(request: pytest.FixtureRequest, checkpoints: EmbedParams) -> Encoder:
    made = load_encoder(request.param, checkpoints)
    made.prepare()
    return made


@pytest.mark.slow
def test_one_finite_row_a_shape(encoder: Encoder) -> None:
    vectors = encoder.encode(SHAPES)
    assert vectors.shape == (len(SHAPES), encoder.dim)
    assert np.issubdtype(vectors.dtype, np.floating)
    assert np.isfinite(vectors).all()


def test_rows_have_a_direction_once_rounded(encoder: Encoder) -> None:
    rounded = np.round(encoder.encode(SHAPES), encoder.decimals)
    assert np.linalg.norm(rounded, axis=1).min() > 10.0**-encoder.decimals * 10


def test_different_shapes_differ(encoder: Encoder) -> None:
    rounded = np.round(encoder.encode(SHAPES), encoder.decimals)
    assert len(np.unique(rounded, axis=0)) == len(SHAPES)


def test_runs_repeat_exactly(encoder: Encoder, checkpoints: EmbedParams) -> None:
    name = type(encoder).__module__.rpartition(".")[2]
    again = load_encoder(name, checkpoints)
    np.testing.assert_array_equal(again.encode(SHAPES), encoder.encode(SHAPES))


@pytest.mark.slow
def test_neither_batch_nor_order_counts(encoder: Encoder) -> None:
    together = encoder.encode(SHAPES)
    alone = np.concatenate([encoder.encode([shape]) for shape in SHAPES])
    np.testing.assert_array_equal(alone, together)
    np.testing.assert_array_equal(encoder.encode(SHAPES[::-1])[::-1], together)


@pytest.mark.parametrize(
    ("scale", "shift"), [(1.0, (3, -2, 5)), (4.0, (0, 0, 0)), (0.5, (1, 1, 1))]
)
def test_position_and_scale_do_not_count(
    encoder: Encoder, scale: float, shift: tuple[float, ...]
) -> None:
    np.testing.assert_allclose(
        encoder.encode(_shapes(scale, shift)), encoder.encode(SHAPES), atol=10.0**-encoder.decimals
    )


def test_meshes_are_left_alone(encoder: Encoder) -> None:
    before = [shape.mesh.sha256() for shape in SHAPES]
    encoder.encode(SHAPES)
    assert [shape.mesh.sha256() for shape in SHAPES] == before


def test_a_picture_is_embedded_by_those_that_read_nothing_but_views(encoder: Encoder) -> None:
    one_view = [Shape(s.key, s.mesh, s.require_views()[:1]) for s in SHAPES]
    pictures = [Shape(s.key, None, s.views) for s in one_view]
    if not encoder.pictures:
        with pytest.raises(ValueError, match="comes without a mesh"):
            encoder.encode(pictures)
        return
    assert encoder.needs == "views"
    vectors = encoder.encode(pictures)
    assert np.round(vectors, encoder.decimals).any(axis=1).all()
    np.testing.assert_array_equal(vectors, encoder.encode(one_view))


def test_order_in_the_file_hardly_counts(encoder: Encoder) -> None:
    rng = np.random.default_rng(7)
    shuffled = [Shape(s.key + " too", permute(s.mesh, rng), s.views) for s in SHAPES]
    one, two = encoder.encode(SHAPES), encoder.encode(shuffled)
    cosine = (one * two).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(two, axis=1)
    assert cosine.min() > 0.995


def test_description_fills_the_card(encoder: Encoder, checkpoints: EmbedParams) -> None:
    name = type(encoder).__module__.rpartition(".")[2]
    facts = describe(name, checkpoints)
    assert facts["name"] == name
    assert facts["dim"] == encoder.dim
    assert facts["needs"] in {"mesh", "views"}
    assert facts["summary"].endswith(".")
    assert set(facts["weights"]) in (set(), {"model", "revision", "sha256"})
    assert facts["weights"] or not encoder.heavy
    assert facts["licence"] == encoder.licence
    # An SPDX identifier, not a sentence.
    assert re.fullmatch(r"[A-Za-z0-9.+-]+", facts["licence"])
