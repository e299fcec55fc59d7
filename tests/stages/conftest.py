"""A small copy of the project that runs the real graph on a folder of small meshes."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import trimesh
import yaml

ROOT = Path(__file__).resolve().parents[2]
ENCODERS = ["hog_multiview", "pointnet_proxy", "zernike3d"]


class Project:
    """A copy of the repository with its own parameters."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("lib", "stages", "corpora", "trained"):
            # With what Numba has compiled, which goes by the date of the source.
            shutil.copytree(ROOT / name, root / name)
        for name in ("dvc.yaml", "params.yaml", "requirements.txt", ".dvcignore"):
            shutil.copy(ROOT / name, root / name)
        (root / "data" / "eval-bucket").mkdir(parents=True)
        (root / "data" / "submissions").mkdir()
        # Several shards even here, so that there is something to interrupt.
        store = root / "lib/objects/store.py"
        text = store.read_text()
        assert "SHARD_SIZE = 128" in text
        store.write_text(text.replace("SHARD_SIZE = 128", "SHARD_SIZE = 16"))
        # In a process that has LINGER set, work stops once the first shards are there.
        parallel = root / "lib/core/parallel.py"
        text = parallel.read_text()
        step = "    function(task.payload, work / task.name)\n"
        assert text.count(step) == 1
        wait = """\
    while "LINGER" in os.environ and any(work.glob("shard-*")):
        time.sleep(0.01)
"""
        text = text.replace("import json\n", "import json\nimport os\nimport time\n")
        parallel.write_text(text.replace(step, wait + step))
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.environment.pop("PYTHONPATH", None)
        self.call("dvc", "init", "--no-scm", "--quiet")
        shutil.copy(ROOT / ".dvc" / "config", root / ".dvc" / "config")
        self.call("dvc", "config", "core.no_scm", "true")

    def call(self, *command: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a command in the copy; returns whatever its exit code."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **options,  # type: ignore[call-overload]
        )

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command in the copy, in a session of its own; it stops after its first shards."""
        return subprocess.Popen(
            command,
            cwd=self.root,
            env={**self.environment, "LINGER": "1"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A job in the background of a shell is born deaf to Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def stage(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one stage by hand."""
        return self.call(sys.executable, "-m", f"stages.{name}", *arguments)

    def set(self, **changes: object) -> None:
        """Change params.yaml; `section__key` reaches into a section."""
        path = self.root / "params.yaml"
        values = yaml.safe_load(path.read_text())
        for key, value in changes.items():
            section, _, knob = key.partition("__")
            if knob:
                values[section][knob] = value
            else:
                values[section] = value
        path.write_text(yaml.safe_dump(values, sort_keys=False))

    def lock(self) -> dict[str, str]:
        """Hash of every output in dvc.lock."""
        stages = yaml.safe_load((self.root / "dvc.lock").read_text())["stages"]
        return {o["path"]: o["md5"] for s in stages.values() for o in s.get("outs", [])}


def write_meshes(folder: Path) -> None:
    """Write four classes of nine meshes, in four formats."""
    for number in range(9):
        rng = np.random.default_rng(number)
        a, b, c = rng.uniform(0.4, 2.0, 3)
        shapes = {
            "brick": trimesh.creation.box((a, b, c)).subdivide().subdivide(),
            "ring": trimesh.creation.torus(1 + a, 0.3 + b / 5, 24, 12),
            "tower": trimesh.creation.cone(a, 2 + b, sections=40).subdivide(),
            "pill": trimesh.creation.capsule(1 + a, 0.3 + b / 3, count=[14, 14]),
        }
        for (name, shape), ending in zip(shapes.items(), ("off", "stl", "ply", "obj"), strict=True):
            path = folder / name / f"{name}{number}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shape.export(path)


def write_submission(project: Project, name: str, vectors: npt.NDArray[np.float64]) -> Path:
    """Send a row by evidence; returns its folder."""
    data = project.root / "data/folder"
    folder = project.root / "data/submissions/folder" / name
    folder.mkdir(parents=True)
    np.save(folder / "embeddings.npy", vectors.astype(np.float32))
    facts = {
        "name": name,
        "version": "1",
        "description": "Vectors from elsewhere.",
        "weights_source": "none",
        "weights_licence": "none",
        "dimension": vectors.shape[1],
        "similarity": "cosine",
        "trained_on": "nothing",
        "saw_modelnet40_test": "false",
        "saw_benchmark_sources": "false",
        "hardware": "a laptop",
        "seconds_per_object": 0.25,
        "author": "somebody",
        "split_sha256": pd.read_csv(data / "splits.csv")["split_sha256"][0],
        "manifest_sha256": hashlib.sha256((data / "objects.csv").read_bytes()).hexdigest(),
    }
    text = "".join(f"{key}: {value}\n" for key, value in facts.items())
    (folder / "submission.yaml").write_text(text)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The copy, set up for a folder corpus of 36 meshes."""
    root = tmp_path_factory.mktemp("project")
    write_meshes(root / "my-meshes")
    found = Project(root)
    found.set(
        corpora=["folder"],
        encoders=ENCODERS,
        workers=2,
        folder={"path": "my-meshes", "up_axis": "z", "licence": "CC0-1.0"},
        select__per_class=5,
        select__train=0.4,
        select__val=0.2,
        select__queries_per_source=2,
        render__size=64,
        mine__top_k=3,
        mine__miners=ENCODERS[:2],
        twins__per_class=6,
        twins__harder_per_class=2,
        copies__lookalikes=8,
        explain__per_kind=2,
        semantics__resamples=100,
        tabulate__resamples=200,
        pairs__negatives=24,
        calibrate__resamples=100,
        calibrate__hard_negatives=5,
        calibrate__clusters=3,
        audit__stream=1000,
        hashing__items=8,
        # Two changes are enough to be told apart.
        hashing__strengths={"rotation": [8], "jpeg": [20]},
        patterns__per_family=5,
        patterns__per_defect=1,
    )
    return found
