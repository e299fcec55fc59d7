import csv
import errno
import hashlib
import os
import re
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import trimesh
from PIL import Image

from lib.core.errors import BenchError
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.corpus.files import load_mesh
from lib.encoders.submitted import metadata
from lib.geometry.mesh import Mesh, normalize
from lib.leaderboard.submissions import export
from lib.leaderboard.submissions.check_submission import review
from lib.leaderboard.submissions.export import export_manifest
from lib.objects import store
from lib.objects.manifest import register
from tests.leaderboard.submissions import samples

ROOT = Path(__file__).resolve().parents[3]
CLASSES = ("brick", "ring", "tower")


def shape(kind: str, number: int) -> Mesh:
    """A mesh of its own size and colours."""
    rng = np.random.default_rng(number)
    a, b = rng.uniform(0.4, 2.0, 2)
    made = {
        "brick": trimesh.creation.box((a, b, 1.0)).subdivide(),
        "ring": trimesh.creation.torus(1 + a, 0.3 + b / 5, 12, 6),
        "tower": trimesh.creation.cone(a, 2 + b, sections=12),
    }[kind]
    return normalize(
        Mesh.build(made.vertices, made.faces, rng.integers(256, size=(len(made.faces), 3)))
    )


def altered(mesh: Mesh, tier: int, rng: np.random.Generator) -> Mesh:
    """T1 shuffles vertices and faces, the others turn and move vertices as well."""
    order = rng.permutation(len(mesh.vertices))
    place = np.argsort(order)
    faces = rng.permutation(len(mesh.faces))
    vertices = mesh.vertices[order]
    if tier > 1:
        turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
        vertices = vertices @ turn + (tier > 2) * 0.02 * rng.standard_normal(vertices.shape)
    return normalize(Mesh.build(vertices, place[mesh.faces][faces], mesh.colors[faces]))


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Path:
    """Three classes of four sources, two of them test, with meshes and views."""
    rows, meshes = [], {}
    rng = np.random.default_rng(0)
    for name in CLASSES:
        for n in range(4):
            key = f"{name}/{n}"
            rows.append((key, "source", name, key, key, "test" if n < 2 else "train", 0))
            meshes[key] = shape(name, n)
    for name in CLASSES:
        for n in range(2):
            for tier in range(1, 6):
                key, item = f"{name}/{n}.t{tier}.0", f"{name}/{n if tier < 5 else 4 + n}"
                rows.append((key, "clone", name, f"{name}/{n}", item, "test", tier))
                meshes[key] = altered(meshes[item], tier, rng) if tier < 5 else shape(name, 4 + n)
    # The same content as a source: exported once, embedded twice.
    rows.append(("ring/again", "pool", "ring", "ring/again", "ring/again", "pool", 0))
    meshes["ring/again"] = meshes["ring/2"]
    columns = ["object_id", "role", "class", "source_id", "item_id", "split", "tier"]
    plan = pd.DataFrame(rows, columns=columns).assign(rung=0, seed=42, recipe="[]")
    objects = register(plan, meshes)
    samples.write_release(tmp_path, objects[declared("objects.csv").names])
    data = tmp_path / Paths(samples.CORPUS).data
    for name, keys in store.shards(plan["object_id"].tolist()):
        store.write_meshes(data / "meshes" / f"{name}.npz", {key: meshes[key] for key in keys})
    views = {
        content: rng.integers(256, size=(2, 16, 16, 3)).astype(np.uint8)
        for content in objects["content_sha256"].unique()
    }
    store.write_views(data / "views" / "shard-0.zip", views)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_to_embed_lies_in_one_folder(root: Path) -> None:
    count = export_manifest(samples.CORPUS, Path("out"))
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "README.txt",
        "SHA256SUMS",
        "fill_embeddings.py",
        "meshes",
        "objects.csv",
        "submission.yaml",
        "views",
    ]
    manifest = Path("data/parametric40/objects.csv")
    assert Path("out/objects.csv").read_bytes() == manifest.read_bytes()
    objects = pd.read_csv(manifest)
    assert count == objects["content_sha256"].nunique() == len(objects) - 1
    assert {p.stem for p in Path("out/meshes").iterdir()} == set(objects["content_sha256"])
    meshes = store.MeshStore(Path("data/parametric40/meshes"), objects["object_id"].tolist())
    for object_id, content in objects[["object_id", "content_sha256"]].itertuples(index=False):
        mesh, path = meshes[object_id], Path(f"out/meshes/{content}.ply")
        found = trimesh.load_mesh(path, process=False)
        assert np.array_equal(found.vertices, mesh.vertices)
        assert np.array_equal(found.faces, mesh.faces)
        assert np.array_equal(found.visual.face_colors[:, :3], mesh.colors)
        assert len(load_mesh(path).faces) > 0
    shard = store.ViewStore(Path("data/parametric40/views"))
    for content in objects["content_sha256"]:
        picture = np.asarray(Image.open(f"out/views/{content}.png"))
        # Two views of 16 pixels, one a row.
        assert np.array_equal(picture.reshape(2, 16, 16, 3), shard[content])
    text = Path("out/README.txt").read_text()
    assert "Licence of the meshes: CC0-1.0\nFor tests only." in text
    for line in Path("out/SHA256SUMS").read_text().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(Path("out", name).read_bytes()).hexdigest() == sha256
    assert not [path for path in root.iterdir() if path.name.startswith(".")]


