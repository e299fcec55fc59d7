"""The sample: every stage, every encoder, every class, and only less of it."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from benchmarks.exact.clone import set_params
from benchmarks.exact.graph import Step, read_steps
from benchmarks.exact.sample import hashes, run_sample, small
from lib.core.errors import BenchError
from lib.core.params import load_params

ROOT = Path(__file__).resolve().parents[3]


def test_the_sample_has_every_stage_and_encoder(tmp_path: Path) -> None:
    whole = load_params(ROOT / "params.yaml")
    shutil.copy(ROOT / "params.yaml", tmp_path)
    set_params(tmp_path, small(whole))
    params = load_params(tmp_path / "params.yaml")
    assert params.encoders == whole.encoders
    assert params.mine.miners == whole.mine.miners
    assert params.render == whole.render
    assert params.workers == 1
    assert params.parametric40.per_class > params.select.per_class >= 1


def test_heavy_encoders_and_submissions_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, _: object) -> SimpleNamespace:
        return SimpleNamespace(heavy=name == "clip")

    monkeypatch.setattr("benchmarks.exact.sample.load_encoder", load)
    whole = load_params(ROOT / "params.yaml")
    mine = whole.mine.model_copy(update={"miners": ("clip",)})
    listed = {"encoders": ("clip", "sent-by-someone", "zernike3d"), "mine": mine}
    changes = small(whole.model_copy(update=listed))
    assert changes["encoders"] == ["zernike3d"]
    assert changes["mine"] == {"miners": ["zernike3d"]}


def test_params_are_changed_by_section(tmp_path: Path) -> None:
    (tmp_path / "params.yaml").write_text("workers: null\nselect: {seed: 1, train: 0.5}\n")
    set_params(tmp_path, {"workers": 3, "select": {"train": 0.0}, "twins": {"per_class": 2}})
    assert yaml.safe_load((tmp_path / "params.yaml").read_text()) == {
        "workers": 3,
        "select": {"seed": 1, "train": 0.0},
        "twins": {"per_class": 2},
    }


@pytest.mark.slow
def test_steps_are_all_stages_each_after_what_it_needs() -> None:
    steps = read_steps(ROOT)
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
    assert {step.name.partition("@")[0] for step in steps} == set(declared)
    place = {step.name: number for number, step in enumerate(steps)}
    for one, other in [
        ("download@parametric40", "inspect@parametric40"),
        ("embed@parametric40-zernike3d", "mine@parametric40"),
        ("mine@parametric40", "retrieve@parametric40-zernike3d"),
        ("audit@parametric40", "report@parametric40"),
    ]:
        assert place[one] < place[other]
    assert steps[place["report@parametric40"]].outs == (
        "reports/parametric40/dataset_card.md",
        "reports/parametric40/figures",
    )


def _clone(tmp_path: Path, script: str) -> Path:
    clone = tmp_path / "clone"
    for name in ("lib", "benchmarks"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    (clone / "stages").mkdir()
    (clone / "stages" / "__init__.py").touch()
    (clone / "stages" / "make.py").write_text(script)
    (clone / "data").mkdir()
    return clone


def test_steps_run_in_one_process_and_their_files_are_hashed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script = "import os\ndef main(n):\n    open(f'data/{n}', 'w').write(str(os.getpid()))\n"
    clone = _clone(tmp_path, script)
    steps = [Step(f"make@{n}", f"python -m stages.make {n}", (f"data/{n}",)) for n in "ab"]
    found = run_sample(clone, steps)
    assert found == hashes(clone)
    assert list(found) == ["data/a", "data/b"]
    assert found["data/a"] == found["data/b"], "the same process"
    assert [line.split()[2] for line in capfd.readouterr().out.splitlines()] == ["make@a", "make@b"]
    assert json.loads((tmp_path / "steps.json").read_text())[0]["name"] == "make@a"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "command", "said"),
    [
        ("def main():\n    raise ValueError('no AVX')\n", "python -m stages.make", "no AVX"),
        ("import os\ndef main():\n    os.abort()\n", "python -m stages.make", "exit code -6"),
        ("def main():\n    pass\n", "python -m stages.make", "make did not make data/a"),
        ("def main():\n    pass\n", "touch data/a", "cannot be run inside a process"),
    ],
)
def test_a_step_that_fails_is_quoted(tmp_path: Path, script: str, command: str, said: str) -> None:
    with pytest.raises(BenchError) as caught:
        run_sample(_clone(tmp_path, script), [Step("make", command, ("data/a",))])
    assert said in str(caught.value)
