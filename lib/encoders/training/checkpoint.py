"""What an interrupted training goes on from."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from lib.core.files import atomic


class Checkpoint:
    """The state after the last finished epoch.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, folder: Path, depends: Any) -> "Checkpoint":
        """Name the checkpoint of a training, and remove those of others.

        Parameters
        ----------
        folder : Path
        depends : object
            JSON-able; all that the training depends on.
        """
        key = hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()[:16]
        path = folder / f"{key}.pt"
        for other in folder.glob("*.pt"):
            if other != path:
                other.unlink()
        return cls(path)

    def load(self, state: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Put everything in `state` where it was; nothing where there is no checkpoint.

        Returns
        -------
        list of dict
            The history that :meth:`save` was given.
        """
        if not self._path.exists():
            return []
        saved = torch.load(self._path, weights_only=True)
        for name, part in state.items():
            part.load_state_dict(saved[name])
        history: list[dict[str, Any]] = saved["history"]
        print(f"{self._path}: going on after epoch {len(history)}", flush=True)
        return history

    def save(self, state: Mapping[str, Any], history: list[dict[str, Any]]) -> None:
        """Write down `state`, whose values have a ``state_dict``, and the history so far."""
        saved = {name: part.state_dict() for name, part in state.items()}
        with atomic(self._path) as part:
            torch.save({**saved, "history": history}, part)
