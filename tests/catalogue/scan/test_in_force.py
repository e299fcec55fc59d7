from pathlib import Path

import numpy as np
import pytest

from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.scan.in_force import by_hand, in_words, read_record
from lib.catalogue.scored_pairs import ScoredPairs
from lib.core.errors import BenchError
from lib.core.files import write_json
from lib.core.params.sections import CalibrateParams
from lib.thresholds.pick import Target


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(3)
    pairs = ScoredPairs(rng.beta(80, 2, 400), rng.beta(12, 6, 20000), None, None, "of this")
    origin = Origin("s.csv", "cosine", "gram3d", "abc")
    return calibrate(pairs, origin, 0.05, Target(0.9, 0.95), CalibrateParams())


@pytest.fixture
def path(tmp_path: Path, found) -> Path:
    write_json(tmp_path / "calibration.json", found.model_dump(mode="json"))
    return tmp_path / "calibration.json"


def test_a_calibration_holds_for_its_own_vectors_alone(path: Path) -> None:
    kept = read_record(path)
    force = kept.of_this(None, "gram3d", "abc")
    assert not force.by_hand
    assert force.threshold == kept.threshold
    for similarity, encoder, sha256 in (
        ("l2", "gram3d", "abc"),
        (None, "zernike3d", "abc"),
        (None, "gram3d", "abd"),
    ):
        with pytest.raises(BenchError, match="this threshold is for"):
            kept.of_this(similarity, encoder, sha256)


def test_what_is_no_similarity_of_vectors_is_refused(tmp_path: Path, found) -> None:
    other = found.threshold.model_copy(update={"similarity": "score"})
    other.save(tmp_path / "t.json")
    with pytest.raises(BenchError, match="no similarity of vectors"):
        read_record(tmp_path / "t.json").of_this(None, "gram3d", "abc")


def test_expected_false_alarms_are_the_rate_times_the_false_pairs(path: Path, found) -> None:
    force = read_record(path).of_this(None, "gram3d", "abc")
    point = found.certified or found.recommended
    assert point.threshold == force.threshold.value
    pairs = 1000 * 999 / 2
    wanted = point.fpr * (pairs - 0.05 * 1000 / 2)
    assert force.false_alarms(1000, 0.05) == pytest.approx(wanted)
    assert force.false_alarms(1, 0.05) is None


def test_a_bare_record_foretells_nothing(tmp_path: Path, found) -> None:
    found.threshold.save(tmp_path / "t.json")
    force = read_record(tmp_path / "t.json").of_this(None, "gram3d", "abc")
    assert force.false_alarms(1000, 0.05) is None


def test_a_threshold_by_hand_lies_in_the_range_of_its_similarity() -> None:
    force = by_hand(1.2, "l2", "gram3d", "abc")
    assert in_words(force) == "l2 <= 1.2"
    assert force.by_hand
    with pytest.raises(BenchError, match="lies in"):
        by_hand(1.2, "cosine", "gram3d", "abc")