def test_the_example_makes_a_row_that_is_accepted(root: Path) -> None:
    export_manifest(samples.CORPUS, Path("out"))
    runpy.run_path("out/fill_embeddings.py", run_name="__main__")
    folder = root / "data" / "submissions" / samples.CORPUS / "example"
    folder.mkdir(parents=True)
    for name in ("embeddings.npy", "submission.yaml"):
        (folder / name).write_bytes(Path("out", name).read_bytes())
    # As exported it lacks what only its author can say, and nothing else.
    errors = review(folder, 42).findings.errors
    assert len(errors) == 1
    empty = re.findall(r"line \d+: (\w+) is empty", errors[0].message)
    known = {"similarity", "split_sha256", "manifest_sha256"}
    assert empty == [key for key in metadata.Metadata.model_fields if key not in known]
    values = samples.said(root, "example", 64)
    text = (folder / "submission.yaml").read_text()
    for key in empty:
        text = text.replace(f"\n{key}:\n", f"\n{key}: {values[key]}\n")
    (folder / "submission.yaml").write_text(text)
    found = review(folder, 42)
    assert found.findings.errors == []
    assert found.standing is not None
    assert found.standing["map"][0] == 1


@pytest.mark.usefixtures("root")
def test_the_example_is_short() -> None:
    export_manifest(samples.CORPUS, Path("out"))
    lines = Path("out/fill_embeddings.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 20
    with Path("out/objects.csv").open(newline="") as table:
        assert len(list(csv.DictReader(table))) == 43


@pytest.mark.usefixtures("root")
def test_what_is_there_is_not_touched() -> None:
    Path("full").mkdir()
    Path("full/mine").write_text("x")
    Path("file").write_text("x")
    Path("link").symlink_to("full")
    for name, what in (("full", "is not empty"), ("file", "is a file"), ("link", "or a link")):
        with pytest.raises(BenchError, match=what):
            export_manifest(samples.CORPUS, Path(name))
    assert Path("full/mine").read_text() == "x"
    Path("empty").mkdir()
    mode = Path("empty").stat().st_mode
    export_manifest(samples.CORPUS, Path("empty"))
    assert Path("empty/objects.csv").exists()
    assert Path("empty").stat().st_mode == mode


@pytest.mark.parametrize("problem", ["meshes", "views", "one view"])
def test_nothing_is_left_where_something_is_missing(root: Path, problem: str) -> None:
    data = root / "data" / "parametric40"
    if problem == "one view":
        store.write_views(data / "views" / "shard-0.zip", {})
    else:
        (data / problem).rename(data / "elsewhere")
    with pytest.raises(BenchError):
        export_manifest(samples.CORPUS, Path("out"))
    assert [path.name for path in root.iterdir()] == ["data"]


def whole(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def breaking(after: int, error: BaseException) -> Callable[[Mesh], bytes]:
    """Write meshes, but raise `error` in place of each one behind the first few."""
    calls = count()

    def ply(mesh: Mesh) -> bytes:
        if next(calls) >= after:
            raise error
        return _PLY(mesh)

    return ply


_PLY = export._ply


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "no space"), ValueError("a bug")]
)
def test_it_goes_on_where_it_stopped(root: Path, monkeypatch, capsys, error) -> None:
    monkeypatch.setattr(export, "_ply", breaking(10, error))
    with pytest.raises((type(error), BenchError)) as stopped:
        export_manifest(samples.CORPUS, Path("out"))
    assert not Path("out").exists()
    if isinstance(error, OSError):
        assert "the disk is full" in str(stopped.value)
        assert "run the same command again" in str(stopped.value)
    if isinstance(error, KeyboardInterrupt):
        assert "out: interrupted, finished files are kept" in capsys.readouterr().err
    (work,) = root.glob(".out.*")
    assert len(list((work / "meshes").iterdir())) == 10
    kept = {path: path.stat().st_mtime_ns for path in work.glob("*/*")}
    made = []
    monkeypatch.setattr(export, "_ply", lambda mesh: made.append(mesh) or _PLY(mesh))
    assert export_manifest(samples.CORPUS, Path("out")) == 42
    assert len(made) == 32
    assert {Path("out") / p.relative_to(work): t for p, t in kept.items()}.items() <= {
        path: path.stat().st_mtime_ns for path in Path("out").glob("*/*")
    }.items()
    assert sorted(path.name for path in root.iterdir()) == ["data", "out"]
    export_manifest(samples.CORPUS, Path("afresh"))
    assert whole(Path("out")) == whole(Path("afresh"))


