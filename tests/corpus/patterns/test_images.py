"""The table of images, and the images."""

import hashlib

import numpy as np
import pytest
from pydantic import ValidationError

from lib.core.params.sections import PatternsParams
from lib.core.tables import declared
from lib.corpus.patterns.images import all_images, as_views, from_views
from lib.corpus.patterns.optics import simulated

FEW = PatternsParams(per_family=5, severities=(0.5,), per_defect=1)
TABLE, PIXELS = all_images(FEW)


def test_a_mask_and_its_simulated_image_share_all_but_kind_and_pixels():
    assert set(declared("patterns.csv").names) <= set(TABLE.columns)
    assert len(TABLE) == 2 * 5 * 5 * 4
    assert not TABLE["image_id"].duplicated().any()
    masks, printed = (
        TABLE[TABLE["kind"] == kind].reset_index(drop=True) for kind in ("mask", "simulated")
    )
    own = ["image_id", "kind", "sha256"]
    assert masks.drop(columns=own).equals(printed.drop(columns=own))
    for mask, image in zip(masks["sha256"][::7], printed["sha256"][::7], strict=True):
        assert set(np.unique(PIXELS[mask])) == {0, 255}
        np.testing.assert_array_equal(simulated(PIXELS[mask] > 0, FEW), PIXELS[image])


def test_hashes_are_of_the_pixels_and_the_same_twice():
    for sha256, image in list(PIXELS.items())[::9]:
        assert image.shape == (FEW.size, FEW.size)
        assert image.dtype == np.uint8
        assert hashlib.sha256(image.tobytes()).hexdigest() == sha256
    again, _ = all_images(FEW)
    assert again.equals(TABLE)


def test_pixels_survive_as_views():
    image = next(iter(PIXELS.values()))
    views = as_views(image)
    assert views.shape == (1, FEW.size, FEW.size, 3)
    np.testing.assert_array_equal(from_views(views), image)


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"train": 0.9, "val": 0.1}, "leaves no test split"),
        ({"weights": (0.5, 0.2, 0.2)}, "add up to 1"),
        ({"blur": (3.0,)}, "as many as blur"),
        ({"per_defect": 5}, "at least as many as per_defect"),
        ({"severities": (0.5, 0.5)}, "must differ"),
    ],
)
def test_knobs_that_do_not_fit_are_refused(knobs, words):
    with pytest.raises(ValidationError, match=words):
        PatternsParams(**knobs)
