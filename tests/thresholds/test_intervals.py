import numpy as np
import pytest
from scipy.stats import beta, binomtest

from lib.thresholds.base_rate import precision
from lib.thresholds.intervals import central, exact, exact_limits, exact_precision


def test_limits_are_quantiles_of_the_beta_distribution() -> None:
    assert exact(3, 20, 0.95) == pytest.approx((beta.ppf(0.025, 3, 18), beta.ppf(0.975, 4, 17)))
    low, high = exact(0, 50, 0.95)
    assert low == 0
    assert high == pytest.approx(1 - 0.025 ** (1 / 50))
    assert exact(0, 0, 0.95) == (0.0, 1.0)


def test_no_false_alarm_is_not_perfect_precision() -> None:
    low, high = exact_precision(600, 640, 0, 640, 0.01, 0.95)
    assert high == 1.0
    # The rule of three, at half the error: FPR up to about 4.4 in 640.
    assert low == pytest.approx(float(precision(0.91, 4.38 / 640, 0.01)), abs=0.005)


def test_precision_is_covered() -> None:
    rng, inside, draws = np.random.default_rng(0), 0, 1000
    true = float(precision(0.9, 0.02, 0.1))
    for _ in range(draws):
        tps, fps = rng.binomial(200, 0.9), rng.binomial(500, 0.02)
        low, high = exact_precision(tps, 200, fps, 500, 0.1, 0.95)
        inside += low <= true <= high
    assert inside >= 0.95 * draws


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_exact_limits_agree_with_scipy(confidence: float) -> None:
    for n in (1, 2, 7, 50):
        low, high = exact_limits(np.arange(n + 1), np.full(n + 1, n), confidence)
        for k in range(n + 1):
            known = binomtest(k, n).proportion_ci(confidence, method="exact")
            assert low[k] == pytest.approx(known.low, abs=1e-9)
            assert high[k] == pytest.approx(known.high, abs=1e-9)


def test_nothing_labelled_is_nothing_known() -> None:
    low, high = exact_limits([0], [0], 0.95)
    assert (low[0], high[0]) == (0.0, 1.0)


def test_the_central_share_of_draws() -> None:
    assert central(np.arange(101.0), 0.9) == pytest.approx((5, 95))
    assert central(np.array([2.0]), 0.95) == (2, 2)
