import pytest

from benchmarks import scale
from lib.core.errors import BenchError


def run(seconds: float, **more: float) -> dict:
    stages = {"prepare": [seconds / 2, seconds], "join": [seconds / 2, seconds]}
    return {"stages": stages, "planted": 1.0, "memory_gib": 1.0, "storage_gib": 0.5, **more}


def test_stages_grow_by_their_exponents_and_memory_along_a_line() -> None:
    far = scale._extrapolated(run(2.0), run(1.0, memory_gib=0.55), 1000, 100_000)
    assert far["stages"] == {"prepare": [100, 200], "join": [1000, 2000]}
    assert far["memory_gib"] == pytest.approx(0.5 + 0.5 * 100)
    assert far["storage_gib"] == 0.5
    assert "planted" not in far


def test_what_is_extrapolated_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    far = scale._extrapolated(run(2.0), run(1.0), 1000, 10_000)
    scale._print({"1,000": run(2.0), "~10,000": far}, {"verify": 0.036}, [1.25])
    lines = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "~10,000" in lines["stage"]
    assert lines["vectors to groups"].split() == (
        ["vectors", "to", "groups", "2.0", "(0.001)", "41.6", "(0.023)"]
    )
    # A tenth of the rows are copies: 100 pairs of 36 ms.
    assert "~" in lines["verify, 36.0 ms each"]
    assert "(0.001)" in lines["verify, 36.0 ms each"]
    assert "n^1.25" in lines["growth of processor time between the measured sizes: n^1.25"]


@pytest.mark.parametrize(
    ("runs", "exponents", "message"),
    [
        ({10: run(1.0, planted=0.98)}, [1.0], "98.00% of the planted"),
        ({10: run(1.0)}, [1.7], r"n\^1.70"),
        ({10**6: run(400.0)}, [1.0], "took 400 s"),
        ({10**6: run(10.0, memory_gib=5.0)}, [1.0], "5.0 GiB"),
    ],
)
def test_a_missed_goal_is_named(runs: dict, exponents: list[float], message: str) -> None:
    with pytest.raises(BenchError, match=message):
        scale._judge(runs, exponents)
    scale._judge({10**6: run(10.0)}, [1.5])
