import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib.thresholds.audit.without_labels import ESTIMATORS, quantify, train

ROOT = Path(__file__).resolve().parents[3]


def scores(seed: int, positives: int, negatives: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(0.9, 0.04, positives), rng.normal(0.6, 0.1, negatives)


@pytest.fixture(scope="module")
def fitted():
    return train(*scores(0, 600, 6000), np.random.default_rng(1))


@pytest.mark.slow
@pytest.mark.parametrize("base_rate", [0.05, 0.2, 0.5])
def test_adjusting_estimators_find_a_shifted_base_rate(fitted, base_rate):
    count = round(base_rate * 20000)
    found = quantify(fitted, np.concatenate(scores(2, count, 20000 - count)))
    assert tuple(found) == ESTIMATORS
    for name in ("ACC", "PACC", "EMQ", "DyS"):
        assert found[name] == pytest.approx(base_rate, abs=0.02), name


def test_unadjusted_counting_is_pulled_towards_the_calibration_set(fitted):
    """The classifier, trained at 9 %, misses some at 50 %; the adjustment gives them back."""
    found = quantify(fitted, np.concatenate(scores(3, 10000, 10000)))
    assert found["CC"] < found["ACC"]
    assert abs(found["ACC"] - 0.5) < abs(found["CC"] - 0.5)


def test_adjusted_count_is_the_formula_of_forman(fitted):
    """(CC - FPR) / (TPR - FPR), clipped to [0, 1]."""
    stream = np.concatenate(scores(4, 400, 3600))
    flagged = fitted["ACC"].classify(stream[:, None]).mean()
    (_, fpr), (_, tpr) = fitted["ACC"].Pte_cond_estim_.T
    expected = (flagged - fpr) / (tpr - fpr)
    assert quantify(fitted, stream)["ACC"] == pytest.approx(expected, abs=1e-12)


def test_many_negatives_do_not_silence_the_adjusted_count():
    """A classifier that overlaps and learns at 1 % flags almost nothing; ACC must still adjust."""
    rng = np.random.default_rng(8)
    parts = [rng.normal(0.8, 0.1, 200), rng.normal(0.6, 0.1, 20000)]
    found = quantify(
        train(*parts, rng),
        np.concatenate([rng.normal(0.8, 0.1, 4000), rng.normal(0.6, 0.1, 16000)]),
    )
    assert found["CC"] < 0.1
    assert found["ACC"] == pytest.approx(0.2, abs=0.03)


def test_order_does_not_matter(fitted):
    true, false = scores(0, 600, 6000)
    again = train(true[::-1], np.roll(false, 17), np.random.default_rng(1))
    stream = np.concatenate(scores(5, 100, 1900))
    assert quantify(again, stream[::-1]) == quantify(fitted, stream)


def test_ends_and_ranges(fitted):
    for part in scores(6, 500, 500):
        assert all(0 <= value <= 1 for value in quantify(fitted, part).values())


@pytest.mark.parametrize("stream", [[], [0.5, np.nan], [np.inf]])
def test_refuses_what_is_no_stream(fitted, stream):
    with pytest.raises(ValueError, match="stream"):
        quantify(fitted, stream)


@pytest.mark.parametrize("true", [[0.9] * 4, [0.9] * 9 + [np.nan]])
def test_refuses_what_is_no_calibration(true):
    with pytest.raises(ValueError, match=r"needed|finite"):
        train(true, np.linspace(0, 0.5, 50), np.random.default_rng(0))


PROGRAM = """
import sys
import numpy as np
from lib.thresholds.audit.without_labels import quantify, train
assert "quapy" not in sys.modules and "torch" not in sys.modules
rng = np.random.default_rng(0)
fitted = train(rng.normal(0.9, 0.05, 500), rng.normal(0.6, 0.1, 20000), rng)
state = np.random.get_state()[1].tolist()
stream = np.concatenate([rng.normal(0.9, 0.05, 300), rng.normal(0.6, 0.1, 9700)])
found = quantify(fitted, stream)
assert state == np.random.get_state()[1].tolist()
print(*(f"{name}={value:.9f}" for name, value in found.items()))
"""


@pytest.mark.slow
def test_same_answer_with_other_threads_and_kernels_and_nothing_else_printed():
    answers = set()
    for threads, kernel in (("1", "Haswell"), ("2", "Haswell"), ("2", "Prescott")):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads,
                 "OPENBLAS_CORETYPE": kernel},
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
        assert done.stderr == ""
        answers.add(done.stdout)
    assert len(answers) == 1
    assert answers.pop().count("\n") == 1
