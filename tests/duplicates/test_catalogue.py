import numpy as np

from lib.duplicates.catalogue import planted_catalogue
from tests.duplicates.made_up import manifest


def test_the_catalogue_is_sources_pool_and_planted_copies() -> None:
    objects, duplicates = manifest()
    catalogue = planted_catalogue(objects, duplicates)
    n_items = int(objects["role"].isin(["source", "pool"]).sum())
    n_copies = round(0.1 * n_items)
    assert len(catalogue.rows) == n_items + n_copies
    assert catalogue.copies.sum() == n_copies > 10
    assert catalogue.share == 2 * n_copies / (n_items + n_copies)
    rows = objects["object_id"].iloc[catalogue.rows].tolist()
    assert rows == catalogue.objects["object_id"].tolist()
    calibration = objects[(objects["role"] == "copy") & (objects["split"] == "calibration")]
    assert len(calibration) == 28
    assert not set(calibration["object_id"]) & set(catalogue.objects["object_id"])


def test_true_pairs_and_those_that_do_not_count() -> None:
    objects, duplicates = manifest()
    catalogue = planted_catalogue(objects, duplicates)
    place = {name: row for row, name in enumerate(catalogue.objects["object_id"])}
    for item, copy in catalogue.planted_pairs:
        a, b = np.array([place[item]]), np.array([place[copy]])
        assert catalogue.true(a, b).all()
        assert catalogue.counts(a, b).all()
    near = np.array([place["c/c_00"]]), np.array([place["c/c_01"]])
    assert not catalogue.true(*near).any()
    assert not catalogue.counts(*near).any()
    apart = np.array([place["c/c_00"]]), np.array([place["c/c_02"]])
    assert not catalogue.true(*apart).any()
    assert catalogue.counts(*apart).all()
