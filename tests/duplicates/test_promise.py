from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest

from lib.duplicates.catalogue import planted_catalogue
from lib.duplicates.promise import Scanned, confirmed, scanned
from lib.objects.planted import kind_of
from tests.duplicates.made_up import PARAMS, manifest, vectors


def scan(tmp_path: Path, noise: float) -> tuple[Scanned, object]:
    objects, duplicates = manifest()
    catalogue = planted_catalogue(objects, duplicates)
    with chdir(tmp_path):
        return (
            scanned("one", objects, catalogue, vectors(objects, noise), PARAMS),
            catalogue,
        )


def told(found: Scanned, catalogue) -> dict:  # type: ignore[no-untyped-def]
    """What a geometry that knows everything would say."""
    ids = catalogue.objects["object_id"].tolist()
    known = {pair: (kind_of(pair[1]),) * 2 for pair in catalogue.planted_pairs}
    flagged = {(ids[a], ids[b]) for a, b in zip(found.a, found.b, strict=True)}
    return dict.fromkeys(flagged, ("lookalike", "lookalike")) | known


def test_vectors_that_know_every_copy_find_all_and_nothing_else(tmp_path: Path) -> None:
    found, catalogue = scan(tmp_path, 0.05)
    row = found.row
    assert (row["precision"], row["recall"], row["false_alarms"]) == (1, 1, 0)
    assert row["micro_ap"] == pytest.approx(1)
    assert 0.95 < float(str(row["micro_ap_normalised"])) <= 1
    assert row["recall_at_target"] == 1
    n, n_copies = len(catalogue.rows), len(catalogue.planted_pairs)  # type: ignore[attr-defined]
    assert row["pair_rate"] == pytest.approx(n_copies / (n * (n - 1) / 2))
    judged, planted = confirmed(found, catalogue, told(found, catalogue))  # type: ignore[arg-type]
    assert judged["confirmed_precision"] == judged["confirmed_recall"] == 1
    assert judged["b_cubed_f1"] == 1
    grouped = [kind_of(b) not in ("mirrored", "part-of") for _, b in catalogue.planted_pairs]  # type: ignore[attr-defined]
    assert judged["n_groups"] == sum(grouped)
    assert (
        planted["n_true"].sum()
        == planted["n_flagged"].sum()
        == planted["n_named"].sum()
        == n_copies
    )


def test_near_duplicates_count_neither_for_nor_against(tmp_path: Path) -> None:
    objects, duplicates = manifest()
    catalogue = planted_catalogue(objects, duplicates)
    own = vectors(objects, 0.05)
    one, other = ((objects["item_id"] == item).to_numpy() for item in ("c/c_00", "c/c_01"))
    own[other] = own[one][0]
    with chdir(tmp_path):
        assert scanned("one", objects, catalogue, own, PARAMS).row["precision"] == 1
        found = scanned("two", objects, planted_catalogue(objects, duplicates[:0]), own, PARAMS)
    assert found.row["precision"] < 1


def test_geometry_takes_out_what_the_vectors_confuse(tmp_path: Path) -> None:
    objects, duplicates = manifest()
    catalogue = planted_catalogue(objects, duplicates)
    own = vectors(objects, 0.05)
    twin, _copy = catalogue.planted_pairs[0]
    # Another item has the very vector of one that was copied.
    other = next(i for i in catalogue.objects["item_id"] if i.startswith("d") and i != twin)
    own[(objects["item_id"] == other).to_numpy()] = own[(objects["item_id"] == twin).to_numpy()][0]
    with chdir(tmp_path):
        found = scanned("one", objects, catalogue, own, PARAMS)
    assert found.row["precision"] < 1
    judged, _ = confirmed(found, catalogue, told(found, catalogue))
    assert judged["confirmed_precision"] == 1
    assert found.row["false_alarms"] == 1


def test_vectors_that_know_nothing_promise_nothing(tmp_path: Path) -> None:
    found, catalogue = scan(tmp_path, 50.0)
    if found.row["status"] == "none":
        assert np.isnan(float(str(found.row["threshold"])))
        assert len(found.a) == 0
    judged, planted = confirmed(found, catalogue, told(found, catalogue))  # type: ignore[arg-type]
    assert judged["confirmed_recall"] == found.row["recall"]
    assert planted["n_flagged"].sum() < planted["n_true"].sum()
