"""Pictures of no mesh under the encoders of this repository."""

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
from lib.core.params.names import encoder_names
from lib.encoders._base import Encoder, Shape
from lib.encoders._pictures import embed_pictures, who_applies
from lib.encoders._registry import load_encoder

PARAMS = EmbedParams()
VIEWS = {
    name: np.random.default_rng(number).integers(0, 256, (1, 64, 64, 3)).astype(np.uint8)
    for number, name in enumerate("abc")
}


def test_those_that_read_nothing_but_views_apply_and_the_others_say_why_not():
    table = who_applies(sorted(encoder_names(), reverse=True), PARAMS).set_index("encoder")
    assert list(table.index) == sorted(encoder_names())
    assert set(table.index[table["applies"]]) == {
        "autoencoder",
        "clip",
        "dinov2",
        "efficientnet_lite0",
        "hog_multiview",
    }
    assert (table["applies"] == (table["reason"] == "")).all()
    assert table.loc["zernike3d", "reason"].startswith("measures the surface of a mesh")
    assert table.loc["instance_and_class", "reason"].startswith("reads the mesh beside its views")


def test_submitted_vectors_do_not_apply():
    (row,) = who_applies(["somebody"], PARAMS).to_dict("records")
    assert not row["applies"]
    assert "not code" in row["reason"]


@pytest.mark.parametrize("name", ["hog_multiview", "efficientnet_lite0"])
def test_rows_come_in_order_whatever_the_batch_and_alike_for_what_is_alike(name):
    encoder = load_encoder(name, PARAMS)
    contents = ["c", "a", "c", "b", "a"]
    rows = embed_pictures(name, encoder, VIEWS, contents, 2)
    alone = {key: encoder.encode([Shape("x", None, view)])[0] for key, view in VIEWS.items()}
    np.testing.assert_array_equal(rows, np.stack([alone[key] for key in contents]))
    np.testing.assert_array_equal(rows, embed_pictures(name, encoder, VIEWS, contents, 16))


def test_what_breaks_its_contract_is_named():
    class Zero(Encoder):
        """Gives nothing."""

        dim, needs, pictures = 2, "views", True

        def encode(self, shapes):
            return np.eye(3, 2)[[2 if shape.key == "b" else 0 for shape in shapes]]

    with pytest.raises(BenchError, match=r"encoder 'zero' returned a zero .* for b"):
        embed_pictures("zero", Zero(PARAMS), VIEWS, list(VIEWS), 2)
