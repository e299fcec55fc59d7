import numpy as np
import pytest

from lib.core.params import Params
from lib.core.params.sections import AuditParams
from lib.thresholds.audit.from_run import audited, simulate_run
from tests.thresholds.sweep.samples import PARAMS, manifest, sweep

RUN = Params(
    corpora=("folder",),
    encoders=("hog_multiview", "zernike3d"),
    calibrate=PARAMS,
    audit=AuditParams(stream=1000),
)


def test_the_first_miner_is_audited_unless_another_is_named() -> None:
    assert audited(RUN) == "hog_multiview"
    named = RUN.model_copy(update={"audit": AuditParams(encoder="zernike3d")})
    assert audited(named) == "zernike3d"


@pytest.mark.slow
@pytest.mark.parametrize("classes", [("bed", "chair", "sofa"), ("bed",)])
def test_twelve_weeks_with_or_without_other_classes(classes: tuple[str, ...]) -> None:
    found = sweep(manifest(40 // len(classes), classes))
    weeks, estimators = simulate_run(found.pairs, found.pairs["cosine"].to_numpy(), RUN)
    assert weeks["week"].tolist() == list(range(1, 13))
    assert set(weeks["base_rate"]) == {0.05, 0.01}
    assert np.isfinite(estimators["estimate"]).all()
