import hashlib
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.sections import ModelNet40Params
from lib.corpus import modelnet40 as module
from lib.corpus.modelnet40 import COUNTS, ModelNet40, official_listing

SHARED = Path(__file__).resolve().parents[3] / "shared"
OFF = (
    "OFF4 4 0\r\n0 0 0 \r\n1 0 0\r\n0 1 0\r\n0 0 1\r\n3 0 2 1\r\n3 0 1 3\r\n3 0 3 2\r\n3 1 2 3\r\n"
)
NAMES = [
    "chair/test/chair_0890.off",
    "chair/train/chair_0002.off",
    "chair/train/chair_0010.off",
    "airplane/train/airplane_0001.off",
]
IDS = ["airplane/airplane_0001", "chair/chair_0002", "chair/chair_0010", "chair/chair_0890"]


def open_at(path: Path | None) -> ModelNet40:
    return ModelNet40(ModelNet40Params(path=None if path is None else str(path)))


def make_folder(root: Path) -> Path:
    for name in [*NAMES, "chair/train/._chair_0002.off", "chair/train/notes.off", "README.txt"]:
        path = root / "ModelNet40" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(OFF.encode())
    return root


def make_zip(path: Path, names: list[str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(f"ModelNet40/{name}", OFF)
    return path


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Downloads land under the working directory, which is no part of the repository here."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def test_totals_of_the_official_archive() -> None:
    listing = official_listing()
    assert len(COUNTS) == 40
    assert sum(split == "train" for *_, split in listing) == 9_843
    assert sum(split == "test" for *_, split in listing) == 2_468
    assert len({item for item, *_ in listing}) == 12_311
    assert listing[0] == ("airplane/airplane_0001", "airplane", "train")
    assert listing == sorted(listing, key=lambda row: (row[1], row[0]))


def test_listing_equals_the_official_lists() -> None:
    train, test = (SHARED / "data" / f"modelnet40_{split}.txt" for split in ("train", "test"))
    if not (train.exists() and test.exists()):
        pytest.skip("ModelNet40's lists are not part of the repository: academic use only")
    listing = official_listing()
    for path, split in ((train, "train"), (test, "test")):
        assert sorted(path.read_text().split()) == sorted(
            item.partition("/")[2] for item, _, own in listing if own == split
        )
    assert {item.partition("/")[0] for item, *_ in listing} == set(COUNTS)


@pytest.mark.parametrize("given", ["parent", "itself", "zip"])
def test_items_are_listed_in_order_and_load(tmp_path: Path, given: str) -> None:
    path = {
        "parent": lambda: make_folder(tmp_path / "data"),
        "itself": lambda: make_folder(tmp_path / "data") / "ModelNet40",
        "zip": lambda: make_zip(tmp_path / "a.zip", NAMES),
    }[given]()
    corpus = open_at(path)
    corpus.fetch()
    items = corpus.items()
    assert [item.id for item in items] == IDS
    assert [item.class_name for item in items] == ["airplane", "chair", "chair", "chair"]
    assert [item.split for item in items] == ["train", "train", "train", "test"]
    mesh = pickle.loads(pickle.dumps(items[-1].load))()
    assert mesh.to_trimesh().volume == pytest.approx(1 / 6)


def test_folder_is_used_in_place(tmp_path: Path) -> None:
    open_at(make_folder(tmp_path / "data")).fetch()
    assert list(Path().iterdir()) == []


def test_archive_is_unpacked_once_and_never_mistaken_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "a.zip", NAMES)
    with pytest.raises(BenchError, match="not on this machine yet"):
        open_at(path).items()
    open_at(path).fetch()
    with monkeypatch.context() as patch:
        patch.setattr(module, "extract", None)
        open_at(path).fetch()
    make_zip(tmp_path / "a.zip", NAMES[:1])
    other = open_at(path)
    other.fetch()
    assert [item.id for item in other.items()] == ["chair/chair_0890"]
    assert len(list(Path("downloads/modelnet40").iterdir())) == 2


def test_download_goes_through_the_mirrors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def fetch(urls: tuple[str, ...], size: int, sha256: str, target: Path) -> Path:
        asked.append((urls, size, sha256, target))
        return make_zip(tmp_path / "a.zip", NAMES)

    monkeypatch.setattr(module, "fetch", fetch)
    params = ModelNet40Params(mirrors=("https://mirror.example/m.zip",))
    ModelNet40(params).fetch()
    ((urls, size, sha256, target),) = asked
    assert urls == (
        "http://modelnet.cs.princeton.edu/ModelNet40.zip",
        "https://mirror.example/m.zip",
    )
    assert (size, sha256[:8], len(sha256)) == (2_039_180_899, "42dc3e65", 64)
    assert target == Path("downloads/ModelNet40.zip")
    assert "academic use only" in capfd.readouterr().err
    again = ModelNet40(params)
    again.fetch()
    assert len(asked) == 1
    assert [item.id for item in again.items()] == IDS


def test_interrupted_unpacking_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "a.zip", NAMES)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _raise_interrupt)
        with pytest.raises(KeyboardInterrupt):
            open_at(path).fetch()
    with pytest.raises(BenchError, match="not on this machine yet"):
        open_at(path).items()
    open_at(path).fetch()
    assert len(open_at(path).items()) == len(NAMES)


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_bad_paths_are_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"modelnet40\.path: .*nowhere does not exist"):
        open_at(tmp_path / "nowhere").fetch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(BenchError, match=r"no ModelNet40 in .*empty"):
        open_at(tmp_path / "empty").fetch()
    with pytest.raises(BenchError, match="not on this machine yet"):
        open_at(None).items()
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(BenchError, match=r"text\.zip"):
        open_at(tmp_path / "text.zip").fetch()


