"""Switches that do something, on machines of several kinds."""

import pytest

from benchmarks.exact.native import reproduce
from benchmarks.exact.probe import Machine, look
from benchmarks.exact.trials import NAMES, Trial, prove, trials
from lib.core.errors import BenchError

KNOWN = ["X86_V3", "X86_V4", "AVX512_ICL", "AVX512_SPR"]


def _machine(kernels: str, features: list[str]) -> Machine:
    return Machine("some", KNOWN, features, {"numpy.so": kernels, "scipy.so": kernels}, {"a.so": 4})


def _by_name(machine: Machine, cores: int = 4) -> dict[str, Trial]:
    return {trial.name: trial for trial in trials(machine, cores)}


def test_a_new_processor_can_be_all_the_older_ones() -> None:
    found = _by_name(_machine("SapphireRapids", KNOWN))
    assert tuple(found) == NAMES
    assert [trial.impossible for trial in found.values()] == [""] * 6
    assert found["openblas"].environment == {"OPENBLAS_CORETYPE": "Haswell"}
    assert found["openblas"].workers == 5
    assert found["numpy-first"].environment == {
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"
    }
    assert found["numpy-baseline"].environment == {"NPY_DISABLE_CPU_FEATURES": " ".join(KNOWN)}


def test_a_switch_that_would_change_nothing_is_another_or_none() -> None:
    found = _by_name(_machine("Haswell", ["X86_V3"]))
    assert found["openblas"].environment == {"OPENBLAS_CORETYPE": "Sandybridge"}
    assert "nothing more to switch off" in found["numpy-first"].impossible
    assert found["numpy-baseline"].environment == {"NPY_DISABLE_CPU_FEATURES": "X86_V3"}
    old = _by_name(_machine("Nehalem", []))
    impossible = {name for name, trial in old.items() if trial.impossible}
    assert impossible == {"openblas", "numpy-first", "numpy-baseline"}
    assert "Quantum" in _by_name(_machine("Quantum", []))["openblas"].impossible


def test_one_core_has_no_other_threads() -> None:
    found = _by_name(_machine("Haswell", ["X86_V3"]), cores=1)
    assert found["one-thread"].impossible
    assert found["all-threads"].impossible


def test_a_process_without_the_switch_is_no_proof() -> None:
    machine = _machine("Haswell", KNOWN)
    for name, trial in _by_name(machine).items():
        if name not in ("again", "all-threads"):
            assert not trial.holds(machine), name


@pytest.mark.slow
def test_every_trial_takes_hold_here() -> None:
    machine = look({})
    assert set(machine.features) <= set(machine.known)
    possible = [trial for trial in trials(machine) if not trial.impossible]
    assert possible
    for trial in possible:
        prove(trial)


@pytest.mark.parametrize("names", ["AVX512_SKX", "X86_V3 AVX512_CNL"])
def test_a_feature_that_numpy_does_not_know_is_an_error(names: str) -> None:
    with pytest.raises(BenchError, match=r"cannot disable CPU features") as caught:
        look({"NPY_DISABLE_CPU_FEATURES": names}, modules=["numpy"])
    assert names.split()[-1] in str(caught.value)


@pytest.mark.slow
def test_kernels_that_openblas_does_not_know_do_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.exact.native.cloned", lambda: pytest.fail("was run"))
    trial = Trial(
        "typo",
        "OpenBLAS as on a Pentium VI",
        environment={"OPENBLAS_CORETYPE": "PentiumVI"},
        holds=lambda found: set(found.kernels.values()) == {"PentiumVI"},
    )
    with pytest.raises(BenchError, match="trial typo did not take hold") as caught:
        reproduce(trial)
    assert "OPENBLAS_CORETYPE='PentiumVI'" in str(caught.value)