@pytest.mark.slow
def test_a_killed_export_goes_on(root: Path) -> None:
    """Killed between the first byte of a file and its name."""
    code = f"""
import itertools, os, pathlib, signal
from lib.leaderboard.submissions.export import export_manifest
write, calls = pathlib.Path.write_bytes, itertools.count()
def torn(path, data):
    if next(calls) == 50:
        write(path, data[:5])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, data)
pathlib.Path.write_bytes = torn
export_manifest("{samples.CORPUS}", pathlib.Path("out"))
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert ended.returncode == -signal.SIGKILL
    (work,) = root.glob(".out.*")
    assert [len(list(work.glob(f"{what}/[!.]*"))) for what in ("views", "meshes")] == [42, 8]
    assert len(list(work.rglob(".*.part"))) == 1
    export_manifest(samples.CORPUS, Path("out"))
    export_manifest(samples.CORPUS, Path("afresh"))
    assert whole(Path("out")) == whole(Path("afresh"))


@pytest.mark.parametrize("changed", ["manifest", "views"])
def test_nothing_of_another_release_is_kept(root: Path, monkeypatch, changed: str) -> None:
    monkeypatch.setattr(export, "_ply", breaking(10, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        export_manifest(samples.CORPUS, Path("out"))
    (work,) = root.glob(".out.*")
    for path in work.glob("*/*"):
        path.write_bytes(b"of another release")
    if changed == "manifest":
        table = root / Paths(samples.CORPUS).table("objects.csv")
        table.write_text(table.read_text().replace(",42,", ",43,"))
    else:
        shard = root / Paths(samples.CORPUS).views / "shard-0.zip"
        views = {
            content: np.full((2, 16, 16, 3), 7, dtype=np.uint8)
            for content in pd.read_csv(root / Paths(samples.CORPUS).table("objects.csv"))[
                "content_sha256"
            ]
        }
        store.write_views(shard, views)
    monkeypatch.setattr(export, "_ply", _PLY)
    export_manifest(samples.CORPUS, Path("out"))
    assert b"of another release" not in whole(Path("out")).values()
    assert sorted(path.name for path in root.iterdir()) == ["data", "out"]