def test_id_in_both_splits_is_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data") / "ModelNet40"
    (folder / "chair" / "test" / "chair_0002.off").write_text(OFF)
    with pytest.raises(BenchError, match="chair_0002"):
        open_at(folder).items()


def test_damaged_mesh_is_named_when_loaded(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "data") / "ModelNet40"
    (folder / "chair" / "train" / "chair_0002.off").write_text(OFF[:40])
    item = open_at(folder).items()[1]
    with pytest.raises(BenchError, match=r"chair_0002\.off: cannot be read"):
        item.load()


@pytest.mark.slow
def test_original_files_all_load() -> None:
    archive = SHARED / "data" / "modelnet40-off42.tar.xz"
    if not archive.exists():
        pytest.skip("ModelNet40's files are not part of the repository: academic use only")
    corpus = open_at(archive)
    corpus.fetch()
    items = corpus.items()
    assert len(items) == 42
    listing = {item: (name, split) for item, name, split in official_listing()}
    assert all(listing[item.id] == (item.class_name, item.split) for item in items)
    glued = 0
    for item in items:
        mesh = item.load()
        head = item.read.args[0].read_bytes()[:40]  # type: ignore[attr-defined]
        glued += head.split()[0] != b"OFF"
        announced = int(head.removeprefix(b"OFF").split()[1])
        flat = announced - len(mesh.faces)
        assert 0 <= flat <= 0.1 * announced, item.id
        assert np.isfinite(mesh.vertices).all()
    assert glued == 6


@pytest.mark.slow
@pytest.mark.parametrize("given", ["folder", "zip"])
def test_real_shapes_in_the_official_layout(tmp_path: Path, given: str) -> None:
    tool = SHARED / "tools" / "make_modelnet40_vox.py"
    if not tool.exists():
        pytest.skip("ModelNet40's shapes are not part of the repository: academic use only")
    path = tmp_path / ("vox.zip" if given == "zip" else "vox")
    options = ["--per-class", "2", "--classes", "chair,night_stand,tv_stand"]
    subprocess.run([sys.executable, tool, path, *options], check=True)
    corpus = open_at(path)
    corpus.fetch()
    items = corpus.items()
    assert [item.id for item in items] == [
        f"{name}/{name}_{number:04d}"
        for name in ("chair", "night_stand", "tv_stand")
        for number in (1, 2)
    ]
    assert all(item.load().to_trimesh().volume > 0 for item in items)
    assert len({item.load().sha256() for item in items}) == len(items)


def test_unpacked_folder_is_keyed_by_content(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", NAMES)
    open_at(path).fetch()
    (folder,) = Path("downloads/modelnet40").iterdir()
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(folder.name)
