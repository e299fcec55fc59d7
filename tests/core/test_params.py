from pathlib import Path

import pytest
import yaml

from lib.core.errors import BenchError
from lib.core.params import Params, load_params
from lib.core.params.names import encoder_names

REPOSITORY = Path(__file__).resolve().parents[2]


def write(folder: Path, **changes: object) -> Path:
    values = yaml.safe_load((REPOSITORY / "params.yaml").read_text())
    for key, value in changes.items():
        section, _, knob = key.partition("__")
        if knob:
            values[section][knob] = value
        else:
            values[section] = value
    path = folder / "params.yaml"
    path.write_text(yaml.safe_dump(values))
    return path


def test_the_committed_file_is_valid_and_complete() -> None:
    params = load_params(REPOSITORY / "params.yaml")
    written = yaml.safe_load((REPOSITORY / "params.yaml").read_text())
    assert params.corpora == ("parametric40",)
    assert set(written) == set(Params.model_fields)
    for section, model in Params.model_fields.items():
        if isinstance(written[section], dict):
            assert set(written[section]) == set(model.annotation.model_fields), section  # type: ignore[union-attr]


def test_defaults_in_the_file_and_in_the_code_agree() -> None:
    params = load_params(REPOSITORY / "params.yaml")
    assert Params(corpora=params.corpora, encoders=params.encoders) == params


def test_default_encoders_need_no_download() -> None:
    params = load_params(REPOSITORY / "params.yaml")
    # The autoencoder is there to be compared with in novelty, and is no row.
    assert set(encoder_names()) - set(params.encoders) == {"autoencoder", "clip", "dinov2"}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"select__per_clas": 3}, r"unknown key 'select.per_clas'; did you mean 'per_class'"),
        ({"corpera": 3}, r"unknown key 'corpera'; did you mean 'corpora'"),
        ({"encoders": ["zernik3d"]}, r"unknown encoder 'zernik3d'; did you mean 'zernike3d'"),
        ({"corpora": ["modelnet"]}, r"unknown corpus 'modelnet'; did you mean 'modelnet40'"),
        ({"encoders": ["zernike3d", "zernike3d"]}, "lists a name twice"),
        ({"encoders": ["zernike3d"]}, "mine.miners names hog_multiview"),
        ({"encoders": []}, "encoders: .*at least 1"),
        ({"explain__encoders": ["clip"]}, "explain.encoders names clip, which `encoders` does not"),
        ({"explain__grid": 225}, "explain.grid is 225, a view has 224 pixels a side"),
        ({"explain__per_kind": 0}, "explain.per_kind: .*greater than or equal to 1.*got 0"),
        ({"select__train": 0.95}, "leaves no test split"),
        ({"select__per_class": 0}, "select.per_class: .*greater than or equal to 1.*got 0"),
        ({"render__size": "big"}, "render.size: .*got 'big'"),
        ({"embed__device": "gpu"}, "embed.device: .*'cpu' or 'cuda'"),
        ({"embed__dinov2": {"model": "x", "revison": "y"}}, "unknown key 'embed.dinov2.revison'"),
    ],
)
def test_bad_values_are_named(tmp_path: Path, changes: dict[str, object], what: str) -> None:
    with pytest.raises(BenchError, match=what):
        load_params(write(tmp_path, **changes))


@pytest.mark.parametrize(
    ("text", "what"), [("a: [1", "not valid YAML"), ("", "holds no keys"), ("- 1", "holds no keys")]
)
def test_unreadable_files_are_named(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(text)
    with pytest.raises(BenchError, match=what):
        load_params(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="is not there"):
        load_params(tmp_path / "params.yaml")
