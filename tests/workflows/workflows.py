"""The workflows as YAML, for tests."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"


def load(name: str) -> dict[Any, Any]:
    """Read a workflow by the name of its file."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    """List the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]
