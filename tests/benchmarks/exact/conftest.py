"""A scratch project with two small stages of its own, and the real `make exact`."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

GRAPH = """\
stages:
  plain:
    cmd: python -m stages.plain
    deps:
      - stages/plain.py
    outs:
      - data/plain.txt:
          cache: false
  second:
    cmd: python -m stages.second
    deps:
      - stages/second.py
      - data/plain.txt
    outs:
      - data/second.txt:
          cache: false
"""

PLAIN = """\
from pathlib import Path


def main():
    Path("data").mkdir(exist_ok=True)
    Path("data/plain.txt").write_text("the same everywhere")


if __name__ == "__main__":
    main()
"""


class Scratch:
    """A Git checkout with the project's code and a graph of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("lib", "benchmarks"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("params.yaml", ".dvcignore", ".gitignore"):
            shutil.copy(ROOT / name, root / name)
        (root / "dvc.yaml").write_text(GRAPH)
        (root / "stages").mkdir()
        (root / "stages" / "__init__.py").touch()
        (root / "stages" / "plain.py").write_text(PLAIN)
        self.folder = root.with_name("tmp")
        self.folder.mkdir()
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self.folder),
            # It would report from a temporary file, some time later.
            "DVC_NO_ANALYTICS": "1",
        }

    def commit(self, second: str) -> None:
        """Give the second stage a script, run the graph and commit what it makes."""
        (self.root / "stages" / "second.py").write_text(second)
        git = ("git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main")
        self.call(*git, "init", "--quiet")
        self.call("dvc", "init", "--quiet")
        shutil.copy(ROOT / ".dvc" / "config", self.root / ".dvc" / "config")
        self.call("dvc", "repro")
        self.call(*git, "add", "--all")
        self.call(*git, "commit", "--quiet", "--message", "all")

    def call(self, *command: str) -> None:
        """Run a command that has to succeed."""
        subprocess.run(command, cwd=self.root, env=self.environment, check=True)

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start `make exact` with options."""
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.exact", *options],
            cwd=self.root,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # In the background, Ctrl-C is ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def exact(self, *options: str) -> tuple[int, str]:
        """Run `make exact` with options; exit code and output."""
        ran = self.start(*options)
        said, _ = ran.communicate()
        return ran.returncode, said


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """The copy, with nothing committed."""
    return Scratch(tmp_path / "project")
