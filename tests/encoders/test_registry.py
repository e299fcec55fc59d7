import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import lib.encoders
from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams
from lib.core.params.names import encoder_names
from lib.encoders import _registry as registry
from lib.encoders._registry import describe, load_encoder

_CLASS = """
class {name}(Encoder):
    dim, needs = 1, "mesh"
    def encode(self, shapes):
        return np.ones((len(shapes), 1))
"""


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    places = [*lib.encoders.__path__, str(tmp_path)]
    monkeypatch.setattr(lib.encoders, "__path__", places)
    monkeypatch.setattr(lib.encoders.__spec__, "submodule_search_locations", places)

    def write(name: str, *classes: str) -> None:
        head = "import numpy as np\nfrom lib.encoders._base import Encoder\n"
        body = "".join(_CLASS.format(name=label) for label in classes)
        (tmp_path / f"{name}.py").write_text(head + body, encoding="utf-8")
        importlib.invalidate_caches()

    yield write
    for path in tmp_path.glob("*.py"):
        sys.modules.pop(f"lib.encoders.{path.stem}", None)


def test_the_issues_encoders_are_there() -> None:
    assert set(encoder_names()) >= {
        "clip",
        "dinov2",
        "hog_multiview",
        "pointnet_proxy",
        "pointnet_proxy_normals",
        "voxel_hash32",
        "zernike3d",
    }


def test_a_new_file_is_an_encoder(add: Callable[..., None]) -> None:
    add("fresh_one", "Fresh", "_Helper")
    assert "fresh_one" in encoder_names()
    assert type(load_encoder("fresh_one", EmbedParams())).__name__ == "Fresh"


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(BenchError, match="no encoder 'zernik'") as caught:
        load_encoder("zernik", EmbedParams())
    assert "zernike3d" in caught.value.hint


@pytest.mark.parametrize(("name", "classes"), [("fresh_none", ()), ("fresh_two", ("A", "B"))])
def test_one_file_one_encoder(
    add: Callable[..., None], name: str, classes: tuple[str, ...]
) -> None:
    add(name, *classes)
    with pytest.raises(BenchError, match=f"{name}.py must define one") as caught:
        load_encoder(name, EmbedParams())
    assert ", ".join(classes or ["none"]) in caught.value.message


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("zernike3d", ["lib.encoders.zernike3d"]),
        ("hog_multiview", ["lib.encoders.hog_multiview", "lib.geometry.render"]),
    ],
)
def test_the_hash_covers_the_code_and_what_draws_its_views(
    monkeypatch: pytest.MonkeyPatch, name: str, modules: list[str]
) -> None:
    asked = []
    before = describe(name, EmbedParams())["sha256"]
    monkeypatch.setattr(registry, "code_sha256", lambda names: asked.append(names) or "other")
    assert describe(name, EmbedParams())["sha256"] != before
    assert asked == [modules]
