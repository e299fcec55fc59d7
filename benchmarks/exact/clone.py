"""Clones of the commit at hand, and their parameters."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from lib.core.errors import BenchError


@contextmanager
def cloned() -> Iterator[Path]:
    """Give a clone of the commit at hand, without any cache; it is removed afterwards.

    Raises
    ------
    BenchError
        If this is no Git checkout.
    """
    with tempfile.TemporaryDirectory(prefix="exact-") as folder:
        clone = Path(folder) / "clone"
        if subprocess.run(["git", "clone", "--quiet", ".", str(clone)], check=False).returncode:
            raise BenchError("git cannot clone this folder", "run from the root of a checkout")
        yield clone


def set_params(clone: Path, changes: Mapping[str, Any]) -> None:
    """Change a clone's params.yaml.

    Parameters
    ----------
    clone : Path
    changes : mapping
        A mapping changes the keys of a section, anything else replaces a value.
    """
    path = clone / "params.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, value in changes.items():
        if isinstance(value, Mapping):
            values[key] = {**values.get(key, {}), **value}
        else:
            values[key] = value
    path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
