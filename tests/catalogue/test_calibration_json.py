import json
from pathlib import Path

import numpy as np

from lib.catalogue import Threshold
from lib.catalogue.calibration_json import Calibration, read_curve

# As it was written when schema 1 was new; users keep such files.
KEPT = Path(__file__).with_name("calibration-schema-1.json")


def test_a_file_of_schema_1_still_loads_whole() -> None:
    kept = json.loads(KEPT.read_text())
    found = Calibration.model_validate(kept)
    # What was recommended then was the lowest, and nothing was said of catalogues.
    assert found.recommended == found.point
    assert found.threshold.rate_of == "pairs"
    assert found.scan is None
    assert found.model_dump(mode="json", exclude_unset=True) == kept | {
        "recommended": kept["point"]
    }


def test_a_record_that_is_older_than_rate_of_keeps_its_id() -> None:
    assert Threshold.load(KEPT).id == "f8f1d4a4984e"


def test_its_threshold_and_curve_are_read() -> None:
    kept = json.loads(KEPT.read_text())
    record = Threshold.load(KEPT)
    assert (record.value, record.encoder) == (kept["threshold"]["value"], "clip")
    for read, key in zip(read_curve(KEPT), ("thresholds", "tpr", "fpr"), strict=True):
        np.testing.assert_array_equal(read, kept["curve"][key])
